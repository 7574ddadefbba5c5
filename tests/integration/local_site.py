"""A small web site of our own for crawls: pages that can be changed, slowed down, broken; every request is logged."""

from __future__ import annotations

import hashlib
import os
import secrets
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from storage import schema
from storage.models import CrawlRun, Document, Issue, Listing, Publication, Revision, Source
from storage.session import Archive
from tests.warm_crawls import WarmCrawl

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

ROOT = Path(__file__).parents[2]
SEAL = "青川省人民政府办公厅"


@dataclass
class Reply:
    """One answer; `validators` adds ETag and honours If-None-Match; `wait` seconds pass before it."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    validators: bool = True
    wait: float = 0.0
    length: int | None = None  # a Content-Length that is not true
    then: Callable[[], None] | None = None


@dataclass(frozen=True)
class Asked:
    """One request as it came in."""

    path: str
    headers: dict[str, str]
    status: int
    at: float


class LocalSite:
    """Serves `replies` by path on a loopback address; what is not there is a 404."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.replies: dict[str, Reply] = {}
        self.asked: list[Asked] = []
        self.server = ThreadingHTTPServer((host, 0), _handler_for(self))
        self.base = f"http://{host}:{self.server.server_port}"

    def __enter__(self) -> LocalSite:
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.server.shutdown()
        self.server.server_close()

    def paths(self) -> list[str]:
        """What was asked for since the log was emptied, robots.txt apart."""
        return [a.path for a in self.asked if a.path != "/robots.txt"]

    def put(self, path: str, page: str | bytes, **more: Any) -> None:
        """Serve a page."""
        body = page.encode() if isinstance(page, str) else page
        self.replies[path] = Reply(body, **more)

    def put_list(
        self, path: str, names: list[str], following: str | None = None, **more: Any
    ) -> None:
        """Serve a list page of documents `/doc/<name>.html`."""
        self.put(path, list_page(names, following), **more)

    def put_document(self, name: str, **more: Any) -> None:
        """Serve `/doc/<name>.html`."""
        self.put(f"/doc/{name}.html", document_page(name), **more)


def _handler_for(site: LocalSite) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            reply = site.replies.get(
                self.path, Reply(b"<h1>404 Not Found</h1>", 404, validators=False)
            )
            if reply.wait:
                time.sleep(reply.wait)
            if reply.then:
                reply.then()
            tag = '"' + hashlib.sha1(reply.body, usedforsecurity=False).hexdigest() + '"'
            is_held = reply.validators and self.headers.get("If-None-Match") == tag
            status = 304 if is_held else reply.status
            site.asked.append(Asked(self.path, dict(self.headers), status, time.monotonic()))
            body = b"" if is_held else reply.body
            self.send_response(status)
            kind = {"Content-Type": "text/html; charset=utf-8", **reply.headers}
            for name, value in kind.items():
                self.send_header(name, value)
            if reply.validators:
                self.send_header("ETag", tag)
            self.send_header(
                "Content-Length", str(len(body) if reply.length is None else reply.length)
            )
            self.end_headers()
            try:
                self.wfile.write(body)
            except (BrokenPipeError, ConnectionResetError):
                return
            if reply.length is not None:
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the base class names it)
            """Quiet."""

    return Handler


