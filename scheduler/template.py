"""A new look of many pages is no change of any document: what many of them gained or lost is set aside. Pure."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scheduler.changes import ENDED, FIELDS, part_lines

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from scheduler.changes import State

Mark = tuple[str, str]  # came | went (with ` inside` amid the text) | field, and a key
FEW, HALF = 3, 0.5  # so many pages, when they are half of those visited
MANY, FIFTH = 5, 0.2  # or so many, when they are a fifth
MOST = 0.8  # of the pages visited, for a line amid the text
ALIKE = 0.4  # of the pairs of characters
EDITED = 40  # lines of one page: beyond it the page is another one
INSIDE = " inside"
OWN_WORDS = ("title", "document_number", "issuers", "written_on")
VAGUE = frozenset({"issuers", "written_on", "effective_on", "expires_on"})
BLANK = re.compile(r"[\s\u200b\ufeff]+")
FIGURE = re.compile(r"\d+")


@dataclass(frozen=True)
class Learned:
    """Marks found on many pages of one portal, on how many pages at most, and the words of one of them."""

    marks: frozenset[Mark]
    pages: int
    sample: str


def find_marks(old: State, new: State) -> frozenset[Mark]:
    """What one page gained and lost, in words that another page can gain and lose too."""
    before, after = _count_lines(old), _count_lines(new)
    came, went = set(after - before), set(before - after)
    outer_came = _outer(came, new, before, went)
    outer_went = _outer(went, old, after, came)
    marks = {("came" if key in outer_came else "came" + INSIDE, key) for key in came}
    marks |= {("went" if key in outer_went else "went" + INSIDE, key) for key in went}
    fields = (_field_mark(name, old.value(name), new.value(name)) for name in FIELDS)
    values = {("field", mark) for mark in fields if mark}
    return frozenset(marks | values | set(_file_marks(old, new)))


def learn(found: Sequence[Collection[Mark]], visited: int) -> Learned:
    """The marks that so many of the pages visited share that a template must have made them."""
    counts = Counter(mark for marks in found for mark in marks)
    shared = {
        mark: n
        for mark, n in counts.items()
        if (is_nearly_all if mark[0].endswith(INSIDE) else is_many)(n, visited)
    }
    pages = max(shared.values(), default=0)
    sample = next((key for kind, key in sorted(shared) if kind != "field"), "") or next(
        (key for _, key in sorted(shared)), ""
    )
    return Learned(frozenset(shared), pages, sample)


def is_many(pages: int, visited: int) -> bool:
    """Whether so many pages of those visited cannot have been edited one by one."""
    share = pages / max(visited, pages)
    return (pages >= FEW and share >= HALF) or (pages >= MANY and share >= FIFTH)


def is_nearly_all(pages: int, visited: int) -> bool:
    """Whether so many pages of those visited changed that even a line amid the text cannot be the documents' own."""
    return pages >= MANY and pages / max(visited, pages) >= MOST


def set_aside(old: State, new: State, marks: Collection[Mark]) -> tuple[State, State]:
    """Both States without what the template brought and took; the States themselves when nothing of it is there."""
    mine = find_marks(old, new) & frozenset(marks)
    if not mine:
        return old, new
    fields = _fields_of(mine, old, new)
    came = {key for kind, key in mine if kind.startswith("came")}
    went = {key for kind, key in mine if kind.startswith("went")}
    old_text, new_text = (
        _without(old, went, _count_lines(new)),
        _without(new, came, _count_lines(old)),
    )
    if "document_number" in fields:
        old_text, new_text = _unnumbered(old, old_text), _unnumbered(new, new_text)
    kept = replace(
        new,
        content_hash=None,
        text=new_text,
        **{name: getattr(old, name) for name in fields},
        attachment_hashes=_files_without(old, new, mine),
    )
    return replace(old, content_hash=None, text=old_text), kept


def _unnumbered(state: State, text: str) -> str:
    """The text without the line of a number that a template shows or hides."""
    number = state.document_number
    return "\n".join(part_lines(text, number)[0]) if number else text


def _outer(
    keys: Collection[str], state: State, other: Counter[str], rivals: Collection[str]
) -> set[str]:
    """Lines at either end that stand for no other line: a template's sooner than one amid the text or one reworded."""
    order = [key for _, key in _keyed_lines(state)]
    kept = [i for i, key in enumerate(order) if key in other]
    if not kept or len(keys) > EDITED:
        return set()
    inner = set(order[kept[0] : kept[-1] + 1])
    return {k for k in keys if k not in inner and not any(_is_alike(k, r) for r in rivals)}


def _is_alike(one: str, other: str) -> bool:
    """Whether a line may be another one reworded."""
    a, b = ({line[i : i + 2] for i in range(len(line) - 1)} for line in (one, other))
    return 2 * len(a & b) >= ALIKE * (len(a) + len(b))


def _count_lines(state: State) -> Counter[str]:
    return Counter(key for _, key in _keyed_lines(state))


def _keyed_lines(state: State) -> Iterator[tuple[str, str]]:
    """Lines, and what of them other pages may share: the page's own words and figures are blanked out."""
    own = [BLANK.sub("", state.value(name) or "") for name in OWN_WORDS]
    for line in state.text.splitlines():
        key = BLANK.sub("", line)
        for word in own:
            key = key.replace(word, "□") if len(word) > 3 else key
        if key:
            yield line, FIGURE.sub("0", key)


def _without(state: State, keys: Collection[str], other: Counter[str]) -> str:
    """The text but for as many of these lines as the other side lacks."""
    surplus = {key: count - other[key] for key, count in _count_lines(state).items() if key in keys}
    kept = []
    for line, key in _keyed_lines(state):
        if surplus.get(key, 0) > 0:
            surplus[key] -= 1
        else:
            kept.append(line)
    return "\n".join(kept)


def _field_mark(name: str, old: str | None, new: str | None) -> str | None:
    """How a value changed, in words that hold on other pages; an end of validity is always the document's own."""
    if old == new or (name == "validity" and new in ENDED):
        return None
    if not old or not new:
        return f"{name}:{'lost' if old else 'gained'}"
    if name in VAGUE:
        return f"{name}:changed"
    if old in new:
        return f"{name}:+{new.replace(old, '□', 1)}"
    if new in old:
        return f"{name}:-{old.replace(new, '□', 1)}"
    return f"{name}:{old}→{new}"


def _fields_of(mine: Iterable[Mark], old: State, new: State) -> list[str]:
    keys = {key for kind, key in mine if kind == "field"}
    return [n for n in FIELDS if _field_mark(n, old.value(n), new.value(n)) in keys]


def _file_marks(old: State, new: State) -> Iterator[Mark]:
    before, after = Counter(old.attachment_hashes), Counter(new.attachment_hashes)
    if bool(before) != bool(after):
        yield "field", f"files:{'lost' if before else 'gained'}"
    yield from (("field", f"file:+{digest}") for digest in after - before)
    yield from (("field", f"file:-{digest}") for digest in before - after)


def _files_without(old: State, new: State, mine: Collection[Mark]) -> tuple[str, ...]:
    if {("field", "files:lost"), ("field", "files:gained")} & set(mine):
        return old.attachment_hashes
    files = Counter(new.attachment_hashes)
    for kind, key in mine:
        if kind == "field" and key.startswith("file:+"):
            files[key[6:]] -= 1
        elif kind == "field" and key.startswith("file:-"):
            files[key[6:]] += 1
    return tuple(sorted(files.elements()))
