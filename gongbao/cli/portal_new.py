"""`gongbao portal new`, `accept`, `import`: drafts of definitions."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from gongbao.cli.list_head import HeadError
from gongbao.cli.output import print_line, print_table
from gongbao.cli.portal import BEIJING
from gongbao.cli.visit import visit
from gongbao.drafting import saved
from gongbao.drafting.draft import Draft, DraftSource, demanded_rows, distinct, name_from_url
from gongbao.drafting.region import UNKNOWN, guess_level, guess_region
from gongbao.drafting.survey import Column, site_title
from portals.loader import NAME, load_portal, load_portals
from portals.schema import LEVELS

if TYPE_CHECKING:
    from config import Settings
    from gongbao.cli.fetch import FetchedPage
    from gongbao.cli.visit import Visit
    from portals.schema import Portal

DRAFTS = "drafts"  # in the first folder of PORTALS_DIR
SUFFIXES = {"json": ".json", "xml": ".xml"}
NO_COLUMN = "no column of documents was found on the home page"
folder_option = click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help=f"Where drafts go [default: {DRAFTS}/ in PORTALS_DIR].",
)


@click.command()
@click.argument("url")
@click.option("--name", help="Name of the portal [default: from the host].")
@click.option("--level", type=click.Choice(LEVELS), help="When the site's name does not say.")
@click.option("--region", help="GB/T 2260 code, when the site's name does not say.")
@folder_option
@click.pass_obj
def new(
    settings: Settings,
    url: str,
    name: str | None,
    level: str | None,
    region: str | None,
    folder: Path | None,
) -> None:
    """Visit a column (or home page), recognise its platform, draft a definition, save list and two documents."""
    name = name or name_from_url(url)
    if not NAME.fullmatch(name):
        raise click.UsageError(f"--name {name!r} must be lower-case ASCII (a-z, 0-9, -, _)")
    path = free_path(settings, folder, name)
    try:
        seen = visit(url, settings)
    except HeadError as error:
        raise click.ClickException(f"{url}: {error.outcome}: {error}") from None
    draft = to_draft(seen, name, level, region)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(draft.to_toml(), encoding="utf-8")
    pages = save_visit(seen, load_portal(path))
    tell(draft, path, pages)


@click.command()
@click.argument("name")
@click.pass_obj
def accept(settings: Settings, name: str) -> None:
    """Write down what a portal's saved pages give today, for a person to review."""
    found = (
        load_portal(name) if Path(name).is_file() else load_portals(settings.portals_dir).get(name)
    )
    if found is None:
        raise LookupError(f"{name}: no such portal; see: gongbao portal list")
    folder = saved.pages_folder(found)
    if not saved.load_pages(folder):
        raise LookupError(f"{found.name}: no saved pages in {folder}")
    for path in saved.accept_pages(found):
        print_line(f'{path}: compare it with the page, then set "reviewed" to true')


@click.command("import")
@folder_option
@click.pass_obj
def import_(settings: Settings, folder: Path | None) -> None:
    """Draft a definition for each site of gov-site-list that no definition names yet; nothing is overwritten."""
    import gov_site_list  # noqa: PLC0415  (data for this command alone)

    from gongbao.drafting.site_list import draft_sites, find_known  # noqa: PLC0415

    drafts = list(draft_sites(gov_site_list.load_homepages(), gov_site_list.load_notice_columns()))
    known = find_known(drafts, load_portals(settings.portals_dir).values())
    target = folder or settings.portals_dir[0] / DRAFTS
    fresh = [d for d in drafts if d.name not in known and not (target / f"{d.name}.toml").exists()]
    for draft in fresh:
        path = target / f"{draft.name}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(draft.to_toml(), encoding="utf-8")
        print_line(str(path))
    known_count = len(drafts) - len(fresh)
    print_line(f"{len(drafts)} sites listed, {known_count} known, {len(fresh)} drafted")


def free_path(settings: Settings, folder: Path | None, name: str) -> Path:
    """Where the draft goes; an error when the name is taken, here or by a portal."""
    path = (folder or settings.portals_dir[0] / DRAFTS) / f"{name}.toml"
    twin = load_portals(settings.portals_dir).get(name)
    taken = twin.path if twin else path
    if twin or path.exists() or path.with_name(f"{name}.pages").exists():
        raise click.ClickException(f"the name {name} is taken by {taken}; choose another: --name")
    return path


