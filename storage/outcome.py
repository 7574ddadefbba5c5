"""The closed sets of outcomes and states; every other room speaks in these words."""

from __future__ import annotations

from enum import StrEnum


class PageOutcome(StrEnum):
    """How asking for one page ended (`gongbao status`, counters `gongbao/pages/…`)."""

    OK = "ok"  # read; new or changed or the same
    UNCHANGED = "unchanged"  # 304, or the very payload stored before
    GONE = "gone"  # 404, 410, or a 200 that says so
    BLOCKED = "blocked"  # a wall answered: challenge, WAF page, 403, 412, 521
    THROTTLED = "throttled"  # 429, 503 with Retry-After, substitution under load
    DOWN = "down"  # no connection, time-out, 5xx
    TLS = "tls"  # the handshake failed
    ENCODING = "encoding"  # bytes that are no text in any declared or detected charset
    HIJACKED = "hijacked"  # foreign content where the document stood
    SHELL = "shell"  # a frame without the text
    HOME = "home"  # redirected to the portal's home page
    FAILED = "failed"  # anything else: truncated, too large, unreadable


class SourceOutcome(StrEnum):
    """How a visit to one column ended."""

    OK = "ok"  # the list was read
    UNCHANGED = "unchanged"  # the list answered 304 or held nothing new
    EMPTY = "empty"  # fewer entries than the source's checks demand
    GONE = "gone"
    BLOCKED = "blocked"
    THROTTLED = "throttled"
    DOWN = "down"
    TLS = "tls"
    ENCODING = "encoding"
    FAILED = "failed"
    NEVER = "never"  # not visited yet
    DISABLED = "disabled"  # switched off in its portal file, with a reason


HEALTHY = frozenset({SourceOutcome.OK, SourceOutcome.UNCHANGED, SourceOutcome.DISABLED})
TROUBLED_PAGES = frozenset(
    {
        PageOutcome.BLOCKED,
        PageOutcome.THROTTLED,
        PageOutcome.DOWN,
        PageOutcome.TLS,
        PageOutcome.ENCODING,
        PageOutcome.FAILED,
    }
)


class ListingState(StrEnum):
    """What became of an address seen in a column."""

    LISTED = "listed"  # waits to be fetched
    FETCHED = "fetched"
    FAILED = "failed"  # will be tried again
    GONE = "gone"  # the list names it, the portal does not have it


class PublicationState(StrEnum):
    """Where a Document stands at one address."""

    LIVE = "live"
    ABSENT = "absent"  # missing, not yet confirmed
    WITHDRAWN = "withdrawn"
    QUARANTINED = "quarantined"  # hijacked; the last good Revision speaks
    MOVED = "moved"  # gone from here; the same portal carries the Document at another address


class Presence(StrEnum):
    """What a known address shows when it is read again."""

    SAME = "same"  # its Document, edited or not
    STUB = "stub"  # its title above next to nothing: believed when seen twice
    OTHER = "other"  # another Document
    DOUBTFUL = "doubtful"  # perhaps another Document: believed when seen twice
    GONE = "gone"  # nothing of it
    DOWN = "down"  # words of a site that does not work at the moment
    BLOCKED = "blocked"  # a login or the like


class ChangeKind(StrEnum):
    """What people are told. Order is precedence where several apply."""

    TAMPERED = "tampered"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    REPEALED = "repealed"
    REVERTED = "reverted"
    REVISED = "revised"
    METADATA = "metadata"
    NEW = "new"

    @property
    def label(self) -> str:
        """The word people read: 【修订】 and so on."""
        return CHANGE_LABELS[self]


CHANGE_LABELS = {
    ChangeKind.TAMPERED: "疑似篡改",
    ChangeKind.WITHDRAWN: "下架",
    ChangeKind.RESTORED: "恢复",
    ChangeKind.REPEALED: "废止",
    ChangeKind.REVERTED: "回退",
    ChangeKind.REVISED: "修订",
    ChangeKind.METADATA: "信息变更",
    ChangeKind.NEW: "新增",
}
