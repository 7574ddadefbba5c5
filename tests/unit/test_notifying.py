"""notify.toml is read strictly: what is wrong is said with rule and key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from receivers import receiving

from config.settings import ConfigError, Settings
from gongbao.cli.notify import notify
from gongbao.notifying import load_rules, rules_file
from scheduler.courier import describe_target

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """
[[rules]]
name = "浙江的计划"
filters = { category = "plan", region = "330000", q = "浙政发[2026]1号" }
kinds = ["new", "revised"]
targets = ["json://127.0.0.1:1/x", "mailtos://me:secret@mail.example?to=a@b.example"]
digest = "daily"
quiet = "22:00-07:00"

[[rules]]
name = "all"
targets = ["json://127.0.0.1:1/x"]
"""


def write(folder: Path, words: str) -> Path:
    path = folder / "notify.toml"
    path.write_text(words, encoding="utf-8")
    return path


def test_rules_are_read(tmp_path: Path) -> None:
    plans, everything = load_rules(write(tmp_path, GOOD))
    assert plans.filters.to_query() == {
        "category": "plan", "region": "330000", "q": "浙政发〔2026〕1号",
    }  # fmt: skip
    assert (plans.kinds, plans.digest) == (("new", "revised"), "daily")
    assert (everything.kinds, everything.digest, everything.quiet) == ((), "immediate", None)
    assert everything.filters.to_query() == {}


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('digest = "daily"', 'digest = "weekly"', r"rules\[1\] \(浙江的计划\): digest: 'weekly'"),
        ('quiet = "22', 'quite = "22', r"unknown key quite \(did you mean quiet\?\)"),
        ("22:00-07:00", "22-7", "quiet: '22-7' is no span"),
        ("22:00-07:00", "07:00-07:00", "quiet"),
        ('category = "plan"', 'category = "plans"', "filters: category: 'plans' is none of"),
        ('category = "plan"', 'colour = "red"', "filters: colour: no such filter"),
        ('["new", "revised"]', '["news"]', "kinds: 'news' is none of tampered, withdrawn"),
        ('["new", "revised"]', '"new"', "kinds: a list of texts"),
        ('name = "all"', 'name = "浙江的计划"', "two rules by the name"),
        ('name = "all"', "name = 7", r"rules\[2\]: name"),
        ('targets = ["json://127.0.0.1:1/x"]', "targets = []", "at least one"),
        ('targets = ["json://127.0.0.1:1/x"]', "", "targets: a list"),
        ('targets = ["json://127.0.0.1:1/x"]', 'targets = ["nope://s3cret"]', "no Apprise address"),
        ("[[rules]]", "[[rule]]", r"unknown key rule \(did you mean rules\?\)"),
        ("[[rules]]", "[[rules]", "notify.toml"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    assert old in GOOD
    with pytest.raises(ConfigError, match=complaint) as caught:
        load_rules(write(tmp_path, GOOD.replace(old, new)))
    assert "s3cret" not in str(caught.value)


def test_the_file_of_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert rules_file(Settings()) is None
    path = write(tmp_path, GOOD)
    found = rules_file(Settings())
    assert found is not None
    assert found.resolve() == path
    with pytest.raises(ConfigError, match="NOTIFY_FILE: no such file"):
        rules_file(Settings(notify_file=tmp_path / "other.toml"))


def test_receivers_are_shown_without_secrets() -> None:
    shown = describe_target("mailtos://me:secret@mail.example?to=a@b.example")
    assert shown.startswith("mailtos://")
    assert "secret" not in shown


def ask(settings: Settings, *arguments: str) -> Any:
    return CliRunner().invoke(notify, arguments, obj=settings)


def test_list_and_test(tmp_path: Path) -> None:
    with receiving() as receiver, receiving(status=500) as broken:
        words = GOOD.replace('"json://127.0.0.1:1/x"]', f'"{receiver.target}", "{broken.target}"]')
        database = f"sqlite:///{tmp_path / 'none.db'}"
        settings = Settings(database_url=database, notify_file=write(tmp_path, words))
        listed = ask(settings, "list", "--json")
        assert listed.exit_code == 0
        assert '"name": "all"' in listed.stdout
        assert "secret" not in listed.stdout
        assert receiver.arrivals == 0  # looking sends nothing
        tested = ask(settings, "test", "all")
        assert tested.exit_code == 1
        assert "ok" in tested.stdout
        assert "not taken" in tested.stdout
        assert "测试" in receiver.messages[0]["title"]
    assert isinstance(ask(settings, "test", "nobody").exception, LookupError)
