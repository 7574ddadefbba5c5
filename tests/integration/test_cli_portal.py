"""`gongbao portal …` against portals served on this machine."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from gongbao.cli import cli
from gongbao.demo.portal import Answer
from gongbao.demo.portals import write_portal_files
from gongbao.demo.site import DemoSite

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from click.testing import Result

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def site() -> Iterator[DemoSite]:
    with DemoSite(TODAY) as running:
        yield running


@pytest.fixture
def environment(tmp_path: Path, site: DemoSite) -> dict[str, str]:
    """Settings of a house with no portal yet."""
    site.overrides.clear()
    (tmp_path / "portals").mkdir()
    return {
        "GONGBAO_ALLOW_PRIVATE": "true",
        "GONGBAO_DATA_DIR": str(tmp_path / "data"),
        "GONGBAO_DATABASE_URL": f"sqlite:///{tmp_path / 'none.db'}",
        "GONGBAO_PORTALS_DIR": str(tmp_path / "portals"),
    }


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What was waited between requests, without waiting."""
    told: list[float] = []
    monkeypatch.setattr("gongbao.cli.list_head.sleep", told.append)
    return told


def run(environment: dict[str, str], *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["portal", *arguments], env=environment)


def folder(environment: dict[str, str]) -> Path:
    return Path(environment["GONGBAO_PORTALS_DIR"])


def listed(environment: dict[str, str]) -> dict[str, dict[str, Any]]:
    done = run(environment, "list", "--json")
    return {row["name"]: row for row in map(json.loads, done.stdout.splitlines())}


def column(site: DemoSite, name: str) -> str:
    return site.addresses[name] + site.portals[name].columns[0].path


def describe(environment: dict[str, str], site: DemoSite, *names: str) -> None:
    """The files of some of the portals, as an operator wrote them."""
    for path in write_portal_files(folder(environment), site):
        if path.stem not in names:
            path.unlink()


@pytest.mark.parametrize(
    ("name", "platform", "level", "kind", "count"),
    [
        ("yunling", "hanweb", "province", "disclosure", 9),
        ("qingxi", "trs", "city", "disclosure", 7),
        ("baichuan", "trs", "city", "gazette", 6),
        ("liuhe", "generic", "district", "notice", 6),
    ],
)
def test_new_drafts_what_it_saw(
    environment: dict[str, str],
    site: DemoSite,
    name: str,
    platform: str,
    level: str,
    kind: str,
    count: int,
) -> None:
    """Platform, level, name and rows of each family; list and two documents are kept."""
    done = run(environment, "new", column(site, name), "--name", name, "--region", "330100")
    assert done.exit_code == 0, done.output
    assert f"ok: {count} entries" in done.output
    row = listed(environment)[name]
    (source,) = row["sources"]
    assert (row["platform"], row["level"], row["region"]) == (platform, level, "330100")
    assert row["title"] == site.portals[name].title
    assert (source["kind"], source["url"]) == (kind, column(site, name))
    assert source["title"] == site.portals[name].columns[0].title
    pages = folder(environment) / "drafts" / f"{name}.pages"
    assert sorted(p.name for p in pages.iterdir()) == [
        "document-1.html",
        "document-2.html",
        "list.html",
        "pages.json",
    ]


def test_a_second_lies_between_requests(
    environment: dict[str, str], site: DemoSite, waits: list[float]
) -> None:
    run(environment, "new", column(site, "qingxi"), "--name", "qingxi")
    assert len(waits) == 3  # after robots.txt: the list, two documents
    assert all(0.5 < waited <= 1.0 for waited in waits)


def test_new_sees_a_gazette_in_an_index_of_issues(
    environment: dict[str, str], site: DemoSite
) -> None:
    done = run(environment, "new", column(site, "gazette"), "--name", "gazette")
    assert done.exit_code == 0, done.output
    row = listed(environment)["gazette"]
    assert (row["platform"], row["sources"][0]["kind"]) == ("govcn", "gazette")
    assert "an index of" in done.output


