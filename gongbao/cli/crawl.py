"""`gongbao crawl`: one round over portals, ending with publishing."""

from __future__ import annotations

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import click

from gongbao.catalogue import DISABLED, UNVERIFIED, load_proofs, portal_standing
from gongbao.cli.extract import find_portal
from gongbao.notifying import Notifier
from portals.loader import load_portals
from scheduler.jobs import CrawlOrder, run_portal, select_sources
from storage import catalogue, schema
from storage.session import Archive

if TYPE_CHECKING:
    from collections.abc import Sequence

    from config import Settings
    from portals.schema import Portal
    from scheduler.jobs import RoundResult

Order = tuple["Portal", CrawlOrder]


@click.command()
@click.argument("targets", nargs=-1, metavar="[PORTAL[/SOURCE]]…")
@click.option("--full", is_flag=True, help="Walk every page of every list.")
@click.option(
    "--recheck",
    type=click.Choice(["due", "all", "none"]),
    default="due",
    show_default=True,
    help="Which known pages to visit again.",
)
@click.option(
    "--jobs", type=click.IntRange(1, 32), default=4, show_default=True, help="Portals at once."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object per source.")
@click.pass_obj
def crawl(
    settings: Settings,
    targets: tuple[str, ...],
    *,
    full: bool,
    recheck: str,
    jobs: int,
    as_json: bool,
) -> None:
    """Crawl once: all portals, or those named; exit 1 when a source is neither ok, unchanged nor disabled."""
    orders = plan_round(settings, targets, CrawlOrder(full=full, recheck=recheck))
    if not targets:
        click.echo(describe_round(settings, [portal for portal, _ in orders]), err=True)
    warn_without_contact(settings)
    archive = Archive(settings.database_url)
    schema.upgrade(archive)
    notifier = Notifier(archive, settings)
    with ThreadPoolExecutor(jobs) as pool:
        rounds = [pool.submit(run_portal, archive, settings, p, order) for p, order in orders]
        results = [done.result() for done in rounds]
    for result in results:
        show(result, as_json=as_json)
    if not as_json:
        show_changes(archive, [i for result in results for i in result.changes])
    notifier.deliver()
    archive.close()
    if not all(result.is_healthy for result in results):
        raise SystemExit(1)


def plan_round(settings: Settings, targets: tuple[str, ...], order: CrawlOrder) -> list[Order]:
    """Which portals to crawl and which of their columns; LookupError for an unknown name."""
    if not targets:
        return [(portal, order) for portal in load_portals(settings.portals_dir).values()]
    wanted: dict[str, list[str]] = {}
    for target in targets:
        name, _, source = target.partition("/")
        wanted.setdefault(name, []).extend([source] if source else [])
    orders = []
    for name, sources in wanted.items():
        portal = find_portal(settings, name)
        select_sources(portal, sources)
        orders.append((portal, CrawlOrder(tuple(sources), order.full, order.recheck)))
    return orders


def describe_round(settings: Settings, portals: Sequence[Portal]) -> str:
    """What a round over all portals is about to visit, and how much of it nobody has proved."""
    proofs = load_proofs(settings.data_dir)
    standings = Counter(portal_standing(portal, proofs) for portal in portals)
    watched = len(portals) - standings[DISABLED]
    unproved = standings[UNVERIFIED]
    hint = "; one alone: gongbao crawl NAME, its lists: gongbao portal check --live NAME"
    return f"{watched} portals, {unproved} of them unverified" + (hint if unproved else "")


def warn_without_contact(settings: Settings) -> None:
    """Portals should be able to reach whoever visits them."""
    if settings.contact is None and not settings.allow_private:
        click.echo(
            "warning: set GONGBAO_CONTACT to an e-mail or address; it goes into the user agent",
            err=True,
        )


def show(result: RoundResult, *, as_json: bool) -> None:
    """One line for each column visited."""
    for view in result.sources:
        if as_json:
            row = {
                "portal": view.portal,
                "source": view.source,
                "outcome": view.outcome,
                "pages": view.pages,
            }
            click.echo(json.dumps(row, ensure_ascii=False))
            continue
        pages = " ".join(f"{name}={count}" for name, count in sorted(view.pages.items()))
        click.echo(
            f"{view.portal}/{view.source}\t{view.outcome}\t{view.documents} documents\t{pages}"
        )
        for issue in view.issues if view.outcome != "disabled" else ():
            click.echo(f"  ! {issue['message']}", err=True)


def show_changes(archive: Archive, ids: list[int]) -> None:
    """The news of this round, without what was there before we came."""
    wanted = set(ids)
    if not wanted:
        return
    with archive.reading() as session:
        changes = list(catalogue.list_changes(session, since=min(wanted) - 1))
    told = [c for c in changes if c.id in wanted and not c.baseline]
    for change in told:
        click.echo(f"#{change.id} {change.kind} {change.portal} {change.summary}")
    quiet = len(wanted) - len(told)
    if quiet:
        click.echo(f"{quiet} documents were there before the first visit (baseline)")
