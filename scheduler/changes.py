"""Which Change, if any, lies between what people were told of a Document and what is there now."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from scheduler.diff import compare_texts, compare_values
from scheduler.wording import describe_edits, describe_value
from storage.outcome import ChangeKind, PublicationState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scheduler.diff import Operation, Redline

ENDED = frozenset({"repealed", "expired"})
VALIDITY = {"in_force": "有效", "repealed": "已废止", "expired": "已失效", "amended": "已修改"}
FIELDS = {
    "title": "标题",
    "document_number": "发文字号",
    "issuers": "发文机关",
    "written_on": "成文日期",
    "effective_on": "施行日期",
    "expires_on": "废止日期",
    "validity": "有效性",
}
LOUD = frozenset({"title", "document_number", "written_on", "effective_on", "expires_on"})
PRECEDENCE = tuple(ChangeKind)
NOT_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class State:
    """The condition of a Document's canonical Publication: as it was told last, or as it is now.

    A told State that is quarantined carries the last good content, which still speaks.
    """

    publication: PublicationState = PublicationState.LIVE
    content_hash: str | None = None
    title: str | None = None
    document_number: str | None = None
    issuers: tuple[str, ...] = ()
    written_on: str | None = None
    effective_on: str | None = None
    expires_on: str | None = None
    validity: str | None = None
    text: str = ""
    attachment_hashes: tuple[str, ...] = ()  # text hashes; order does not count
    earlier_hashes: frozenset[str] = frozenset()  # of contents told before this one

    @classmethod
    def from_record(
        cls,
        record: Mapping[str, Any],
        *,
        state: str = PublicationState.LIVE,
        content_hash: str | None = None,
        attachment_hashes: Iterable[str] = (),
        earlier_hashes: Iterable[str] = (),
    ) -> State:
        """The State of a record (docs/record.md); without `content_hash` the record's own."""
        return cls(
            publication=PublicationState(state),
            content_hash=content_hash or record.get("content_hash"),
            issuers=tuple(record.get("issuers") or ()),
            text=record.get("text") or "",
            attachment_hashes=tuple(sorted(attachment_hashes)),
            earlier_hashes=frozenset(earlier_hashes),
            **{name: record.get(name) for name in FIELDS if name != "issuers"},
        )

    def value(self, name: str) -> str | None:
        """One of `FIELDS` as a text to compare and to show."""
        value = getattr(self, name)
        return "、".join(value) or None if isinstance(value, tuple) else value


@dataclass(frozen=True)
class Detected:
    """A Change before it has an id.

    `operations`: one `{"op": "field", "name", "label", "spans"}` for each value that changed and
    `{"op": "attachments", "inserted", "deleted"}` when theirs did, then those of the text.
    """

    kind: ChangeKind
    summary: str
    silent: bool = False
    inserted: int = 0
    deleted: int = 0
    operations: list[Operation] = field(default_factory=list)
    truncated: bool = False
    kinds: tuple[ChangeKind, ...] = ()  # every kind that applies, in order of precedence
    clauses: tuple[str, ...] = ()  # what the summary says of each of them, without its mark


def detect_change(
    old: State | None, new: State, *, copies: Iterable[str] = (), time_limit: float = 1.0
) -> Detected | None:
    """The one Change between two States, or None. `copies`: where else a withdrawn one stands."""
    if old is None:
        return _first_sight(new)
    moves = _state_kinds(old, new)
    if new.publication is PublicationState.QUARANTINED and not moves:
        return None
    if new.publication is PublicationState.WITHDRAWN:
        return _withdrawn(moves, copies)
    difference = _Difference(old, new, time_limit)
    kinds = sorted({*moves, *difference.kinds()}, key=PRECEDENCE.index)
    return difference.to_detected(kinds) if kinds else None


def is_baseline(
    document_date: str | None,
    source_first_seen_on: date,
    *,
    baseline_days: int,
    before_complete_sweep: bool,
) -> bool:
    """Whether a document was there before we came, and is no news: a first look tells nothing."""
    day = latest_day(document_date)
    if day is None:
        return before_complete_sweep
    return day < source_first_seen_on - timedelta(days=baseline_days)


