"""A small site for browser tests: a served archive, and pages that are watched while they are read."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import uvicorn
from builders import (
    NOON,
    build_attachment,
    build_portal,
    build_record,
    publish,
    store,
    sync,
)

from config.settings import Settings
from gongbao.web.app import create_app
from storage import ledger
from storage.warc import StoredResponse, WarcStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from storage.session import Archive

NUMBER = "云政发〔2026〕3号"
TITLE = "云岭省2026年重点工作安排"
OLD = "各市人民政府：\n一、法治政府建设完成率达到80%以上，由省法制办负责。\n二、其他事项照旧。\n项目\t数量\n水库\t3座"
NEW = OLD.replace("80%", "85%").replace("省法制办", "省司法厅")
ORIGINAL = """<html><head><meta charset="utf-8"><script>document.title = "ran"</script></head>
<body onload="document.title = 'ran'"><h1>重点工作安排（原页）</h1><img src="https://elsewhere.example/seal.png">
<a href="https://elsewhere.example/">外链</a></body></html>"""


@contextmanager
def serving(folder: Path, url: str) -> Iterator[tuple[str, Settings]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = Settings(
        database_url=url, data_dir=folder, portals_dir=(folder / "portals",),
        base_url=f"http://127.0.0.1:{port}",
    )  # fmt: skip
    server = uvicorn.Server(uvicorn.Config(create_app(settings), port=port, log_config=None))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield settings.base_url, settings
    server.should_exit = True
    thread.join()


def fill_archive(archive: Archive, settings: Settings) -> None:
    plan = build_record(OLD, document_number=NUMBER, title=TITLE)
    with archive.writing() as session:
        sync(session, build_portal())
        sync(session, build_portal("qingxi", title="青溪市人民政府", level="city", region="990100"))
        store(session, plan)
        store(session, build_record(OLD.replace("80%", "70%"), url="https://yunling.example/0",
                                    title=TITLE.replace("2026", "2025"), written_on="2025-02-20"))  # fmt: skip
        cited = [{"document_number": NUMBER, "title": TITLE}]
        for issue, title in ((1, "<b>青溪市</b>报告"), (3, "柳河县报告")):
            url = f"https://yunling.example/g{issue}.html"
            named = {"year": 2026, "issue": issue, "total": None}
            store(session, build_record("另一件。", url=url, title=title, category="report",
                                        citations=cited, gazette_issue=named))  # fmt: skip
        publish(session)
        _revise(session, plan, settings)
        copy = {**plan, "portal": "qingxi", "url": "https://qingxi.example/9"}
        store(session, copy, NOON + timedelta(days=4), home=9)
        publish(session)
        run = ledger.start_run(session, "yunling", "x", NOON)
        ledger.finish_run(session, run, "blocked", {}, NOON)


def _revise(session: Any, plan: dict[str, Any], settings: Settings) -> None:
    at = NOON + timedelta(days=1)
    warc = WarcStore(settings.data_dir / "warc")
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    pointer = warc.write_response(StoredResponse(plan["url"], 200, headers, ORIGINAL.encode()), at)
    warc.close()
    file = build_attachment("牵头单位：省司法厅", "分工表")
    named = [{"title": file.title, "url": file.url, "media_type": None}]
    edited = {**plan, "text": NEW, "content_hash": "1" * 64, "attachments": named}
    store(session, edited, at, warc=pointer, attachments=(file,))
    spans = [["=", "完成率达到"], ["-", "80%"], ["+", "85%"], ["=", "以上"]]
    publish(session, silent=True, summary="【修订】1处：“80%”改为“85%”",
            operations=[{"op": "replace", "spans": spans}])  # fmt: skip


class Watched:
    """What a page complained of, and what it asked for."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.bytes: dict[str, int] = {}
        page.on(
            "console", lambda message: self.complaints.append(f"{message.type}: {message.text}")
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("requestfailed", self._note_failure)
        page.on("requestfinished", self._count)

    def _note_failure(self, request: Any) -> None:
        if request.failure != "net::ERR_ABORTED":  # the reader went on before it was there
            self.complaints.append(f"{request.failure}: {request.url}")

    def _count(self, request: Any) -> None:
        sizes = request.sizes()
        self.bytes[request.url] = sizes["responseBodySize"] + sizes["responseHeadersSize"]

    @property
    def hosts(self) -> set[str]:
        return {url.split("/")[2].split(":")[0] for url in self.bytes}


@contextmanager
def watching(browser: Browser, width: int, height: int) -> Iterator[Page]:
    """A page that fails the test when it complains or asks anybody else for anything."""
    opened = browser.new_page(viewport={"width": width, "height": height})
    watched = Watched(opened)
    yield opened
    opened.close()
    assert watched.complaints == []
    assert watched.hosts <= {"127.0.0.1"}
