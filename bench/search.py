"""Search in an archive of 200,000 documents: how fast, how large, beside LIKE and FTS5's trigrams.

    search.py [--documents N] [--database URL] [--folder DIR] [--rivals N]

Queries are one to six characters as they stand in the texts, a third of them with a filter, all with facets and marked
excerpts of the first page. `--folder` keeps the database for another run; `--rivals` asks LIKE and the trigrams so many
of the queries (0: none).
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import archive_rows
import archive_texts
from sqlalchemy import LargeBinary, cast, func, select, text

from storage import schema, search_index
from storage.filters import Filters
from storage.models import Document, Revision
from storage.search import find_documents
from storage.search_query import Query
from storage.session import Archive

if TYPE_CHECKING:
    from collections.abc import Callable

SEED, QUERIES, PAGES, SINGLY = 20260302, 300, 100, 500
INDEX_TABLES = ("search_words", "search_titles", "search_letters", "search_entries", "search_issuers", "search_places",
                "search_place_members")  # fmt: skip


SLOW = 100
WORST = [
    "-的", "-工作 -管理", "的 和 在 为 对", "的 工作", "(的 OR 工作) -和", "-(的 OR 和)", "的 OR 工作 OR 和 OR 管理",
    "、 。 ，",     "(的 工作) OR (和 管理) OR (在 建设)", "的" * 3000, "人民政府" * 500, "的 " * 3000,
    "-法" * 2000, "2026 -2025", "1",
    " OR ".join(f"工作{n}" for n in range(190)), " ".join(archive_texts.COMMON[:190]), "云政发〔2026〕1号",
]  # fmt: skip


@dataclass
class Times:
    """Milliseconds of one kind of question."""

    name: str
    took: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def measure(self, call: Callable[[], Any]) -> Any:
        """Call it and note what it took."""
        start, used = time.perf_counter(), time.process_time()
        answer = call()
        self.took.append((time.perf_counter() - start) * 1000)
        self.cpu.append((time.process_time() - used) * 1000)
        return answer

    def show(self) -> None:
        """One row of the table."""
        columns = [f"{_at(self.took, s):9.1f}" for s in (50, 95, 99)] + [f"{max(self.took):9.1f}"]
        columns += [f"{_at(self.cpu, s):9.1f}" for s in (50, 95)]
        print(f"{self.name:34}{len(self.took):6}{''.join(columns)}", flush=True)


def _at(values: list[float], share: int) -> float:
    return quantiles(values, n=100, method="inclusive")[share - 1] if len(values) > 1 else values[0]


@dataclass(frozen=True)
class Asked:
    """One query with its filters."""

    words: str
    filters: Filters


def sample(archive: Archive, count: int, seed: int) -> list[Asked]:
    """Pieces of texts, one to six characters long, every third with a filter."""
    chance = random.Random(seed)  # noqa: S311  (no secret)
    asked: list[Asked] = []
    with archive.reading() as session:
        last = session.scalar(select(func.max(Document.id))) or 1
        while len(asked) < count:
            number = chance.randint(1, last)
            words = str(session.scalar(select(Revision.text).where(Revision.id == number)))
            size = len(asked) % 6 + 1
            place = chance.randrange(max(1, len(words) - size))
            piece = words[place : place + size]
            if len(piece.strip()) == size and "\n" not in piece and Query(piece).words:
                chosen = _choose_filter(chance) if len(asked) // 6 % 3 == 0 else {}
                asked.append(Asked(piece, Filters(q=piece, **chosen)))
    return asked


def _choose_filter(chance: random.Random) -> dict[str, Any]:
    portal = f"town{chance.randrange(archive_rows.PORTALS):02}"
    year = chance.randint(2005, 2025)
    office = chance.choice(archive_rows.OFFICES)
    choices: list[dict[str, Any]] = [
        {"portal": portal}, {"source": f"{portal}/notice"}, {"region": "990000"}, {"category": "plan"},
        {"source_kind": "gazette"}, {"level": "province"}, {"issuer": office},
        {"written_from": date(year, 1, 1), "written_to": date(year, 12, 31)},
    ]  # fmt: skip
    return chance.choice(choices)


def prepare(archive: Archive, documents: int) -> None:
    """Fill the database and index it, unless it is there already."""
    schema.upgrade(archive)
    with archive.reading() as session:
        known = session.scalar(select(func.count(Document.id))) or 0
    if known == 0:
        start = time.perf_counter()
        archive_rows.fill(archive, documents, SEED)
        print(f"made {documents:,} documents in {time.perf_counter() - start:.0f} s", flush=True)
    start, used = time.perf_counter(), time.process_time()
    with archive.writing() as session:
        indexed = search_index.index_missing(session)
    if indexed:
        took, cpu = time.perf_counter() - start, time.process_time() - used
        each, own = took * 1000 / indexed, cpu * 1000 / indexed
        print(f"indexed {indexed:,}: {each:.2f} ms a document, {own:.2f} ms CPU here", flush=True)


def bench_indexing(archive: Archive) -> None:
    """Documents indexed anew one by one, each in a transaction of its own, as a crawl does."""
    times = Times("index, one transaction each")
    with archive.reading() as session:
        rows = session.execute(
            select(Revision.id, Revision.title, Revision.text).limit(SINGLY)
        ).all()
    for number, title, words in rows:
        with archive.writing() as session:
            parts = ("云政发〔2026〕1号", words, "改")
            times.measure(
                lambda p=parts, n=number, t=title, s=session: search_index.index_document(
                    s, n, t, p
                )
            )
    times.show()


def bench_search(archive: Archive, asked: list[Asked]) -> None:
    """Each query once to warm up, once to measure."""
    groups = {name: Times(name) for name in ("search, all", *(f"  {n} characters" for n in range(1, 7)),
                                             "  with a filter", "  10,000 or more found")}  # fmt: skip
    for is_measured in (False, True):
        for one in asked:
            times = Times("")
            with archive.reading() as session:
                found = times.measure(lambda o=one, s=session: find_documents(s, o.filters))
            names = ["search, all", f"  {len(one.words)} characters"]
            names += ["  with a filter"] if len(one.filters.to_query()) > 1 else []
            names += ["  10,000 or more found"] if found.is_capped else []
            for name in names if is_measured else ():
                groups[name].took += times.took
                groups[name].cpu += times.cpu
            if is_measured and times.took[0] > SLOW:
                print(f"    slow: {times.took[0]:.0f} ms {one.filters.to_query()} {found.total}")
    for times in groups.values():
        if times.took:
            times.show()


def bench_worst(archive: Archive) -> None:
    """Queries that ask much of the index, each of them alone."""
    times = Times("queries made to be slow")
    for words in WORST:
        with archive.reading() as session:
            times.measure(lambda w=words, s=session: find_documents(s, Filters(q=w)))
        if times.took[-1] > SLOW:
            print(f"    slow: {times.took[-1]:.0f} ms {words[:60]}")
    times.show()


def bench_pages(archive: Archive, folder: Path) -> None:
    """The page of a document, out of the application itself."""
    import httpx  # noqa: PLC0415  (development only)

    from config import Settings  # noqa: PLC0415
    from gongbao.web.app import create_app  # noqa: PLC0415

    (folder / "portals").mkdir(exist_ok=True)
    app = create_app(
        Settings(database_url=archive.url, data_dir=folder, portals_dir=(folder / "portals",))
    )
    with archive.reading() as session:
        uids = list(session.scalars(select(Document.uid).order_by(Document.uid).limit(PAGES)))

    async def ask() -> Times:
        times = Times("page of a document")
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            for uid in [*uids, *uids]:
                start, used = time.perf_counter(), time.process_time()
                (await client.get(f"/documents/{uid}")).raise_for_status()
                times.took.append((time.perf_counter() - start) * 1000)
                times.cpu.append((time.process_time() - used) * 1000)
        times.took, times.cpu = times.took[PAGES:], times.cpu[PAGES:]
        return times

    asyncio.run(ask()).show()


def report_size(archive: Archive) -> None:
    """The index beside the texts, in bytes."""
    with archive.reading() as session:
        whole = cast(Revision.text, LargeBinary)
        length = func.length(whole) if archive.is_sqlite else func.octet_length(Revision.text)
        size = session.scalar(select(func.sum(length))) or 1
        own = sum(_size_of(session, archive, name) for name in INDEX_TABLES)
    print(
        f"texts {size / 1e6:,.0f} MB, index {own / 1e6:,.0f} MB: {own / size:.2f} of the texts",
        flush=True,
    )


def _size_of(session: Any, archive: Archive, name: str) -> int:
    if archive.is_sqlite:
        found = text("SELECT sum(pgsize) FROM dbstat WHERE name LIKE :n OR name LIKE :i")
        values = {"n": f"{name}%", "i": f"%{name}_%"}
        names = {"n": f"{name}%", "i": f"%autoindex_{name}_%"}
        return int(session.scalar(found, values | names) or 0)
    found = text("SELECT coalesce(pg_total_relation_size(to_regclass(:n)), 0)")
    return int(session.scalar(found, {"n": name}))


def bench_rivals(archive: Archive, asked: list[Asked], count: int) -> None:
    """LIKE, and FTS5's own trigrams, counting what they find of the same queries without filters."""
    path = archive.url.removeprefix("sqlite:///")
    like, trigram = Times("LIKE '%…%', counting"), Times("FTS5 trigram, counting")
    missed = 0
    with (
        closing(sqlite3.connect(f"{path}.trigram")) as rival,
        closing(sqlite3.connect(path)) as own,
    ):
        start = time.process_time()
        rival.execute("CREATE VIRTUAL TABLE words USING fts5(text, content='', tokenize='trigram')")
        rows = own.execute("SELECT id, text FROM revisions")
        rival.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)", rows)
        rival.commit()
        made = own.execute("SELECT count(*) FROM revisions").fetchone()[0]
        took = (time.process_time() - start) * 1000 / made
        print(
            f"trigrams: {took:.2f} ms a document, {Path(path + '.trigram').stat().st_size / 1e6:,.0f} MB"
        )
        for one in asked[:: max(1, len(asked) // count)]:
            found = like.measure(lambda o=one: _count_like(own, o.words))
            held = trigram.measure(lambda o=one: _count_trigrams(rival, o.words))
            missed += held < found
    Path(f"{path}.trigram").unlink()
    for times in (like, trigram):
        times.show()
    print(f"trigrams found less than LIKE for {missed} of {len(like.took)} queries")


def _count_like(own: sqlite3.Connection, words: str) -> int:
    sql = "SELECT count(*) FROM revisions WHERE text LIKE '%' || ? || '%'"
    return int(own.execute(sql, (words,)).fetchone()[0])


def _count_trigrams(rival: sqlite3.Connection, words: str) -> int:
    sql = "SELECT count(*) FROM words WHERE words MATCH ?"
    quoted = '"' + words.replace('"', '""') + '"'
    return int(rival.execute(sql, (quoted,)).fetchone()[0])


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--documents", type=int, default=200_000)
    parser.add_argument("--database", help="of an empty PostgreSQL database, or one filled before")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--rivals", type=int, default=30)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gongbao-search-") as name:
        folder = given.folder or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        archive = Archive(given.database or f"sqlite:///{folder / 'archive.db'}")
        prepare(archive, given.documents)
        report_size(archive)
        asked = sample(archive, QUERIES, SEED)
        print(
            f"{'':34}{'asked':>6}{'p50 ms':>9}{'p95':>9}{'p99':>9}{'max':>9}{'CPU p50':>9}{'CPU p95':>9}"
        )
        bench_search(archive, asked)
        bench_worst(archive)
        bench_pages(archive, folder)
        bench_indexing(archive)
        if archive.is_sqlite and given.rivals:
            bench_rivals(archive, asked, given.rivals)
        archive.close()


if __name__ == "__main__":
    os.environ.setdefault("GONGBAO_LOG_LEVEL", "warning")
    main()
