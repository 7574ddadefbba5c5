"""Static feeds: every feed with a fixed address as files, for people who serve them with a plain web server."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from feeds.archive import feed_state, load_page
from feeds.builder import build_feed
from feeds.opml import build_opml
from feeds.spec import FeedFormat
from feeds.writer import write_feed, write_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from feeds.spec import FeedSpec
    from storage.session import Session

FORMATS: tuple[FeedFormat, ...] = get_args(FeedFormat)


def write_feeds(session: Session, specs: Iterable[FeedSpec], out: Path, base_url: str) -> int:
    """Write the feeds and their OPML; unchanged files are left alone. Returns how many were written."""
    written, told = 0, []
    for spec in specs:
        written += _write(session, spec, out, base_url)
        told.append(spec)
    return written + write_file(out / "feeds.opml", build_opml(told, base_url=base_url))


def _write(session: Session, spec: FeedSpec, out: Path, base_url: str) -> int:
    page, moment = load_page(session, spec), feed_state(session, spec).moment
    return sum(
        write_feed(
            out,
            spec,
            form,
            build_feed(spec, page.entries, base_url=base_url, format=form, updated=moment),
        )
        for form in FORMATS
    )
