"""A county's portal whose pages are each rendered by another family's template, watched through `gongbao crawl`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner

from config.settings import load_settings
from gongbao.cli import cli
from portals.loader import load_portals
from scheduler.jobs import CrawlOrder, run_portal
from storage import catalogue, schema
from storage.filters import Filters
from storage.ledger import source_views
from storage.session import Archive
from tests.integration.local_site import LocalSite, Reply
from tests.scenarios.skins import SKINS, Around, Sheet

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from click.testing import Result

    from storage.views import ChangeView

DEFINITION = """title = "柳河县人民政府"
level = "district"
region = "990121"
url = "{base}/"
platform = "auto"
issuers = ["柳河县人民政府", "柳河县人民政府办公室"]
[crawl]
delay = 0
[checks]
min_items = 3
[[sources]]
name = "files"
title = "政策文件"
kind = "normative"
url = "{base}/list.html"
"""


@dataclass
class Page:
    """Where a sheet stands and who renders it; `answer` stands in its place."""

    path: str
    sheet: Sheet
    skin: str = "hanweb"
    answer: Reply | None = None
    listed: str | None = None  # what the list calls it


@dataclass
class County:
    """The portal: pages by a name of the test's own, the list, the home page."""

    host: str
    around: Around = field(default_factory=Around)
    pages: dict[str, Page] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    list_answer: Reply | None = None
    everything: Reply | None = None

    def __post_init__(self) -> None:
        self.site = LocalSite(self.host)
        self.base = self.site.base

    def __enter__(self) -> County:
        self.site.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.site.__exit__(kind, error, trace)

    def put(self, name: str, sheet: Sheet, skin: str | None = None) -> Page:
        """Publish a sheet; the skins take turns."""
        names = list(SKINS)
        chosen = skin or names[len(self.pages) % len(names)]
        page = Page(f"/zwgk/{1000 + len(self.pages)}.html", sheet, chosen)
        self.pages[name] = page
        return page

    def show(self) -> None:
        """Put the portal online as it is now."""
        replies = {p.path: p.answer or self.render(p) for p in self.pages.values()}
        replies["/list.html"] = self.list_answer or Reply(self.list_page(), validators=False)
        replies["/"] = Reply(self.home_page(), validators=False)
        for path, body in self.files.items():
            kind = {"Content-Type": "application/octet-stream"}
            replies[path] = Reply(body, headers=kind, validators=False)
        if self.everything is not None:
            replies = dict.fromkeys([*replies, "/robots.txt"], self.everything)
        self.site.replies = replies

    def render(self, page: Page) -> Reply:
        """The page of a sheet as its skin shows it."""
        return Reply(SKINS[page.skin](page.sheet, self.around).encode(), validators=False)

    def list_page(self) -> bytes:
        """A list laid out as a table, as sites of 2006 do."""
        rows = "".join(
            f'<tr><td>·<a href="{p.path}">{p.listed or p.sheet.title}</a></td><td>[{p.sheet.posted}]</td></tr>'
            for p in self.pages.values()
        )
        return (
            '<html><head><meta charset="utf-8"><title>政策文件_柳河县人民政府</title></head><body>'
            f'<div><a href="/">首页</a></div><table>{rows}</table></body></html>'
        ).encode()

    def home_page(self) -> bytes:
        """The portal's front: its name, news and links, no text."""
        news = "".join(
            f'<li><a href="/xw/{n}.html">柳河县召开第{n}次专题工作调度会议安排部署重点工作</a><span>03-0{n}</span></li>'
            for n in range(1, 7)
        )
        return (
            '<html><head><meta charset="utf-8"><title>柳河县人民政府</title></head><body>'
            f'<div class="nav"><a href="/zwgk/">政务公开</a></div><ul>{news}</ul></body></html>'
        ).encode()

    def turn(self, **values: Any) -> None:
        """Change what stands around the texts."""
        self.around = replace(self.around, **values)


class Watch:
    """An archive that watches the county through `gongbao crawl`, and what it told since the last look."""

    def __init__(self, folder: Path, url: str, county: County) -> None:
        (folder / "portals" / "test").mkdir(parents=True)
        definition = DEFINITION.format(base=county.base)
        (folder / "portals" / "test" / "liuhe.toml").write_text(definition, encoding="utf-8")
        self.county, self.seen = county, 0
        self.archive = Archive(url)
        schema.upgrade(self.archive)
        self.environ = {
            "GONGBAO_DATABASE_URL": url, "GONGBAO_DATA_DIR": str(folder / "data"),
            "GONGBAO_PORTALS_DIR": str(folder / "portals"), "GONGBAO_ALLOW_PRIVATE": "true",
            "GONGBAO_WITHDRAW_AFTER": "1s", "GONGBAO_LOG_LEVEL": "error",
        }  # fmt: skip

    def run(self, *arguments: str) -> Result:
        """The command line, in this process."""
        return CliRunner().invoke(cli, arguments, env=self.environ)

    def crawl(self) -> int:
        """Every known page visited; the exit code."""
        self.county.show()
        result = self.run("crawl", "--recheck", "all")
        assert result.exit_code in (0, 1), result.output
        return result.exit_code

    def crawl_aside(self) -> None:
        """The same as a round of the scheduler: fit for threads, which the command line in this process is not."""
        settings = load_settings(self.environ)
        portal = load_portals(settings.portals_dir)["liuhe"]
        run_portal(self.archive, settings, portal, CrawlOrder(recheck="all"))

    def news(self) -> list[ChangeView]:
        """The Changes told since the last look."""
        with self.archive.reading() as session:
            told = list(catalogue.list_changes(session, since=self.seen))
        self.seen = max([self.seen, *(change.id for change in told)])
        return told

    def kinds(self) -> dict[str, str]:
        """Title → kind of the Changes told since the last look; a second one of a title is named too."""
        found: dict[str, str] = {}
        for change in self.news():
            before = found.get(change.title)
            found[change.title] = f"{before}, {change.kind}" if before else change.kind
        return found

    def issues(self) -> set[str]:
        """Kinds of the open Issues."""
        with self.archive.reading() as session:
            (view,) = source_views(session, ["liuhe"])
        return {issue["kind"] for issue in view.issues}

    def states(self) -> dict[str, str]:
        """Title → state of each Document."""
        with self.archive.reading() as session:
            return {
                d.record["title"]: d.state for d in catalogue.list_documents(session, Filters())
            }

    def feeds(self, folder: Path) -> str:
        """Every byte of the static feeds."""
        result = self.run("feeds", "build", "--out", str(folder))
        assert result.exit_code == 0, result.output
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        return "".join(path.read_text(encoding="utf-8") for path in files)
