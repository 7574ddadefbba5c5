"""The benchmarks that need no data from elsewhere, as one table: run.py [--quick].

reading    CPU from page bytes to record on tests/corpus, beside trafilatura where it can be installed
diff       scheduler.diff on small and large edits of long texts
feeds      a feed of 100 Changes in each format
Not among them, for they take minutes or data: bench/crash.py (a crawl killed 20 times at random moments on SQLite and
on PostgreSQL), bench/speed.py DIR, bench/accuracy.py DIR, bench/score.py DIR.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.corpora import load_pages  # noqa: E402
from bench.speed import time_pages, time_peer  # noqa: E402
from feeds.builder import build_feed  # noqa: E402
from feeds.entries import entries_from_changes  # noqa: E402
from feeds.redline import render  # noqa: E402
from feeds.spec import changes_feed  # noqa: E402
from scheduler.diff import apply_operations, compare_texts  # noqa: E402
from storage.views import ChangeView  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from feeds.redline import Format
    from feeds.spec import FeedFormat

WORDS = (
    *("推进", "落实", "完善", "加强", "县级", "人民政府", "部门", "责任", "单位", "年底前"),
    *("完成", "制度", "服务", "审批", "事项", "监管", "执法", "公开", "平台", "数据"),
)
MOMENT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
FORMATS: tuple[FeedFormat, ...] = ("rss", "atom", "json")
WAYS: tuple[Format, ...] = ("text", "html")
Row = tuple[str, str, float, str]  # what, on what, milliseconds of CPU, note


def timed(work: Callable[[], object], passes: int) -> float:
    """Milliseconds of CPU, the best of the passes."""
    best = float("inf")
    for _ in range(passes):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best * 1000


def make_text(paragraphs: int, seed: int) -> list[str]:
    """A text of numbered paragraphs of about 120 characters."""
    chance = random.Random(seed)  # noqa: S311  (figures that repeat)
    return [
        f"{number}．" + "".join(chance.choices(WORDS, k=45)) + f"{chance.randrange(100)}%。"
        for number in range(1, paragraphs + 1)
    ]


def edit(lines: list[str], share: float, seed: int) -> list[str]:
    """The text with a share of its paragraphs reworded, dropped, added or moved."""
    chance = random.Random(seed)  # noqa: S311
    out = list(lines)
    for _ in range(max(1, int(share * len(lines)))):
        at, how = chance.randrange(len(out)), chance.randrange(4)
        if how == 0:
            out[at] = out[at].replace("推进", "统筹推进").replace("0%", "5%")
        elif how == 1:
            del out[at]
        elif how == 2:
            out.insert(at, make_text(1, chance.randrange(10**6))[0])
        else:
            out.insert(chance.randrange(len(out)), out.pop(at))
    return out


def bench_reading(passes: int) -> Iterator[Row]:
    """Page bytes to record."""
    pages = [page for page in load_pages(ROOT / "tests" / "corpus") if page.is_html]
    yield (
        "read a page",
        f"{len(pages)} pages, median",
        median(time_pages(pages, passes).values()),
        "",
    )
    theirs = time_peer(pages, passes)
    if theirs:
        yield "", "trafilatura, the same pages", median(theirs.values()), "text decoded before"


def bench_diff(passes: int) -> Iterator[Row]:
    """Redlines of long texts; each is proved by applying it."""
    for paragraphs in (50, 500, 2000):
        for share in (0.01, 0.2):
            old = make_text(paragraphs, paragraphs)
            before, after = "\n".join(old), "\n".join(edit(old, share, 7))
            found = compare_texts(before, after, time_limit=10)
            assert apply_operations(found.operations, before) == after  # noqa: S101
            spent = timed(partial(compare_texts, before, after), passes)
            size = f"{len(before):,} characters, {share:.0%} of paragraphs edited"
            yield "diff", size, spent, f"{len(found.operations)} operations"


def make_change(number: int) -> ChangeView:
    """One Change with a real redline."""
    old = make_text(40, number)
    found = compare_texts("\n".join(old), "\n".join(edit(old, 0.1, number)))
    return ChangeView(
        id=number, uid=f"urn:uuid:00000000-0000-5000-8000-{number:012d}", kind="revised",
        detected_at=MOMENT + timedelta(minutes=number), baseline=False, back_dated=False,
        silent=False, document_id=f"d{number}", document_number=f"云政发〔2025〕{number}号",
        title="云岭省2025年法治政府建设工作要点", category="plan", portal="yunling", source="gazette",
        url=f"https://www.yunling.example/{number}.html", from_revision=1, to_revision=2,
        summary="【修订】4处", inserted=found.inserted, deleted=found.deleted,
        operations=found.operations, issuers=("云岭省人民政府",), written_on="2025-03-01",
        portal_title="云岭省人民政府",
    )  # fmt: skip


def bench_feeds(passes: int) -> Iterator[Row]:
    """Entries from Changes, redlines rendered, feeds written."""
    changes = [make_change(number) for number in range(1, 101)]
    operations = changes[0].operations
    for way in WAYS:
        yield "redline", f"one Change as {way}", timed(partial(render, operations, way), passes), ""
    spent = timed(partial(entries_from_changes, changes), passes)
    yield "feed entries", "100 Changes", spent, ""
    entries = entries_from_changes(changes)
    feed = partial(build_feed, changes_feed(), entries, base_url="http://a.example")
    for kind in FORMATS:
        spent = timed(partial(feed, format=kind), passes)
        yield f"feed {kind}", "100 entries", spent, f"{len(feed(format=kind)):,} bytes"


def main() -> int:
    """Run them all and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="one pass of each")
    passes = 1 if parser.parse_args().quick else 5
    print(f"{'':14} {'':46} {'CPU ms':>10}")
    for bench in (bench_reading, bench_diff, bench_feeds):
        for what, size, spent, note in bench(passes):
            print(f"{what:14} {size:46} {spent:10.2f}   {note}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
