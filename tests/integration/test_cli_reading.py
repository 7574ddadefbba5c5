"""The reading commands, through the command itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from builders import PORTAL_FILE, build_record, fill, revise
from click import Context, Group
from click.testing import CliRunner

from gongbao.cli import COMMANDS, cli, main
from gongbao.cli.output import cut, display_width, pad
from gongbao.query import FILTER_NAMES
from gongbao.rows import CHANGE_FIELDS

if TYPE_CHECKING:
    from click.testing import Result

    from storage.session import Archive

NUMBER = "云政发〔2026〕3号"
OLD = "各市人民政府：\n一、法治政府建设完成率达到80%以上，由省法制办负责。"
NEW = "各市人民政府：\n一、法治政府建设完成率达到85%以上，由省司法厅负责。"
PORTAL = f"""{PORTAL_FILE}
[[sources]]
name = "plans"
title = "规划计划"
kind = "plan"
url = "https://yunling.example/plans/"

[[sources]]
name = "old"
title = "旧栏目"
kind = "notice"
url = "https://yunling.example/old/"
disabled = "moved away"
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Settings of an archive that does not exist yet, and one portal file."""
    folder = tmp_path / "portals"
    folder.mkdir()
    (folder / "yunling.toml").write_text(PORTAL, encoding="utf-8")
    return {
        "GONGBAO_DATABASE_URL": f"sqlite:///{tmp_path / 'archive.db'}",
        "GONGBAO_DATA_DIR": str(tmp_path / "data"),
        "GONGBAO_PORTALS_DIR": str(folder),
        "GONGBAO_LOG_LEVEL": "warning",
    }


@pytest.fixture
def filled(environment: dict[str, str], sqlite_archive: Archive) -> dict[str, str]:
    """Two documents, one of them revised."""
    first = build_record(OLD, document_number=NUMBER)
    second = build_record(
        "=1+1 是公式。",
        url="https://yunling.example/art/2.html",
        title="=青溪市\x1b[31m报告",
        category="report",
        written_on="2025-12-01",
    )
    fill(sqlite_archive, first, second)
    revise(sqlite_archive, build_record(NEW, document_number=NUMBER))
    return environment


def run(environment: dict[str, str], *arguments: str) -> Result:
    """A command in this process; its settings come from the environment as always."""
    return CliRunner().invoke(cli, arguments, env=environment, catch_exceptions=False)


def gongbao(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """The installed command in a process of its own."""
    return subprocess.run(
        [str(Path(sys.executable).with_name("gongbao")), *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def rows(environment: dict[str, str], *arguments: str) -> list[dict[str, Any]]:
    """The JSON lines of a command that must succeed."""
    result = run(environment, *arguments, "--json")
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_documents_as_promised(filled: dict[str, str]) -> None:
    result = gongbao(filled, "documents", "--json")
    assert (result.returncode, result.stderr) == (0, "")
    plan, report = [json.loads(line) for line in result.stdout.splitlines()]
    assert (plan["title"], report["category"]) == ("云岭省2026年重点工作安排", "report")
    assert plan["document_number"] == NUMBER
    assert plan["text"] == NEW
    assert plan["state"] == "live"
    (place,) = plan["publications"]
    assert {
        k: place[k] for k in ("portal", "sources", "url", "state", "canonical", "revisions")
    } == {
        "portal": "yunling",
        "sources": ["gazette"],
        "url": "https://yunling.example/art/1.html",
        "state": "live",
        "canonical": True,
        "revisions": 2,
    }
    assert plan["variants"] == []


@pytest.mark.parametrize(
    "spelling", [NUMBER, "云政发[2026]3号", "云政发﹝2026﹞ 3号", "云政发(2026)3号"]
)
def test_a_number_is_found_in_any_spelling(filled: dict[str, str], spelling: str) -> None:
    for arguments in (("documents", "--number", spelling), ("search", spelling)):
        result = run(filled, *arguments, "--json")
        assert [json.loads(line)["document_number"] for line in result.output.splitlines()] == [
            NUMBER
        ]


def test_search_and_filters(filled: dict[str, str]) -> None:
    assert [row["category"] for row in rows(filled, "search", "司法")] == ["plan"]
    assert rows(filled, "search", "法制办") == []
    assert len(rows(filled, "documents", "--written-from", "2025-01-01", "--limit", "1")) == 1
    assert [r["category"] for r in rows(filled, "documents", "--category", "report")] == ["report"]
    assert rows(filled, "documents", "--source-kind", "plan") == []


def test_tables_keep_control_characters_away(filled: dict[str, str]) -> None:
    result = run(filled, "documents")
    assert "\x1b" not in result.output
    assert NUMBER in result.output


def test_show(filled: dict[str, str]) -> None:
    result = run(filled, "show", "云政发[2026]3号", "--json")
    row = json.loads(result.output)
    assert [revision["number"] for revision in row["revisions"]] == [1, 2]
    assert NEW.split("\n")[1] in run(filled, "show", row["id"]).output


def test_changes_as_promised(filled: dict[str, str]) -> None:
    told = rows(filled, "changes")
    assert [(row["id"], row["kind"]) for row in told] == [(1, "new"), (2, "new"), (3, "revised")]
    assert all(tuple(row) == CHANGE_FIELDS for row in told)
    assert (told[2]["from_revision"], told[2]["to_revision"]) == (1, 2)
    assert [row["id"] for row in rows(filled, "changes", "--since", "2")] == [3]
    assert [row["id"] for row in rows(filled, "changes", "--category", "report")] == [2]
    assert [row["id"] for row in rows(filled, "changes", "--limit", "1")] == [1]
    assert "修订" in run(filled, "changes").output


def test_diff(filled: dict[str, str]) -> None:
    text = run(filled, "diff", NUMBER).output
    assert "【删】80%【/删】【增】85%【/增】" in text
    html = run(filled, "diff", NUMBER, "--from", "1", "--to", "2", "--format", "html").output
    assert "<ins" in html
    row = json.loads(run(filled, "diff", NUMBER, "--json").output)
    assert (row["from"], row["to"]) == (1, 2)
    assert row["inserted"] > 0
    assert row["operations"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("show", "dnothere"), 1, "no such document"),
        (("diff", NUMBER, "--from", "7"), 1, "no revision 7 (there are: 1, 2)"),
        (("diff", NUMBER, "--to", "1"), 1, "is the first"),
        (("documents", "--level", "village"), 2, "--level: 'village' is none of central"),
        (("documents", "--written-from", "2026-13-01"), 2, "--written-from"),
        (("documents", "--region", "33"), 2, "--region"),
        (("documents", "--no-such-filter", "x"), 2, "--no-such-filter"),
        (("changes", "--since", "-1"), 2, "--since"),
        (("export", "--format", "wacz", "--out", "x"), 2, "--document and --format wacz"),
        (("status", "atlantis"), 1, "no such portal: atlantis"),
        (("token", "revoke", "nobody"), 1, "no token by this name"),
        (("frobnicate",), 2, "No such command"),
    ],
)
def test_errors_are_one_line(
    filled: dict[str, str],
    arguments: tuple[str, ...],
    code: int,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in filled.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    told = capsys.readouterr()
    assert ended.value.code == code
    assert words in told.err
    assert told.out == ""
    assert len(told.err.splitlines()) == 1


def test_bad_settings_end_with_2(environment: dict[str, str]) -> None:
    for change, key in (
        ({"GONGBAO_REQUIRE_TOKEN": "perhaps"}, "REQUIRE_TOKEN"),
        ({"GONGBAO_DATABASE_URL": "mysql://x"}, "DATABASE_URL"),
    ):
        result = gongbao({**environment, **change}, "documents")
        assert result.returncode == 2
        assert key in result.stderr
        assert len(result.stderr.splitlines()) == 1


def test_an_unknown_schema_ends_with_2(
    environment: dict[str, str], sqlite_archive: Archive
) -> None:
    with sqlite_archive.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    result = gongbao(environment, "documents")
    assert result.returncode == 2
    assert "gongbao db upgrade" in result.stderr


def test_debug_shows_the_traceback(filled: dict[str, str]) -> None:
    result = gongbao(filled, "--debug", "show", "dnothere")
    assert result.returncode == 1
    assert "Traceback" in result.stderr


def test_no_archive_reads_as_empty_and_stays_away(
    environment: dict[str, str], tmp_path: Path
) -> None:
    for command in ("documents", "changes"):
        result = run(environment, command, "--json")
        assert (result.exit_code, result.stdout) == (0, "")
        assert "gongbao crawl" in result.stderr
    assert [row["outcome"] for row in rows(environment, "status")] == ["never", "never", "disabled"]
    assert not (tmp_path / "archive.db").exists()


def test_status_knows_sources_never_visited(filled: dict[str, str]) -> None:
    told = {row["source"]: row for row in rows(filled, "status")}
    assert list(told) == ["gazette", "plans", "old"]
    promised = {
        "portal", "source", "outcome", "last_run_at", "next_run_at", "documents", "pages", "issues",
    }  # fmt: skip
    assert all(promised <= set(row) for row in told.values())
    assert told["gazette"]["documents"] == 2
    assert told["plans"]["outcome"] == "never"
    assert told["old"]["outcome"] == "disabled"
    assert told["old"]["issues"][0]["message"] == "moved away"
    assert "moved away" in run(filled, "status").output


@pytest.mark.parametrize(
    ("options", "sources"),
    [
        (("--source", "plans"), ["plans"]),
        (("--source-kind", "gazette"), ["gazette"]),
        (("--portal", "nowhere"), []),
        (("--region", "330000"), []),
        (("--limit", "1"), ["gazette"]),
    ],
)
def test_status_is_narrowed(
    filled: dict[str, str], options: tuple[str, ...], sources: list[str]
) -> None:
    assert [row["source"] for row in rows(filled, "status", *options)] == sources


def test_identity_is_corrected_by_hand(filled: dict[str, str]) -> None:
    plan, report = [row["id"] for row in rows(filled, "documents")]
    assert run(filled, "documents", "merge", report, plan).exit_code == 0
    (row,) = rows(filled, "documents")
    assert (row["id"], len(row["publications"])) == (plan, 2)
    assert json.loads(run(filled, "show", report, "--json").output)["id"] == plan
    url = "https://yunling.example/art/2.html"
    assert run(filled, "documents", "split", plan, url).exit_code == 0
    assert [row["id"] for row in rows(filled, "documents")] == [plan, report]


def test_a_reader_that_leaves_early_hears_nothing(filled: dict[str, str]) -> None:
    command = f"'{Path(sys.executable).with_name('gongbao')}' documents --json | true"
    result = subprocess.run(  # noqa: S602
        command,
        shell=True,
        env={**os.environ, **filled},
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stderr == ""


def test_static_feeds(filled: dict[str, str], tmp_path: Path) -> None:
    out = tmp_path / "static"
    first = run(filled, "feeds", "build", "--out", str(out))
    again = run(filled, "feeds", "build", "--out", str(out))
    assert first.exit_code == 0
    assert again.output.split(", ")[1] == "0 files written\n"
    assert NUMBER in (out / "changes.rss").read_text(encoding="utf-8")
    assert "portal/yunling.rss" in (out / "feeds.opml").read_text(encoding="utf-8")
    assert (out / "source" / "yunling" / "gazette.json").exists()
    assert not (out / "source" / "yunling" / "plans.json").exists()  # nothing stands there yet
    listed = {row["path"]: row for row in rows(filled, "feeds", "list")}
    assert listed["changes"]["atom"] == "http://127.0.0.1:8600/feeds/changes.atom"


def test_portal_list_and_check(environment: dict[str, str], tmp_path: Path) -> None:
    (row,) = rows(environment, "portal", "list")
    assert [source["name"] for source in row["sources"]] == ["gazette", "plans", "old"]
    assert run(environment, "portal", "check").exit_code == 0
    (tmp_path / "portals" / "bad.toml").write_text('titel = "x"\n', encoding="utf-8")
    (tmp_path / "portals" / "worse.toml").write_text("[", encoding="utf-8")
    result = run(environment, "portal", "check")
    assert result.exit_code == 1
    *errors, summary = result.stdout.splitlines()
    assert ["bad.toml" in errors[0], "worse.toml" in errors[1]] == [True, True]
    assert summary == "3 portal files, 2 wrong"


def test_tokens_are_kept_as_hashes(environment: dict[str, str], tmp_path: Path) -> None:
    made = run(environment, "token", "add", "reader").stdout.strip()
    assert len(made) > 30
    assert made.encode() not in (tmp_path / "archive.db").read_bytes()
    with pytest.raises(ValueError, match="there is a token by this name"):
        run(environment, "token", "add", "reader")
    assert rows(environment, "token", "list")[0]["revoked_at"] is None
    assert run(environment, "token", "revoke", "reader").exit_code == 0
    assert rows(environment, "token", "list")[0]["revoked_at"] is not None


def test_help_imports_no_command() -> None:
    script = "import sys; from gongbao.cli import cli; cli.main(['--help'], standalone_mode=False)"
    check = "; bad = {m for m in sys.modules if m.startswith(('sqlalchemy', 'fastapi', 'scrapy'))}"
    result = subprocess.run(
        [sys.executable, "-c", f"{script}{check}; assert not bad, bad"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert all(f"\n  {name} " in result.stdout for name in COMMANDS)


def test_widths_are_those_of_a_terminal() -> None:
    assert display_width("公报ab") == 6
    assert cut("政府公报", 5) == "政府…"
    assert pad("公报", 6) == "公报  "


def test_every_command_and_option_is_told_in_the_docs() -> None:
    told = (Path(__file__).parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")
    context = Context(cli)
    for name in COMMANDS:
        assert f"`gongbao {name}" in told, name
        command = cli.get_command(context, name)
        if isinstance(command, Group):
            inner = Context(command, parent=context)
            missing = [n for n in command.list_commands(inner) if n not in told]
            assert not missing, (name, missing)
    assert all(f"--{name.replace('_', '-')}" in told for name in FILTER_NAMES)