def is_back_dated(
    document_date: str | None, detected_on: date, *, baseline_days: int, baseline: bool
) -> bool:
    """Whether an old document was found late: it is news, but not of today."""
    day = latest_day(document_date)
    return not baseline and day is not None and day < detected_on - timedelta(days=baseline_days)


def latest_day(text: str | None) -> date | None:
    """The last day an ISO date, as exact as known, can mean; None when it is none."""
    found = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?![\d])", text or "")
    if not found:
        return None
    year, month = int(found[1]), int(found[2] or 12)
    try:
        return date(year, month, int(found[3] or monthrange(year, month)[1]))
    except ValueError:
        return None


def _first_sight(new: State) -> Detected | None:
    if new.publication in (PublicationState.QUARANTINED, PublicationState.WITHDRAWN):
        return None
    number = f"（{new.document_number}）" if new.document_number else ""
    summary = f"【{ChangeKind.NEW.label}】{new.title or '无标题'}{number}"
    return Detected(ChangeKind.NEW, summary, kinds=(ChangeKind.NEW,))


def _state_kinds(old: State, new: State) -> list[ChangeKind]:
    before, after = old.publication, new.publication
    if after is PublicationState.QUARANTINED:
        return [] if before is after else [ChangeKind.TAMPERED]
    if after is PublicationState.WITHDRAWN:
        return [] if before is after else [ChangeKind.WITHDRAWN]
    return [ChangeKind.RESTORED] if before is PublicationState.WITHDRAWN else []


def _withdrawn(moves: list[ChangeKind], copies: Iterable[str]) -> Detected | None:
    if not moves:
        return None
    where = "、".join(copies)
    told = f"；仍见于{where}" if where else ""
    summary = f"【{ChangeKind.WITHDRAWN.label}】原页面已不可访问{told}"
    return Detected(ChangeKind.WITHDRAWN, summary, kinds=(ChangeKind.WITHDRAWN,))


