"""The write side of search: every Document has an entry, brought up to date in the transaction that changes it."""

from __future__ import annotations

import hashlib
import logging
import re
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import String, and_, bindparam, delete, func, insert, select, text, update
from sqlalchemy import cast as sql_cast

from storage import search_postgresql, search_sqlite
from storage.models import Attachment, Document, Publication, PublicationSource, Revision
from storage.search_table import LIMIT, Entry, Issuers, Place, Places

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import ModuleType

    from sqlalchemy import Table
    from sqlalchemy.orm import Session

log = logging.getLogger(__name__)
PERIOD_BITS = (
    18  # of an entry's id: its number within its quarter, or among the undated if too many
)
PERIODS = 5  # of a year: dates known to the year alone, and four quarters
UNDATED = 10_000 * PERIODS
DATED = re.compile(r"(\d{4})(?:-(\d{2}))?", re.ASCII)
BATCH = 500
EARLY = (0, 9)  # batches after which the plans made for empty tables are to be thrown away
REPORTED = 10_000  # so many documents between two lines of the log
NO_WORDS = ""  # the digest of an entry that is found by none


ENTRY, DOCUMENT = cast("Table", Entry.__table__), cast("Table", Document.__table__)
STANDS, COLUMNS = (cast("Table", each.__table__) for each in (Publication, PublicationSource))
MEMBERS = (
    select(func.aggregate_strings(
        STANDS.c.portal.concat("/").concat(sql_cast(func.coalesce(COLUMNS.c.source_id, 0), String)), " "
    ))
    .select_from(STANDS.outerjoin(COLUMNS, COLUMNS.c.publication_id == STANDS.c.id))
    .where(STANDS.c.document_id == bindparam("document"))
)  # fmt: skip
DESCRIPTION = (
    select(
        ENTRY.c.id, ENTRY.c.digest, DOCUMENT.c.written_on, DOCUMENT.c.published_at, DOCUMENT.c.category,
        DOCUMENT.c.validity, DOCUMENT.c.issuers, MEMBERS.scalar_subquery().label("members"),
    )
    .select_from(DOCUMENT.outerjoin(ENTRY, ENTRY.c.document_id == DOCUMENT.c.id))
    .where(DOCUMENT.c.id == bindparam("document"))
)  # fmt: skip
ADD = insert(ENTRY)
NEIGHBOURS = text(
    "SELECT (SELECT id FROM search_issuers WHERE names = :names) AS issuers,"
    " (SELECT id FROM search_places WHERE key = :key) AS places,"
    " (SELECT max(id) FROM search_entries WHERE id >= :first AND id < :end) AS last"
)


def words_of_database(session: Session) -> ModuleType:
    """The module that knows the full-text tables of this kind of database."""
    return search_sqlite if session.get_bind().dialect.name == "sqlite" else search_postgresql


def index_document(session: Session, document_id: int, title: str, body: Sequence[str]) -> None:
    """Make a Document found by its title, and by its number, text and files, and by nothing it had before."""
    session.flush()
    known = _read(session, document_id)
    digest = _digest(title, body)
    entry_id = _place_entry(session, document_id, known, digest)
    if (entry_id, digest) != (known.id, known.digest):
        words_of_database(session).post(session, entry_id, title, body)


def describe_document(session: Session, document_id: int) -> None:
    """Make a Document listed, filtered and counted by what it is now; its words stay as they are."""
    session.flush()
    known = _read(session, document_id)
    if known.id is None:
        _place_entry(session, document_id, known, NO_WORDS)
    else:
        _redescribe(session, known)


def note_place(session: Session, publication_id: int) -> None:
    """A Publication stands in one more column: its Document is filtered and counted by it, once it is indexed."""
    session.flush()
    known = _read(session, session.get_one(Publication, publication_id).document_id)
    if known.id is not None:
        _redescribe(session, known)