def to_draft(seen: Visit, name: str, level: str | None, region: str | None) -> Draft:
    """What one visit tells, with the reason for every field."""
    title = site_title(seen.text)
    found_level = level or guess_level(title or "")
    found_region = region or guess_region(title or "", found_level)
    parts = urlsplit(seen.page.url)
    reasons = {
        "title": "SiteName or <title>" if title else "not told: write the name of the site",
        "level": "given" if level else "the name" if found_level else "not told: city is a guess",
        "region": "given" if region else "the name",
        "platform": _platform_reason(seen),
        "sources": _source_reason(seen),
    }
    if found_region == UNKNOWN:
        reasons["region"] = "not told: write the six digits of GB/T 2260"
    return Draft(
        name=name,
        title=title or name,
        level=found_level or "city",
        region=found_region,
        url=f"{parts.scheme}://{parts.netloc}/",
        platform=seen.platform,
        seen=f"{datetime.now(BEIJING).date().isoformat()}, drafted from one visit",
        sources=_sources(seen),
        reasons=reasons,
    )


def save_visit(seen: Visit, portal: Portal) -> list[Path]:
    """Keep the list page and its documents beside the draft; returns their places."""
    if seen.head is None or seen.head.answer is None:
        return []
    name, answer = seen.columns[0].name, seen.head.answer
    first = saved.SavedPage(f"list{_suffix(answer)}", name, "list", answer.url, answer.content_type)
    pages = [(first, answer.body)]
    for number, (entry, page) in enumerate(seen.documents, 1):
        listed = {
            "title": entry.title,
            "date": entry.date,
            "document_number": entry.document_number,
        }
        file = f"document-{number}{_suffix(page)}"
        one = saved.SavedPage(file, name, "document", page.url, page.content_type, listed)
        pages.append((one, page.body))
    folder = saved.pages_folder(portal)
    saved.save_pages(folder, pages)
    return [folder / page.file for page, _ in pages]


def tell(draft: Draft, path: Path, pages: list[Path]) -> None:
    """Each field of the draft with its reason, and what to do next."""
    fields = [(key, str(getattr(draft, key))) for key in ("title", "level", "region", "platform")]
    rows = [(key, value, draft.reasons[key]) for key, value in fields]
    rows += [
        (f"source {one.column.name}", one.column.title, f"{one.column.kind}  {one.column.url}")
        for one in draft.sources
    ]
    rows.append(("", "", draft.reasons["sources"]))
    print_table(rows, flexible=2)
    for place in (path, *pages):
        print_line(f"written: {place}")
    print_line(f"next: review {path.name}, then: gongbao portal check --live {draft.name}")
    if pages:
        print_line(f"      and, to keep its pages as tests: gongbao portal accept {draft.name}")


def _sources(seen: Visit) -> tuple[DraftSource, ...]:
    if seen.head is not None:
        rows = len(seen.head.entries) + seen.head.issues
        return (DraftSource(seen.columns[0], demanded_rows(rows) if rows else None),)
    if not seen.columns:
        home = Column("documents", "政策文件", "disclosure", seen.page.url)
        return (DraftSource(home, disabled=NO_COLUMN),)
    return tuple(DraftSource(column) for column in distinct(seen.columns))


def _platform_reason(seen: Visit) -> str:
    if seen.family is None:
        return "no family was recognised"
    return ", ".join(dict.fromkeys(seen.evidence))


def _source_reason(seen: Visit) -> str:
    if seen.head is None:
        return "a home page: these columns were found on it, none was visited"
    head = seen.head
    issues = f"{head.issues} issues, " if head.issues else ""
    newest = f", newest {head.newest}" if head.newest else ""
    told = f"{issues}{len(head.entries)} entries{newest}"
    return f"{head.outcome}: {head.message or told}; {len(seen.documents)} documents read"


def _suffix(page: FetchedPage) -> str:
    kind = (page.content_type or "").partition(";")[0].lower()
    return next((suffix for word, suffix in SUFFIXES.items() if word in kind), ".html")
