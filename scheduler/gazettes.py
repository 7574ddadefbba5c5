"""Is a gazette (政府公报) whole? Missing issues and articles without text become Issues of its column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from platforms.issue_name import GazetteIssue, read_issues
from scheduler.gazette_gaps import missing_issues
from storage import frontier, gazettes, ledger

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from portals.schema import Portal
    from storage.gazettes import Article
    from storage.models import Source
    from storage.session import Session

MISSING, TEXTLESS = "gazette_missing_issue", "gazette_without_text"
SHOWN = 12  # names in one message


def assess_gazettes(session: Session, portal: Portal, now: datetime) -> None:
    """After a round: tell what each enabled gazette of a portal lacks, and no longer what it lacks no more."""
    for definition in portal.sources:
        if definition.kind != "gazette" or definition.disabled:
            continue
        source = frontier.get_source(session, portal.name, definition.name)
        if not gazettes.is_read_whole(session, source):
            continue
        articles = gazettes.load_articles(session, source)
        place = f"{source.portal}/{source.name}"
        gaps = [str(gap) for gap in _find_gaps(session, source, articles)]
        _report(session, source, MISSING, gaps, f"{place}: issues are missing", now)
        empty = sorted({_name(a) for a in articles if not a.has_text})
        _report(session, source, TEXTLESS, empty, f"{place}: articles have no text", now)


def find_missing_issues(session: Session, source: Source) -> list[str]:
    """Issues that must exist, since earlier and later ones are known, and of which nothing is known."""
    return [str(gap) for gap in survey_issues(session, source)[1]]


def survey_issues(
    session: Session, source: Source
) -> tuple[list[GazetteIssue], list[GazetteIssue]]:
    """The issues of a gazette that are known, and those that are missing between them."""
    articles = gazettes.load_articles(session, source)
    gaps = _find_gaps(session, source, articles)
    return sorted(set(_issues_of(articles)), key=str), gaps


def _find_gaps(session: Session, source: Source, articles: Sequence[Article]) -> list[GazetteIssue]:
    titles = gazettes.load_titles(session, source)
    named = [issue for title in titles for issue in read_issues(title)]
    return missing_issues([*_issues_of(articles), *named])


def _issues_of(articles: Sequence[Article]) -> Iterator[GazetteIssue]:
    for article in articles:
        if article.issue:
            yield from all_issues(article.issue)
        else:
            yield from read_issues(article.title)


def all_issues(told: dict[str, Any]) -> Iterator[GazetteIssue]:
    """The issue an article's record names; a double issue is two."""
    year, issue, total = (told.get(key) for key in ("year", "issue", "total"))
    for step in range(1 + (told.get("last") or issue or 0) - (issue or 0)):
        yield GazetteIssue(year, issue and issue + step, total and total + step)


def _report(
    session: Session, source: Source, kind: str, names: list[str], what: str, now: datetime
) -> None:
    if not names:
        ledger.resolve_issues(session, source.portal, source.name, {kind}, now)
        return
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    message = f"{what} ({len(names)}): {'、'.join(names[:SHOWN])}{more}"
    ledger.raise_issue(session, kind, source.portal, source.name, "", message, now)


def _name(article: Article) -> str:
    issue = next(_issues_of([article]), None)
    return f"{issue}《{article.title}》" if issue else f"《{article.title}》"
