"""The frame (iframe) of a page in its rows: validators on the Publication, the record's place on the Revision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storage.facts import FrameFacts
from storage.warc import WarcPointer

if TYPE_CHECKING:
    from storage.models import Publication, Revision


def to_validators(frame: FrameFacts | None) -> dict[str, Any] | None:
    """What a Publication keeps of its frame."""
    if frame is None:
        return None
    names = ("url", "etag", "last_modified", "payload_digest")
    return {name: getattr(frame, name) for name in names}


def to_place(frame: FrameFacts | None) -> dict[str, Any] | None:
    """What a Revision keeps of its frame."""
    if frame is None or frame.warc is None:
        return None
    warc = frame.warc
    return {"url": frame.url, "file": warc.file, "offset": warc.offset, "record": warc.record_id}


def frame_of(
    revision: Revision | None, publication: Publication | None = None
) -> FrameFacts | None:
    """The frame a Revision was read with; its validators are those of the Publication."""
    place = revision.frame if revision is not None else None
    held = publication.frame if publication is not None else None
    if place is None:
        return None if held is None else FrameFacts(**held)
    warc = WarcPointer(place["file"], place["offset"], place["record"])
    if held is None or held["url"] != place["url"]:
        return FrameFacts(place["url"], warc=warc)
    return FrameFacts(**held, warc=warc)