def test_a_gazette_of_pages_is_checked_down_to_its_articles(
    environment: dict[str, str], site: DemoSite
) -> None:
    """Years, then issues, then the articles of the newest: three requests."""
    describe(environment, site, "qingxi")
    path = folder(environment) / "demo" / "qingxi.toml"
    text = path.read_text(encoding="utf-8").replace('"normative"', '"gazette"')
    path.write_text(text.replace("/zwgk/zfwj/", "/zfgb/"), encoding="utf-8")
    years = '<ul><li><a href="/zfgb/2026/">2026年</a></li><li><a href="/zfgb/2025/">2025年</a></li></ul>'
    issues = '<ul><li><a href="/zwgk/zfwj/index_1.html">第1期</a></li><li><a href="/zwgk/zfwj/">第2期</a></li></ul>'
    for place, page in (("/zfgb/", years), ("/zfgb/2026/", issues)):
        site.overrides["qingxi", place] = Answer(
            f"<html><body>{page}</body></html>".encode(), "text/html"
        )
    done = run(environment, "check", "--live")
    assert "qingxi/documents  ok  2 issues, 7 entries" in done.output, done.output


def test_new_finds_the_columns_of_a_home_page(environment: dict[str, str], site: DemoSite) -> None:
    done = run(environment, "new", site.addresses["qingxi"] + "/", "--name", "home")
    assert done.exit_code == 0, done.output
    assert [s["url"] for s in listed(environment)["home"]["sources"]] == [column(site, "qingxi")]
    assert not (folder(environment) / "drafts" / "home.pages").exists()


def test_new_overwrites_nothing(environment: dict[str, str], site: DemoSite) -> None:
    describe(environment, site, "qingxi")
    before = (folder(environment) / "demo" / "qingxi.toml").read_bytes()
    done = run(environment, "new", column(site, "qingxi"), "--name", "qingxi")
    assert done.exit_code == 1
    assert "qingxi is taken" in done.output
    assert (folder(environment) / "demo" / "qingxi.toml").read_bytes() == before
    assert run(environment, "new", column(site, "qingxi"), "--name", "Qingxi").exit_code == 2


def test_new_says_why_it_cannot_see(environment: dict[str, str], site: DemoSite) -> None:
    blocked = Answer(b"<html><script>$_ts={}</script></html>", "text/html", 412)
    site.overrides["qingxi", "/zwgk/zfwj/"] = blocked
    done = run(environment, "new", column(site, "qingxi"), "--name", "qingxi")
    assert done.exit_code == 1
    assert ": blocked: " in done.output
    assert not list(folder(environment).rglob("*.toml"))
    refused = {**environment, "GONGBAO_ALLOW_PRIVATE": "false"}
    assert "private address" in run(refused, "new", column(site, "qingxi")).output


def test_a_draft_is_not_done_until_it_is_reviewed(
    environment: dict[str, str], site: DemoSite
) -> None:
    """Region by hand, records accepted, each reviewed: only then the check holds."""
    run(environment, "new", column(site, "qingxi"), "--name", "qingxi")
    path = folder(environment) / "drafts" / "qingxi.toml"
    problems = run(environment, "check")
    assert problems.exit_code == 1
    assert "region: 000000 is a draft's placeholder" in problems.output
    assert "gongbao portal accept qingxi" in problems.output
    path.write_text(path.read_text(encoding="utf-8").replace("000000", "330100"), encoding="utf-8")
    assert run(environment, "accept", "qingxi").exit_code == 0
    fresh = run(environment, "check")
    assert fresh.exit_code == 1
    assert fresh.output.count("not reviewed") == 3
    expected = sorted(path.with_name("qingxi.pages").glob("*.expected.json"))
    for record in expected:
        text = record.read_text(encoding="utf-8")
        record.write_text(text.replace('"reviewed": false', '"reviewed": true'), encoding="utf-8")
    assert run(environment, "check").output == "1 portal files, 0 wrong\n"
    document = json.loads(expected[0].read_text(encoding="utf-8"))["record"]
    assert document["issuers"]
    assert document["text"]
    rows = json.loads(expected[-1].read_text(encoding="utf-8"))["record"]["entries"]
    assert len(rows) == 7