def forget_document(session: Session, document_id: int) -> None:
    """Let a dissolved Document be found no more."""
    session.flush()
    found = session.scalar(select(Entry.id).where(Entry.document_id == document_id))
    if found is not None:
        _bury(session, found)


def index_missing(session: Session) -> int:
    """Index the Documents that have no entry, the newest first; returns how many."""
    waiting = list_missing(session)
    if waiting:
        words_of_database(session).expect_many(session, len(waiting))
    for start, some in enumerate(batched(waiting)):
        if start % (REPORTED // BATCH) == 0 and len(waiting) >= BATCH:
            log.info("search index: %s of %s documents", f"{start * BATCH:,}", f"{len(waiting):,}")
        index_documents(session, some)
        if start in EARLY:
            words_of_database(session).count_anew(session)
    if waiting:
        settle_index(session)
    return len(waiting)


def list_missing(session: Session) -> list[int]:
    """Ids of the Documents that have no entry, the newest first: so they are written in order of their places."""
    dated = func.coalesce(Document.written_on, Document.published_at, "")
    listed = select(Entry.document_id).where(Entry.document_id == Document.id).exists()
    query = select(Document.id).where(~listed).order_by(dated.desc(), Document.id.desc())
    return list(session.scalars(query))


def batched(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Ids in as many as are indexed at once."""
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


def index_documents(session: Session, ids: Sequence[int]) -> None:
    """Index Documents by what is stored of them."""
    words_of_database(session).expect_many(session, len(ids))
    for document_id, title, body in _readable(session, ids):
        if title is None:
            describe_document(session, document_id)
        else:
            index_document(session, document_id, title, body)


def settle_index(session: Session) -> None:
    """After much was written: what was written in pieces is brought together, which takes a while."""
    words_of_database(session).settle(session)


def clear_index(session: Session) -> None:
    """Forget everything; `index_missing` makes it anew."""
    words_of_database(session).clear(session)
    for table in (Entry, Issuers, Place, Places):
        session.execute(delete(table))


def _readable(
    session: Session, ids: Sequence[int]
) -> Iterator[tuple[int, str | None, Sequence[str]]]:
    """Documents with the title and the parts of the text they are found by; no title: nothing may be shown."""
    speaking = and_(Revision.id == Publication.current_id, Revision.tampered.is_(False))
    query = (
        select(Document.id, Document.number, Revision.id, Revision.title, Revision.text)
        .outerjoin(Publication, Publication.id == Document.canonical_id)
        .outerjoin(Revision, speaking)
        .where(Document.id.in_(ids))
    )
    rows = {row[0]: row[1:] for row in session.execute(query)}
    files = _read_files(session, [row[1] for row in rows.values() if row[1] is not None])
    for key in ids:
        number, revision_id, title, words = rows[key]
        yield key, title, (number or "", words or "", *files.get(revision_id, ()))


def _read_files(session: Session, revisions: Sequence[int]) -> dict[int, list[str]]:
    files: dict[int, list[str]] = {}
    query = select(Attachment.revision_id, Attachment.text).where(
        Attachment.revision_id.in_(revisions), Attachment.text.is_not(None)
    )
    for number, words in session.execute(query.order_by(Attachment.position)):
        files.setdefault(number, []).append(words or "")
    return files


def _redescribe(session: Session, known: Any) -> None:
    """The entry's place stays, for its words are there."""
    values, _ = _describe(session, known)
    del values["dated"]
    session.execute(update(Entry).where(Entry.id == known.id).values(values))


def _place_entry(session: Session, document_id: int, known: Any, digest: str) -> int:
    """The id of the Document's entry: the one it has, when these words may stand there."""
    values, last = _describe(session, known)
    values |= {"document_id": document_id, "digest": digest}
    is_fit = known.id is not None and known.digest in (digest, NO_WORDS)
    if is_fit and _is_in_place(known, values["dated"]):
        session.execute(update(Entry).where(Entry.id == known.id).values(values))
        return int(known.id)
    entry_id = _next_id(session, values["dated"], last)
    if known.id is not None:
        _bury(session, known.id)
    session.connection().execute(ADD, {"id": entry_id, **values})
    return entry_id


def _digest(title: str, body: Sequence[str]) -> str:
    whole = "\x1f".join((title, *body))
    return hashlib.sha256(whole.encode(errors="replace")).hexdigest()[:24]


def _bury(session: Session, entry_id: int) -> None:
    """The id stays taken: on SQLite its old words still point to it."""
    words_of_database(session).drop(session, entry_id)
    session.execute(update(Entry).where(Entry.id == entry_id).values(document_id=None))


def period_of(entry_id: int) -> int:
    """Which quarter's an entry is: the newest has the lowest number."""
    return entry_id >> PERIOD_BITS


def first_of(dated: str) -> int:
    """The lowest id an entry of a date may have."""
    found = DATED.match(dated)
    if found is None:
        return UNDATED << PERIOD_BITS
    quarter = min((int(found[2] or 0) + 2) // 3, PERIODS - 1)
    return (UNDATED - 1 - int(found[1]) * PERIODS - quarter) << PERIOD_BITS


def _is_in_place(known: Any, dated: str) -> bool:
    home = period_of(first_of(dated))
    return period_of(known.id) == home or period_of(known.id) >= UNDATED


def end_of(dated: str) -> int:
    """The first id that is none of this date's quarter."""
    first = first_of(dated)
    return LIMIT if period_of(first) >= UNDATED else first + (1 << PERIOD_BITS)


def _next_id(session: Session, dated: str, last: int | None) -> int:
    """The id behind the last one of a quarter; if that is full, behind the undated."""
    entry_id = max(last or 0, first_of(dated)) + 1
    if entry_id < end_of(dated):
        return entry_id
    taken = session.scalar(select(func.max(Entry.id)).where(Entry.id >= first_of("")))
    return _next_id(session, "", taken)


def _read(session: Session, document_id: int) -> Any:
    """What an entry says of a Document, as it is now, and the entry's `id` and `digest`, None if it has none."""
    return session.connection().execute(DESCRIPTION, {"document": document_id}).one()


def _describe(session: Session, row: Any) -> tuple[dict[str, Any], int | None]:
    """The values of an entry; and the last id that its quarter has."""
    dated = (row.written_on or row.published_at or "")[:10]
    names = "\n".join(dict.fromkeys(row.issuers))
    members = sorted(map(_to_member, (row.members or "").split()))
    key = " ".join(f"{portal}/{source}" for portal, source in members)
    asked = {"names": names, "key": key, "first": first_of(dated), "end": end_of(dated)}
    known = session.connection().execute(NEIGHBOURS, asked).one()
    values = {
        "dated": dated,
        "written_on": row.written_on,
        "published_at": row.published_at,
        "category": row.category,
        "validity": row.validity,
        "issuers_id": known.issuers or _insert(session, Issuers, names=names),
        "places_id": known.places or _insert_places(session, key, members),
    }
    return values, known.last


def _to_member(written: str) -> tuple[str, int]:
    portal, _, source = written.rpartition("/")
    return portal, int(source)


def _insert_places(session: Session, key: str, members: Sequence[tuple[str, int]]) -> int:
    places_id = _insert(session, Places, key=key)
    for portal, source in members:
        _insert(session, Place, places_id=places_id, portal=portal, source_id=source or None)
    return places_id


def _insert(session: Session, table: type[Issuers | Places | Place], **values: Any) -> int:
    """Without RETURNING: SQLite would write out the full-text words that wait in memory."""
    made = session.connection().execute(insert(cast("Table", table.__table__)), values)
    key = made.inserted_primary_key
    if key is None:
        raise LookupError(f"{table.__tablename__}: no id for a new row")
    return int(key[0])
