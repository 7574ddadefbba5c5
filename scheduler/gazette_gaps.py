"""Which issues of a gazette (政府公报) are missing among those that are known. Pure."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from platforms.issue_name import GazetteIssue

if TYPE_CHECKING:
    from collections.abc import Iterable

LARGEST_GAP = 60  # more running numbers in a row than this are another series, or a misprint
MOST_IN_YEAR = 120


def missing_issues(known: Iterable[GazetteIssue]) -> list[GazetteIssue]:
    """The gaps, oldest first: within a year, from its first issue where an earlier year is known, and in the running
    numbers.
    """
    issues = set(known)
    gaps = _gaps_of_years(issues)
    covered = {gap.total for gap in gaps}
    totals = sorted({issue.total for issue in issues if issue.total})
    gaps += [
        GazetteIssue(None, None, number)
        for before, after in pairwise(totals)
        if after - before <= LARGEST_GAP
        for number in range(before + 1, after)
        if number not in covered
    ]
    return gaps


def _gaps_of_years(issues: set[GazetteIssue]) -> list[GazetteIssue]:
    years: dict[int, set[int]] = defaultdict(set)
    offsets: dict[int, set[int]] = defaultdict(set)
    for one in issues:
        if one.year and one.issue and one.issue <= MOST_IN_YEAR:
            years[one.year].add(one.issue)
            if one.total:
                offsets[one.year].add(one.total - one.issue)
    gaps = []
    for year, numbers in sorted(years.items()):
        first = min(numbers) if year == min(years) else 1
        offset = next(iter(offsets[year])) if len(offsets[year]) == 1 else None
        gaps += [
            GazetteIssue(year, number, number + offset if offset is not None else None)
            for number in range(first, max(numbers))
            if number not in numbers
        ]
    return gaps