def test_a_renamed_column_keeps_its_pages(environment: dict[str, str], site: DemoSite) -> None:
    run(environment, "new", column(site, "qingxi"), "--name", "qingxi", "--region", "330100")
    path = folder(environment) / "drafts" / "qingxi.toml"
    text = path.read_text(encoding="utf-8").replace('"documents"', '"orders"')
    path.write_text(text, encoding="utf-8")
    assert run(environment, "accept", "qingxi").exit_code == 0
    second = '\n[[sources]]\nname = "b"\ntitle = "b"\nkind = "notice"\nurl = "https://b.example/"\n'
    path.write_text(text + second, encoding="utf-8")
    told = run(environment, "check").output
    assert "qingxi.pages/pages.json: no source is named documents" in told


def test_a_field_read_otherwise_is_named(environment: dict[str, str], site: DemoSite) -> None:
    """A failing expectation says which field of which page, what is read and what was expected."""
    run(environment, "new", column(site, "qingxi"), "--name", "qingxi", "--region", "330100")
    run(environment, "accept", "qingxi")
    place = folder(environment) / "drafts" / "qingxi.pages" / "document-1.html.expected.json"
    found = json.loads(place.read_text(encoding="utf-8"))
    title = found["record"]["title"]
    found["record"]["title"], found["reviewed"] = "别的标题", True
    place.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    line = f'qingxi.pages/document-1.html: title: "{title}" is read, "别的标题" expected'
    assert line in run(environment, "check", "qingxi").output.splitlines()
    run(environment, "accept", "qingxi")  # what a person reviewed is not written over
    assert json.loads(place.read_text(encoding="utf-8"))["record"]["title"] == "别的标题"


def test_a_live_check_proves_the_columns_it_reads(
    environment: dict[str, str], site: DemoSite
) -> None:
    describe(environment, site, "yunling", "gazette")
    assert {row["standing"] for row in listed(environment).values()} == {"unverified"}
    done = run(environment, "check", "--live")
    assert done.exit_code == 0, done.output
    assert "yunling/plans  ok  " in done.output
    assert "gazette/gazette  ok  3 issues, " in done.output
    rows = listed(environment)
    assert {row["standing"] for row in rows.values()} == {"verified"}
    assert rows["yunling"]["sources"][0]["verified_on"] == max(
        s["verified_on"] for s in rows["yunling"]["sources"]
    )
    assert "2 verified, 0 unverified, 0 disabled" in run(environment, "list").output


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (Answer(b"gone", "text/html", 404), "gone"),
        (Answer(b"<html>$_ts</html>", "text/html", 412), "blocked"),
        (Answer(b"<html></html>", "text/html", 500), "down"),
        (Answer("<html><body><p>栏目建设中</p></body></html>".encode(), "text/html"), "empty"),
    ],
)
def test_a_live_check_that_fails_proves_nothing(
    environment: dict[str, str], site: DemoSite, answer: Answer, outcome: str
) -> None:
    describe(environment, site, "qingxi")
    site.overrides["qingxi", "/zwgk/zfwj/"] = answer
    done = run(environment, "check", "--live", "qingxi")
    assert done.exit_code == 1
    assert f"qingxi/documents  {outcome}  " in done.output
    assert listed(environment)["qingxi"]["standing"] == "unverified"


def test_a_live_check_of_what_does_not_answer(environment: dict[str, str], site: DemoSite) -> None:
    """Nobody listens, or listens without TLS: told apart, and no portal keeps the others from being asked."""
    describe(environment, site, "qingxi", "liuhe", "yunling")
    files = folder(environment) / "demo"
    for name, old, new in (
        ("qingxi", site.addresses["qingxi"], "http://127.0.0.1:9"),
        ("liuhe", "http:", "https:"),
    ):
        path = files / f"{name}.toml"
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    told = run(environment, "check", "--live").output
    for line in ("qingxi/documents  down  ", "liuhe/notices  tls  ", "yunling/documents  ok  "):
        assert line in told


