"""Every command of the tour in docs/api.md, run against a server on this machine."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn
from builders import PORTAL_FILE, build_record, fill, revise

from config.settings import Settings
from gongbao.web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.session import Archive

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
ADDRESS = "http://127.0.0.1:8600"
NUMBER, OLDER = "云政发〔2026〕3号", "云政发〔2020〕9号"
OLD = "各市人民政府：\n重点工作如下，请按本通知执行。\n完成率达到80%以上，由各市负责落实。"


def blocks(language: str) -> list[str]:
    """The code of the tour in one language, in the order of the page."""
    tour = PAGE.partition("## A tour")[2].partition("\n## ")[0]
    return re.findall(rf"^```{language}\n(.*?)^```", tour, re.DOTALL | re.MULTILINE)


@pytest.fixture
def uid(sqlite_archive: Archive) -> str:
    """A plan revised once that cites a rule; another plan."""
    cited = [{"document_number": OLDER, "title": None}]
    plan = build_record(OLD, document_number=NUMBER, citations=cited)
    rule = build_record("旧。", document_number=OLDER, url="https://yunling.example/9.html",
                        title="办法", category="rule")  # fmt: skip
    other = build_record("水库。", url="https://yunling.example/8.html", title="规划")
    fill(sqlite_archive, rule, other)
    (uid,) = fill(sqlite_archive, plan)
    revise(
        sqlite_archive,
        build_record(OLD.replace("80", "85"), document_number=NUMBER, citations=cited),
    )
    return uid


@pytest.fixture
def server(sqlite_archive: Archive, uid: str, tmp_path: Path) -> Iterator[str]:
    """The address of the application on a port of its own."""
    (tmp_path / "yunling.toml").write_text(PORTAL_FILE, encoding="utf-8")
    app = create_app(Settings(database_url=sqlite_archive.url, portals_dir=(tmp_path,)))
    with serving(uvicorn.Server(uvicorn.Config(app, port=0, log_config=None))) as address:
        yield address


@contextmanager
def serving(server: uvicorn.Server) -> Iterator[str]:
    is_ready = threading.Event()
    begin = server.startup

    async def startup(*args: Any, **values: Any) -> None:
        await begin(*args, **values)
        is_ready.set()

    server.startup = startup  # type: ignore[method-assign]
    thread = threading.Thread(target=server.run)
    thread.start()
    assert is_ready.wait(30)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_curl_tour(server: str, uid: str, tmp_path: Path) -> None:
    plans, found, again, mistake, changes = [
        run(block.replace(ADDRESS, server), tmp_path) for block in blocks("sh")
    ]
    assert [row["text"] for row in json.loads(plans)["items"]] == ["", ""]
    for line in found.replace("}{", "}\n{").splitlines():
        assert [row["id"] for row in json.loads(line)["items"]] == [uid]
    assert again.split() == ["304"]
    assert json.loads(mistake)["errors"][0]["name"] == "level"
    assert json.loads(changes)["last_id"] == 1


def run(script: str, folder: Path) -> str:
    """What a block of the page prints."""
    return subprocess.run(
        ["/bin/bash", "-euo", "pipefail", "-c", script],
        cwd=folder,
        env={**os.environ, "TOKEN": "x", "no_proxy": "127.0.0.1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    ).stdout


def test_the_python_tour(server: str, uid: str, capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, Any] = {}
    told = []
    for block in blocks("python"):
        exec(block.replace(ADDRESS, server), names)  # noqa: S102  (the page's own code)
        told.append(capsys.readouterr().out.splitlines())
    documents, changes, spans, cited = told
    assert len(documents) == 2
    assert documents[1] == f"{uid} {NUMBER} 云岭省2026年重点工作安排"
    assert [line.split()[1] for line in changes] == ["new", "new", "new", "revised"]
    assert names["last_id"] == 4
    assert spans == ["- 80%", "+ 85%"]
    assert [line.split()[0] for line in cited] == [OLDER]
    assert cited[0].split()[1].startswith("d")
