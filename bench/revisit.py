"""Detection delay against requests spent, for fixed and adaptive revisiting: revisit.py [FOLDER] [DOCUMENTS] [SEED].

Without FOLDER the histories are made up: a year of a portal whose documents are up to ten years old, edited mostly in
their first days, and again where they were edited before. With FOLDER (pairs.jsonl beside lists of columns as they
stood on two days) the histories are those of the rows of these lists.
"""

from __future__ import annotations

import json
import random
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from config import Settings
from scheduler.revisit import History, plan_visit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DAY = timedelta(days=1)
START = datetime(2026, 1, 1, tzinfo=UTC)
LADDER = Settings().revisit
Plan = "Callable[[History], tuple[int, datetime]]"


@dataclass(frozen=True)
class Life:
    """One document: its age when it is first seen, and the days after the start on which it is edited."""

    seen: float
    age: float
    edits: tuple[float, ...]
    horizon: float = 365.0


def invent(count: int, seed: int) -> list[Life]:
    """A third of the documents appear during the year, the others were there before."""
    rnd = random.Random(seed)  # noqa: S311  (no secret)
    return [_invent_one(rnd) for _ in range(count)]


def _invent_one(rnd: random.Random) -> Life:
    is_new = rnd.random() < 0.33
    seen, age = (rnd.uniform(0, 360), rnd.expovariate(1)) if is_new else (0.0, rnd.uniform(0, 3650))
    edits: list[float] = []
    day = seen
    while day < 365:
        rate = (0.02 / (1 + age + day - seen) + 0.0001) * (1 + 6 * len(edits))  # a day
        if rnd.random() < rate:
            edits.append(day + rnd.random())
        day += 1
    return Life(seen, age, tuple(edits))


def read_lists(folder: Path) -> list[Life]:
    """The rows that stood in a column on both days: edited when the list says something else of them."""
    lives = []
    for line in (folder / "pairs.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["expected"] == "list":
            old, new = (json.loads((folder / f).read_text(encoding="utf-8")) for f in row["files"])
            lives += list(_compare_lists(old, new))
    return lives


def _compare_lists(old: dict[str, object], new: dict[str, object]) -> Iterator[Life]:
    first, last = (date.fromisoformat(str(side["date"])) for side in (old, new))
    items = [{i["url"]: i for i in side["items"]} for side in (old, new)]  # type: ignore[attr-defined]
    span = float((last - first).days)
    for url in items[0].keys() & items[1].keys():
        shown = items[0][url].get("date") or str(first)
        age = (first - date.fromisoformat(shown[:10])).days if shown[:4].isdigit() else 0
        edits = (span / 2,) if items[0][url] != items[1][url] else ()
        yield Life(0.0, float(max(age, 0)), edits, span)


def live(life: Life, plan: Callable[[History], tuple[int, datetime]]) -> tuple[int, list[float]]:
    """How many visits a plan makes after the first, and the days each edit waits for the next of them."""
    at, step, seen_edits, visits, waits = life.seen, 0, 0, 0, []
    changed = False
    while True:
        age = timedelta(days=life.age + at - life.seen)
        history = History(step, START + at * DAY, changed=changed, age=age, changes=seen_edits)
        step, due = plan(history)
        at = max((due - START) / DAY, at + 0.01)
        if at >= life.horizon:
            return visits, waits + [life.horizon - e for e in life.edits[seen_edits:]]
        visits += 1
        found = [e for e in life.edits[seen_edits:] if e <= at]
        waits += [at - e for e in found]
        seen_edits, changed = seen_edits + len(found), bool(found)


def every(days: float) -> Callable[[History], tuple[int, datetime]]:
    """The same pause always."""
    return lambda history: (0, history.visited_at + days * DAY)


def adaptive(history: History) -> tuple[int, datetime]:
    """The plan of the service."""
    return plan_visit(LADDER, history)


def report(name: str, lives: list[Life], plan: Callable[[History], tuple[int, datetime]]) -> int:
    """One line of the table; returns the visits."""
    visits, waits = 0, []
    for life in lives:
        spent, waited = live(life, plan)
        visits, waits = visits + spent, waits + waited
    if len(waits) < 2:
        print(f"{name:<16} {visits:>9}   {len(waits)} edits")
        return visits
    print(
        f"{name:<16} {visits:>9} {visits / len(lives) / 365:>14.4f} {median(waits):>9.2f}"
        f" {sum(waits) / len(waits):>8.2f} {quantiles(waits, n=10)[-1]:>8.2f}"
    )
    return visits


def main() -> int:
    """Print visits and delays of each plan; the fixed plan that spends as much as the adaptive one stands last."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 and not sys.argv[1].isdigit() else None
    rest = [int(a) for a in sys.argv[1:] if a.isdigit()]
    count, seed = [*rest, *(3000, 1)[len(rest) :]]
    lives = read_lists(folder) if folder else invent(count, seed)
    edits = sum(len(life.edits) for life in lives)
    print(f"{len(lives)} documents, {edits} edits; delays in days")
    print(
        f"{'plan':<16} {'requests':>9} {'per page a day':>14} {'median':>9} {'mean':>8} {'p90':>8}"
    )
    for days in (1, 7, 30):
        report(f"every {days} days", lives, every(days))
    spent = report("adaptive", lives, adaptive)
    total = sum(life.horizon - life.seen for life in lives)
    if spent:
        report("fixed, as many", lives, every(total / spent))
    return 0


if __name__ == "__main__":
    sys.exit(main())
