"""Boilerplate learned from the archive: what a portal prints around every text of a column (pipelines.boilerplate)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.boilerplate import LEAST, learn
from storage import frontier, reading

if TYPE_CHECKING:
    from portals.schema import Portal
    from storage.session import Session

TEXTS = 200  # the newest texts that are looked at
GROWTH = 1.5  # times the texts of the last lesson before the next one


def learn_boilerplate(session: Session, portal: Portal) -> int:
    """Let each column of a portal learn when its archive has grown; returns how many lines are new.

    What was learned stays: the texts of today no longer show it. Pages are read again with it before they are compared.
    """
    found = 0
    for definition in portal.sources:
        source = frontier.get_source(session, portal.name, definition.name)
        texts = reading.newest_texts(session, source, TEXTS)
        if len(texts) < max(LEAST, min(TEXTS, GROWTH * source.boilerplate_texts)):
            continue
        known = frozenset(source.boilerplate)
        learned = known | learn(texts)
        found += len(learned - known)
        source.boilerplate, source.boilerplate_texts = sorted(learned), len(texts)
    return found