def test_a_site_that_leads_in_a_circle_to_set_a_cookie(
    environment: dict[str, str], site: DemoSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """302 to itself until the cookie comes back; a circle without end is no answer."""
    describe(environment, site, "qingxi")
    serve = site.answer

    def answer(name: str, target: str, form: str, headers: Mapping[str, str]) -> Answer:
        if target != "/zwgk/zfwj/" or "CT6T=1" in headers.get("Cookie", ""):
            return serve(name, target, form, headers)
        asked = (("Location", target), ("Set-Cookie", "CT6T=1; Path=/; HttpOnly"))
        return Answer(b"", "text/html", 302, asked)

    for server in site._servers:
        monkeypatch.setattr(server, "answer", answer)
    assert "qingxi/documents  ok  7 entries" in run(environment, "check", "--live").output
    circle = Answer(b"", "text/html", 302, (("Location", "/zwgk/zfwj/"),))
    site.overrides["qingxi", "/zwgk/zfwj/"] = circle
    assert "qingxi/documents  failed  " in run(environment, "check", "--live").output


def test_a_live_check_obeys_robots(environment: dict[str, str], site: DemoSite) -> None:
    describe(environment, site, "qingxi")
    site.overrides["qingxi", "/robots.txt"] = Answer(
        b"User-agent: *\nDisallow: /zwgk/", "text/plain"
    )
    before = len(site.requests("qingxi", "/zwgk/zfwj/"))
    done = run(environment, "check", "--live")
    assert "qingxi/documents  blocked  robots.txt forbids it" in done.output
    assert len(site.requests("qingxi", "/zwgk/zfwj/")) == before


def test_one_source_is_checked_by_name(environment: dict[str, str], site: DemoSite) -> None:
    describe(environment, site, "yunling", "qingxi")
    done = run(environment, "check", "--live", "yunling/plans")
    assert done.exit_code == 0, done.output
    assert done.output.splitlines()[0] == "1 portal files, 0 wrong"
    assert len(done.output.splitlines()) == 2
    assert isinstance(run(environment, "check", "nobody").exception, LookupError)
    assert isinstance(run(environment, "check", "--live", "yunling/no").exception, LookupError)


def test_disabled_columns_are_left_alone(environment: dict[str, str], site: DemoSite) -> None:
    describe(environment, site, "qingxi")
    path = folder(environment) / "demo" / "qingxi.toml"
    path.write_text(path.read_text(encoding="utf-8") + 'disabled = "moved"\n', encoding="utf-8")
    done = run(environment, "check", "--live")
    assert done.output == "1 portal files, 0 wrong\n"
    assert listed(environment)["qingxi"]["standing"] == "disabled"


def test_import_drafts_what_is_not_known(environment: dict[str, str]) -> None:
    path = folder(environment) / "ours.toml"
    path.write_text(
        'title = "我们的财政部"\nlevel = "ministry"\nregion = "100000"\nplatform = "auto"\n'
        'url = "https://www.mof.gov.cn/"\nissuers = ["财政部"]\n[[sources]]\nname = "a"\n'
        'title = "a"\nkind = "notice"\nurl = "https://www.mof.gov.cn/a/"\n',
        encoding="utf-8",
    )
    done = run(environment, "import")
    assert done.exit_code == 0, done.output
    assert done.output.splitlines()[-1].endswith("sites listed, 1 known, 74 drafted")
    rows = listed(environment)
    assert "mof" not in rows
    assert {rows[n]["level"] for n in ("moe", "zj", "govcn")} == {"ministry", "province", "central"}
    assert rows["hlj"]["region"] == "230000"
    assert run(environment, "check").exit_code == 0
    kept = folder(environment) / "drafts" / "moe.toml"
    kept.write_text(kept.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    again = run(environment, "import", "--folder", str(folder(environment) / "drafts"))
    assert again.output == "75 sites listed, 75 known, 0 drafted\n"
    assert kept.read_text(encoding="utf-8").endswith("# mine\n")


def test_the_commands_are_listed() -> None:
    told = CliRunner().invoke(cli, ["portal", "--help"], env=dict(os.environ)).output
    for name in ("list", "check", "new", "accept", "import"):
        assert name in told