class _Difference:
    """What of the substance differs between two States."""

    def __init__(self, old: State, new: State, time_limit: float) -> None:
        self.old, self.new, self.time_limit = old, new, time_limit
        same = old.content_hash is not None and old.content_hash == new.content_hash
        self.returned = _is_return(old, new)
        self.fields = [] if same else [n for n in FIELDS if _key(old, n) != _key(new, n)]
        self.texts = _comparable(old, new)
        self.text = not same and len({_squeeze(text) for text in self.texts}) > 1
        self.gone, self.come = (0, 0) if same else _count_attachments(old, new)
        self.content = self.text or bool(self.gone or self.come)
        self.repealed = "validity" in self.fields and _is_end(old, new)

    def kinds(self) -> set[ChangeKind]:
        """The kinds the substance gives reason for."""
        found = {ChangeKind.REPEALED} if self.repealed else set()
        if self.returned and (self.content or self.fields):
            return found | {ChangeKind.REVERTED}
        if self.content:
            found.add(ChangeKind.REVISED)
        if self._other_fields():
            found.add(ChangeKind.METADATA)
        return found

    def _other_fields(self) -> list[str]:
        return [name for name in self.fields if not (self.repealed and name == "validity")]

    def to_detected(self, kinds: list[ChangeKind]) -> Detected:
        """The Change these kinds make together, the first of them naming it."""
        redline = self._redline()
        clauses = tuple(self._clause(kind, redline) for kind in kinds)
        told = zip(kinds, clauses, strict=True)
        loud = bool(LOUD & set(self.fields))
        foreign = kinds[0] is ChangeKind.TAMPERED
        return Detected(
            kind=kinds[0],
            summary="；".join(f"【{kind.label}】{clause}" for kind, clause in told),
            silent=self.content and not loud and not foreign,
            inserted=redline.inserted if redline else 0,
            deleted=redline.deleted if redline else 0,
            operations=[*self._value_operations(), *(redline.operations if redline else ())],
            truncated=redline.truncated if redline else False,
            kinds=tuple(kinds),
            clauses=clauses,
        )

    def _redline(self) -> Redline | None:
        if not self.text:
            return None
        return compare_texts(*self.texts, time_limit=self.time_limit)

    def _clause(self, kind: ChangeKind, redline: Redline | None) -> str:
        fixed = {
            ChangeKind.TAMPERED: "页面出现异常内容",
            ChangeKind.RESTORED: "页面重新可以访问",
            ChangeKind.REPEALED: f"标注为{_shown('validity', self.new.validity)}",
        }
        if kind in fixed:
            return fixed[kind]
        if kind is ChangeKind.METADATA:
            return self._describe_fields()
        if kind is ChangeKind.REVISED:
            return self._describe_content(redline)
        told = (self._describe_content(redline), self._describe_fields())
        return f"恢复为此前的版本：{'；'.join(part for part in told if part)}"

    def _describe_content(self, redline: Redline | None) -> str:
        text = describe_edits(redline.operations) if redline else ""
        return "；".join(part for part in (text, self._describe_attachments()) if part)

    def _describe_attachments(self) -> str:
        changed = min(self.gone, self.come)
        told = [
            (changed, "附件内容有变{}个"),
            (self.come - changed, "增加附件{}个"),
            (self.gone - changed, "删去附件{}个"),
        ]
        return "；".join(words.format(count) for count, words in told if count)

    def _describe_fields(self) -> str:
        return "；".join(
            describe_value(
                FIELDS[name], *(_shown(name, s.value(name)) for s in (self.old, self.new))
            )
            for name in self._other_fields()
        )

    def _value_operations(self) -> list[Operation]:
        found: list[Operation] = []
        for name in self.fields:
            old, new = (_shown(name, s.value(name)) or "" for s in (self.old, self.new))
            spans = compare_values(old, new)
            found.append({"op": "field", "name": name, "label": FIELDS[name], "spans": spans})
        if self.gone or self.come:
            found.append({"op": "attachments", "inserted": self.come, "deleted": self.gone})
        return found


def _key(state: State, name: str) -> str | list[str]:
    return sorted(state.issuers) if name == "issuers" else _squeeze(state.value(name) or "")


def _is_end(old: State, new: State) -> bool:
    return new.validity in ENDED and old.validity not in ENDED


def _is_return(old: State, new: State) -> bool:
    if new.content_hash is None or new.content_hash == old.content_hash:
        return False
    return new.content_hash in old.earlier_hashes | new.earlier_hashes


def _count_attachments(old: State, new: State) -> tuple[int, int]:
    before, after = Counter(old.attachment_hashes), Counter(new.attachment_hashes)
    return (before - after).total(), (after - before).total()


def _shown(name: str, value: str | None) -> str | None:
    return VALIDITY.get(value, value) if name == "validity" and value else value


def _comparable(old: State, new: State) -> tuple[str, str]:
    """Both texts; without the lines that hold the number alone where a template shows or spells it otherwise now."""
    numbers = {n for n in (old.document_number, new.document_number) if n}
    if len(numbers) != 1:
        return old.text, new.text
    sides = [part_lines(state.text, *numbers) for state in (old, new)]
    if sides[0][1] == sides[1][1]:
        return old.text, new.text
    return "\n".join(sides[0][0]), "\n".join(sides[1][0])


def part_lines(text: str, number: str) -> tuple[list[str], list[str]]:
    """The lines of the text proper, and those that hold its number alone, in any spelling."""
    lines, bare = text.splitlines(), NOT_WORDS.sub("", number)
    own = [line for line in lines if NOT_WORDS.sub("", line) == bare]
    return [line for line in lines if line not in own], own


def _squeeze(text: str) -> str:
    """The text without spaces and line breaks, but for those between figures or Latin words."""
    text = re.sub(r"(?<=[0-9A-Za-z])[\s\u200b\ufeff]+(?=[0-9A-Za-z])", "\x00", text)
    return re.sub(r"[\s\u200b\ufeff]+", "", text)