def document_page(name: str, *, figure: str = "80%", attachment: str = "") -> str:
    """A document in the manner of a portal; `name` makes it one of its own."""
    number = (
        1000 + int(hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest()[:6], 16) % 9000
    )
    link = f'<p>附件：<a href="{attachment}">{name}任务清单.pdf</a></p>' if attachment else ""
    paragraphs = "".join(
        f"<p>{head}、{name}工作由第{number + i}组牵头，{text}，确保年底前完成率达到{figure}以上，"
        f"并于每季度末向{SEAL}报送进展情况。</p>"
        for i, (head, text) in enumerate(
            [
                ("一", "抓好重点项目谋划和前期论证"),
                ("二", "健全部门协同和定期会商制度"),
                ("三", "加强督促检查和结果运用"),
            ]
        )
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{name}实施方案</title>
<meta name="ArticleTitle" content="{name}实施方案"><meta name="PubDate" content="2026-03-05"></head>
<body><div class="nav"><a href="/">首页</a></div><h1>{name}实施方案</h1>
<div id="zoom"><p>青政办发〔2026〕{number}号</p><p>各市、县人民政府：</p>{paragraphs}
<p style="text-align:right">{SEAL}</p><p style="text-align:right">2026年3月4日</p>{link}</div></body></html>"""


def list_page(names: list[str], following: str | None = None) -> str:
    """A list page with a row for each name, and a link to the next page."""
    rows = "".join(
        f'<li><a href="/doc/{name}.html">{name}实施方案</a><span>2026-03-05</span></li>'
        for name in names
    )
    more = f'<div class="page"><a href="{following}">下一页</a></div>' if following else ""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>政策文件</title></head><body>
<div class="nav"><a href="/">首页</a></div><ul class="list">{rows}</ul>{more}</body></html>"""


PORTAL = """title = "青川省人民政府"
level = "province"
region = "990000"
url = "{base}/"
platform = "{platform}"
issuers = ["{seal}"]
{head}
[crawl]
delay = 0
{crawl}
[checks]
min_items = {min_items}
"""
COLUMN = """
[[sources]]
name = "{name}"
title = "政策文件"
kind = "plan"
url = "{url}"
"""


class BrokenStep:
    """A pipeline that some page breaks."""

    def process_item(self, item: Any) -> Any:
        """Raise for one page, let the others through."""
        if "/doc/b" in item.url:
            raise ValueError("this makes no sense")
        return item


class Bench:
    """An archive in a folder, portal files, and the crawl as the scheduler starts it."""

    def __init__(self, folder: Path, url: str | None = None) -> None:
        self.folder = folder
        (folder / "definitions" / "test").mkdir(parents=True)
        self.url = url or f"sqlite:///{folder / 'archive.db'}"
        self.archive = Archive(self.url)
        schema.upgrade(self.archive)
        self.options: list[str] = []
        self.environ: dict[str, str] = {"GONGBAO_ALLOW_PRIVATE": "true", "GONGBAO_LEASE_WAIT": "1s"}

    def define(
        self,
        base: str,
        *,
        name: str = "qc",
        columns: dict[str, str] | None = None,
        platform: str = "generic",
        min_items: int = 1,
        head: str = "",
        crawl: str = "",
        more: dict[str, str] | None = None,
    ) -> None:
        """Write a portal file; `columns`: name → path, `more`: name → further lines."""
        text = PORTAL.format(
            base=base, platform=platform, seal=SEAL, min_items=min_items, head=head, crawl=crawl
        )
        for column, path in (columns or {"plans": "/list.html"}).items():
            text += COLUMN.format(name=column, url=base + path) + (more or {}).get(column, "")
        (self.folder / "definitions" / "test" / f"{name}.toml").write_text(text, encoding="utf-8")

    def start(self, portal: str = "qc", *arguments: str) -> WarmCrawl:
        """Begin a crawl in a child process."""
        pairs = [part for argument in arguments for part in ("-a", argument)]
        environ = {
            **{k: v for k, v in os.environ.items() if not k.startswith("GONGBAO_")},
            "SCRAPY_SETTINGS_MODULE": "crawler.settings",
            "GONGBAO_DATABASE_URL": self.url,
            "GONGBAO_DATA_DIR": str(self.folder / "data"),
            "GONGBAO_PORTALS_DIR": str(self.folder / "definitions"),
            **self.environ,
        }
        command = ["scrapy", "crawl", portal, *pairs, *self.options]
        errors = self.folder / f"crawl-{secrets.token_hex(4)}.stderr"
        return WarmCrawl(command, env=environ, cwd=self.folder, errors=errors)

    def crawl(self, portal: str = "qc", *arguments: str) -> str:
        """Crawl to the end; returns what was written to stderr."""
        child = self.start(portal, *arguments)
        _, errors = child.communicate(timeout=120)
        assert child.returncode == 0, errors
        assert "Traceback" not in errors, errors
        return errors

    def source(self, name: str = "plans") -> Source:
        """The row of a column."""
        with self.archive.reading() as session:
            row = session.scalar(select(Source).filter_by(name=name))
        assert row is not None
        return row

    def run(self) -> CrawlRun:
        """The last run."""
        with self.archive.reading() as session:
            row = session.scalar(select(CrawlRun).order_by(CrawlRun.id.desc()).limit(1))
        assert row is not None
        return row

    def issues(self) -> dict[str, str]:
        """Open Issues: kind → message."""
        with self.archive.reading() as session:
            rows = session.scalars(select(Issue).where(Issue.resolved_at.is_(None)))
            return {row.kind: row.message for row in rows}

    def titles(self) -> list[str]:
        """Titles of all Documents."""
        with self.archive.reading() as session:
            return sorted(session.scalars(select(Document.title)))

    def listings(self) -> dict[str, str]:
        """Path of every address listed → its state."""
        with self.archive.reading() as session:
            return {"/" + r.url.split("/", 3)[3]: r.state for r in session.scalars(select(Listing))}

    def publications(self) -> dict[str, Publication]:
        """Path → Publication."""
        with self.archive.reading() as session:
            return {"/" + p.url.split("/", 3)[3]: p for p in session.scalars(select(Publication))}

    def revisions(self, path: str) -> list[Revision]:
        """The Revisions of a page, attachments loaded."""
        publication = self.publications()[path]
        with self.archive.reading() as session:
            rows = list(
                session.scalars(
                    select(Revision)
                    .filter_by(publication_id=publication.id)
                    .order_by(Revision.number)
                )
            )
            for row in rows:
                _ = [a.text for a in row.attachments]
            return rows
