"""Portal files: what they may say, and that nothing else passes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

import portals
from portals.intervals import parse_cron, parse_interval
from portals.loader import PLATFORMS, PortalError, load_portal, load_portals
from portals.schema import Checks, ListRules

HEAD = """
title = "青溪市人民政府"
level = "city"
region = "990100"
url = "https://www.qingxi.example.cn/"
platform = "trs"
issuers = ["青溪市人民政府", "青溪市人民政府办公室"]
"""
SOURCE = """
[[sources]]
name = "gazette"
title = "政府公报"
kind = "gazette"
url = "https://www.qingxi.example.cn/zwgk/zfgb/"
"""
FULL = (
    HEAD
    + """
seen = "2026-09, by hand"
encoding = "gb18030"
user_agent = "Mozilla/5.0"
proxy = "http://127.0.0.1:3128"
robots = "the owner asked for it"

[crawl]
cron = "7 6-22 * * 1-5"
delay = 0
budget = 500

[checks]
min_items = 10
newest_within_days = 60
"""
    + SOURCE
    + """
render = true
checks.min_items = 3
list.item = "ul.list > li"
list.date = "./span[2]/text()"
document.title = "h1"
document.remove = [".share", "//div[@class='code']"]

[[sources]]
name = "plans"
title = "规划计划"
kind = "plan"
url = "https://xxgk.qingxi.example.cn:8080/ghjh/"
disabled = "moved; the new address is not known"
"""
)


def write(folder: Path, text: str, name: str = "qingxi.toml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_every_key_arrives(tmp_path: Path) -> None:
    portal = load_portal(write(tmp_path, FULL))
    gazette, plans = portal.sources
    assert (portal.name, portal.level, portal.region, portal.platform) == (
        "qingxi",
        "city",
        "990100",
        "trs",
    )
    assert portal.issuers == ("青溪市人民政府", "青溪市人民政府办公室")
    assert (portal.seen, portal.encoding, portal.user_agent) == (
        "2026-09, by hand",
        "gb18030",
        "Mozilla/5.0",
    )
    assert (portal.proxy, portal.robots) == ("http://127.0.0.1:3128", "the owner asked for it")
    assert (portal.cron, portal.every, portal.delay, portal.budget) == (
        "7 6-22 * * mon,tue,wed,thu,fri",
        None,
        0.0,
        500,
    )
    assert gazette.key == "qingxi/gazette"
    assert gazette.render is True
    assert gazette.checks == Checks(min_items=3, newest_within_days=60)
    assert gazette.list == ListRules(item="ul.list > li", date="./span[2]/text()")
    assert gazette.document.title == "h1"
    assert gazette.document.remove == (".share", "//div[@class='code']")
    assert plans.checks == Checks(min_items=10, newest_within_days=60)
    assert plans.disabled == "moved; the new address is not known"
    assert portal.hosts == {"www.qingxi.example.cn", "xxgk.qingxi.example.cn:8080"}


def test_little_is_enough(tmp_path: Path) -> None:
    portal = load_portal(write(tmp_path, HEAD + SOURCE))
    assert (portal.every, portal.cron, portal.delay, portal.budget) == (None, None, 1.0, 2000)
    assert portal.sources[0].checks == Checks()
    assert portal.disabled is None


def test_nested_tables_say_the_same_as_dotted_keys(tmp_path: Path) -> None:
    dotted = load_portal(
        write(tmp_path / "a", HEAD + SOURCE + 'list.item = "li"\nchecks.min_items = 2')
    )
    nested = load_portal(
        write(
            tmp_path / "b",
            HEAD + SOURCE + '[sources.list]\nitem = "li"\n[sources.checks]\nmin_items = 2',
        )
    )
    assert dotted.sources == nested.sources


WRONG = [
    # what replaces what, words of the message
    ('title = "青溪市人民政府"', "titel = 1", ["title: is missing", "'titel'"]),
    ('platform = "trs"', 'platform = "trs"\nisuers = []', ["isuers: unknown", "'issuers'"]),
    ('title = "青溪市人民政府"', 'title = "  "', ["title", "empty"]),
    ('title = "青溪市人民政府"', "title = 5", ["title", "text"]),
    ('level = "city"', 'level = "town"', ["level", "'town'", "nearest"]),
    ('level = "city"', 'level = "distrikt"', ["nearest is 'district'"]),
    ('region = "990100"', 'region = "9901"', ["region", "six digits"]),
    ('region = "990100"', "region = 990100", ["region", "text"]),
    ('url = "https://www.qingxi.example.cn/"', 'url = "www.qingxi.example.cn"', ["url", "address"]),
    ('url = "https://www.qingxi.example.cn/"', 'url = "ftp://q.example.cn/"', ["url", "http"]),
    ('url = "https://www.qingxi.example.cn/"', 'url = "https://q.example.cn:x/"', ["url"]),
    ('url = "https://www.qingxi.example.cn/"', 'url = "https:///zwgk/"', ["url"]),
    ('platform = "trs"', 'platform = "hanwep"', ["platform", "'hanweb'"]),
    ("issuers = [", "issuers = [5, ", ["issuers", "texts"]),
    ('issuers = ["青溪市人民政府", "青溪市人民政府办公室"]', "", ["issuers", "missing"]),
    ('kind = "gazette"', 'kind = "journal"', ["sources[1].kind", "'journal'"]),
    ('kind = "gazette"', 'knd = "gazette"', ["sources[1].kind", "missing"]),
    ('kind = "gazette"', 'kind = "gazette"\nlist.itme = "li"', ["sources[1].list.itme", "'item'"]),
    ('kind = "gazette"', 'kind = "gazette"\nlist.item = "li["', ["list.item", "CSS"]),
    ('kind = "gazette"', 'kind = "gazette"\nlist.item = "//li["', ["list.item", "XPath"]),
    ('kind = "gazette"', 'kind = "gazette"\nlist = "li"', ["list", "table"]),
    ('kind = "gazette"', 'kind = "gazette"\ndocument.remove = ["a["]', ["document.remove", "CSS"]),
    ('kind = "gazette"', 'kind = "gazette"\nrender = "yes"', ["render", "true or false"]),
    ('kind = "gazette"', 'kind = "gazette"\ndisabled = true', ["disabled", "reason"]),
    ('kind = "gazette"', 'kind = "gazette"\nchecks.min_items = -1', ["checks.min_items", "below"]),
    (
        'kind = "gazette"',
        'kind = "gazette"\nchecks.min_items = true',
        ["checks.min_items", "whole"],
    ),
    ('kind = "gazette"', 'kind = "gazette"\nchecks.newest_within_days = 0', ["newest_within_days"]),
    ('name = "gazette"', 'name = "公报"', ["name", "ASCII"]),
    ('name = "gazette"', 'name = "Gazette"', ["name", "lower-case"]),
    ("[[sources]]", '[crawl]\nevery = "soon"\n[[sources]]', ["crawl.every", "interval"]),
    ("[[sources]]", '[crawl]\nevery = "0h"\n[[sources]]', ["crawl.every"]),
    ("[[sources]]", '[crawl]\ncron = "61 * * * *"\n[[sources]]', ["crawl.cron", "minute"]),
    ("[[sources]]", '[crawl]\ncron = "* * *"\n[[sources]]', ["crawl.cron", "five"]),
    (
        "[[sources]]",
        '[crawl]\nevery = "2h"\ncron = "0 6 * * *"\n[[sources]]',
        ["crawl.cron", "not both"],
    ),
    ("[[sources]]", "[crawl]\ndelay = -1\n[[sources]]", ["crawl.delay"]),
    ("[[sources]]", "[crawl]\ndelay = nan\n[[sources]]", ["crawl.delay"]),
    ("[[sources]]", "[crawl]\nbudget = 0\n[[sources]]", ["crawl.budget"]),
    ("[[sources]]", '[crawl]\nevry = "2h"\n[[sources]]', ["crawl.evry", "'every'"]),
    ("[[sources]]", "[checks]\nmin_itmes = 2\n[[sources]]", ["checks.min_itmes", "'min_items'"]),
    ("[[sources]]", "[sources]", ["sources", "list of tables"]),
    ('platform = "trs"', 'platform = "trs"\nencoding = "gb9999"', ["encoding", "charset"]),
    ('platform = "trs"', 'platform = "trs"\nproxy = "host:1"', ["proxy"]),
    ('platform = "trs"', 'platform = "trs" oops', ["not TOML"]),
]


@pytest.mark.parametrize(("old", "new", "words"), WRONG)
def test_errors_are_one_line_that_names_file_and_key(
    tmp_path: Path, old: str, new: str, words: list[str]
) -> None:
    text = HEAD + SOURCE
    assert old in text
    path = write(tmp_path, text.replace(old, new))
    with pytest.raises(PortalError) as error:
        load_portal(path)
    message = str(error.value)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    assert [word for word in words if word not in message] == []


def test_platforms_to_come_pass_only_when_disabled(tmp_path: Path) -> None:
    text = (HEAD + SOURCE).replace(
        'platform = "trs"', 'platform = "jpaas"\ndisabled = "waits for jpaas"'
    )
    assert load_portal(write(tmp_path, text)).disabled == "waits for jpaas"


def test_source_names_stand_once(tmp_path: Path) -> None:
    with pytest.raises(PortalError, match="'gazette' stands twice"):
        load_portal(write(tmp_path, HEAD + SOURCE + SOURCE))


def test_a_portal_needs_a_source(tmp_path: Path) -> None:
    with pytest.raises(PortalError, match="at least one"):
        load_portal(write(tmp_path, HEAD))


@pytest.mark.parametrize("name", ["Qingxi.toml", "青溪.toml", "qing xi.toml", ".toml"])
def test_file_names_are_lower_case_ascii(tmp_path: Path, name: str) -> None:
    with pytest.raises(PortalError, match="lower-case ASCII"):
        load_portal(write(tmp_path, HEAD + SOURCE, name))


def test_names_are_unique_across_folders(tmp_path: Path) -> None:
    write(tmp_path / "a" / "x", HEAD + SOURCE)
    write(tmp_path / "b", HEAD + SOURCE)
    with pytest.raises(PortalError, match=r"the name qingxi is taken by .*qingxi\.toml"):
        load_portals([tmp_path / "a", tmp_path / "b"])


def test_one_folder_named_twice_is_no_conflict(tmp_path: Path) -> None:
    write(tmp_path, HEAD + SOURCE)
    assert list(load_portals([tmp_path, tmp_path])) == ["qingxi"]


def test_missing_folders_and_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(PortalError, match="no such folder"):
        load_portals([tmp_path / "none"])
    with pytest.raises(PortalError, match=r"none\.toml"):
        load_portal(tmp_path / "none.toml")


BUNDLED = load_portals([Path(portals.__file__).parent])


@pytest.mark.parametrize("name", sorted(BUNDLED))
def test_bundled_definitions(name: str) -> None:
    portal = BUNDLED[name]
    assert portal.path.stem == portal.name == name
    assert portal.seen
    assert portal.platform in PLATFORMS
    assert len(portal.path.read_text(encoding="utf-8").splitlines()) <= 40
    assert portal.every or portal.cron


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("90s", timedelta(seconds=90)),
        ("30m", timedelta(minutes=30)),
        ("2h", timedelta(hours=2)),
        ("1w", timedelta(7)),
    ],
)
def test_intervals(text: str, length: timedelta) -> None:
    assert parse_interval(text) == length


@pytest.mark.parametrize("text", ["", "2", "h", "-1h", "1.5h", "2 hours", "0m", "٣h"])
def test_what_is_no_interval(text: str) -> None:
    with pytest.raises(ValueError, match="no interval"):
        parse_interval(text)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("7 6-22 * * 1-5", "7 6-22 * * mon,tue,wed,thu,fri"),
        ("*/15 * * * *", "*/15 * * * *"),
        ("0 8,20 1 JAN mon-fri", "0 8,20 1 jan mon,tue,wed,thu,fri"),
        ("0 0 31 12 7", "0 0 31 12 sun"),
        ("0 0 * * 0,6", "0 0 * * sun,sat"),
        ("0 0 * * 5-7", "0 0 * * sun,fri,sat"),
        ("0 0 * * */3", "0 0 * * sun,wed,sat"),
    ],
)
def test_cron_lines(text: str, line: str) -> None:
    assert parse_cron(text) == line
    assert parse_cron(line) == line


@pytest.mark.parametrize(
    "text",
    [
        "* * * *",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * * 13 *",
        "* * * * 8",
        "5-1 * * * *",
        "*/0 * * * *",
        "x * * * *",
        "3/5 * * * *",
    ],
)
def test_what_is_no_cron_line(text: str) -> None:
    with pytest.raises(ValueError, match="cron"):
        parse_cron(text)
