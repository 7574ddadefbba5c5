"""CPU time from the bytes of a page to its record, beside trafilatura: speed.py DIR|tests/corpus [--passes N].

All pages are read in one process, each `--passes` times, the best of which counts (process_time). trafilatura reads
the same pages, already decoded, in its own virtualenv, and measures itself in the same way. Exit 1 when
our median is above 8 ms or above trafilatura's.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.corpora import BenchPage, load_pages  # noqa: E402
from bench.peers import install, read_with  # noqa: E402
from pipelines.reading import read_page  # noqa: E402
from platforms.charset import decode_page  # noqa: E402

BAR = 8.0  # ms
PEER = "trafilatura"


def time_pages(pages: list[BenchPage], passes: int) -> dict[str, float]:
    """Milliseconds of CPU a page, the best of the passes."""
    best = {page.key: float("inf") for page in pages}
    bodies = {page.key: page.data() for page in pages}
    for _ in range(passes):
        for page in pages:
            start = time.process_time()
            read_page(page.item(decode_page(bodies[page.key]).text))
            best[page.key] = min(best[page.key], (time.process_time() - start) * 1000)
    return best


def time_peer(pages: list[BenchPage], passes: int) -> dict[str, float] | None:
    """The same of the peer; None when it cannot be installed."""
    if not install(PEER):
        return None
    texts = {page.key: page.text() for page in pages}
    return {
        key: found.milliseconds for key, found in read_with(PEER, texts, passes=passes)[1].items()
    }


def describe(name: str, times: dict[str, float]) -> str:
    """One line of figures."""
    values = sorted(times.values())
    ninth = quantiles(values, n=10)[-1]
    return (
        f"{name:12} median {median(values):6.2f} ms   p90 {ninth:6.2f} ms   max {values[-1]:7.2f} ms"
        f"   sum {sum(values):8.1f} ms   ({len(values)} pages)"
    )


def main() -> int:
    """Time both, print the figures; exit 1 when the bar is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, help="tests/corpus, or a folder with corpus/detail")
    parser.add_argument("--passes", type=int, default=5)
    parser.add_argument("--slowest", type=int, default=3, help="how many slow pages to name")
    options = parser.parse_args()
    pages = [page for page in load_pages(options.data) if page.is_html]
    ours = time_pages(pages, options.passes)
    print(describe("gongbao", ours))
    for key in sorted(ours, key=ours.__getitem__, reverse=True)[: options.slowest]:
        print(f"   {ours[key]:6.2f} ms  {key}")
    theirs = time_peer(pages, options.passes)
    if theirs:
        print(describe(PEER, theirs))
    missed = median(ours.values()) > BAR or (
        theirs is not None and median(ours.values()) > median(theirs.values())
    )
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
