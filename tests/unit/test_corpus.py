"""Every field of every page of tests/corpus: the name of a failing test says which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.corpus.case import FOLDER, PAGE_SUFFIXES, load_cases, read_once, squeeze
from tests.corpus.misses import KNOWN_MISSES

if TYPE_CHECKING:
    from crawler.items import DocumentItem
    from tests.corpus.case import Case

CASES = load_cases()

SETS = frozenset({"issuers"})
HELD = {  # fields of which the expectation names what must be among them
    "citations": lambda item: [c["document_number"] for c in item.citations],
}
DAYS = frozenset({"written_on", "published_at", "effective_on", "expires_on"})


def params() -> list[Any]:
    """One test a field a page; what is known to miss is expected to."""
    rows = [(case, name) for case in CASES for name in fields(case)]
    return [pytest.param(*row, id=f"{row[0].name}-{row[1]}", marks=known(*row)) for row in rows]


def fields(case: Case) -> list[str]:
    text = ["text"] if case.text is not None else []
    return [*case.record, *text, *(["noise"] if case.noise else [])]


def known(case: Case, name: str) -> list[pytest.MarkDecorator]:
    reason = KNOWN_MISSES.get((case.name, name))
    return [pytest.mark.xfail(reason=reason, strict=True)] if reason else []


def found(item: DocumentItem, name: str) -> Any:
    """A field of the record as the expectations write it."""
    value = getattr(item, name)
    if name == "attachments":
        return [a.url for a in value]
    if name == "entries":
        return [[e["title"], e["date"]] for e in value]
    if name == "tampered":
        return value["suspected"]
    if name in DAYS:
        return value[:10] if value else None
    return squeeze(value) if isinstance(value, str) else value


def agrees(got: Any, wanted: Any, name: str) -> bool:
    """Whether a found value is the expected one; a platform may have several right names."""
    if name in SETS:
        return sorted(got) == sorted(wanted)
    if name in HELD:
        return set(wanted) <= set(got)
    if name == "platform" and isinstance(wanted, list):
        return got in wanted
    return bool(got == (squeeze(wanted) if isinstance(wanted, str) else wanted))


@pytest.mark.parametrize(("case", "name"), params())
def test_field(case: Case, name: str) -> None:
    item = read_once(case.name)
    if name == "text":
        assert [squeeze(x) for x in item.text.splitlines()] == [squeeze(x) for x in case.text or []]
    elif name == "noise":
        assert [x for x in case.noise if x in item.text] == []
    else:
        got = HELD[name](item) if name in HELD else found(item, name)
        wanted = case.record[name]
        assert agrees(got, wanted, name), (
            f"{case.name}, {name}: found {got!r}, expected {wanted!r} ({item.explain.get(name)})"
        )


def test_every_file_belongs_to_a_page() -> None:
    stems = {case.name for case in CASES}
    others = {p.stem for p in FOLDER.iterdir() if p.suffix in {".json", ".text"}}
    assert others <= stems
    assert len(CASES) >= 30
    assert all(case.traps and case.record for case in CASES)


def test_known_misses_name_fields_there_are() -> None:
    assert set(KNOWN_MISSES) <= {(case.name, name) for case in CASES for name in fields(case)}


def test_the_page_that_calls_itself_gb2312_is_not() -> None:
    data = (FOLDER / "trs_gb18030.html").read_bytes()
    assert b"charset=gb2312" in data
    with pytest.raises(UnicodeDecodeError):
        data.decode("gb2312")


def test_pages_have_a_suffix_of_their_own() -> None:
    assert {p.suffix for p in FOLDER.iterdir() if p.is_file()} <= {
        *PAGE_SUFFIXES, ".json", ".text", ".py", ".md",
    }  # fmt: skip
