"""The whole reading side answers alike on SQLite and PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from builders import (
    NOON,
    PORTAL_FILE,
    build_portal,
    build_record,
    fill,
    publish,
    revise,
    store,
    sync,
)

from config.settings import Settings
from gongbao.web.app import create_app
from storage import tokens
from tests.web_client import TestClient

if TYPE_CHECKING:
    from pathlib import Path

    from storage.session import Archive

FILTERS = (
    "q=法治政府&number=云政发[2026]3号&issuer=云岭&portal=yunling&source=yunling/gazette&region=990000"
    "&level=province&category=plan&source_kind=gazette&written_from=2026-02-20&written_to=2026-02-20"
    "&published_from=2026-01-01&published_to=2026-12-31&changed_since=2026-01-01T00:00:00Z"
)
COUNTS = {
    "/api/v1/documents": 3,
    f"/api/v1/documents?{FILTERS}": 1,
    "/api/v1/documents?q=法": 2,
    "/api/v1/changes": 4,
    f"/api/v1/changes?{FILTERS}": 2,
    "/api/v1/changes?portal=yunling": 3,
    "/api/v1/changes?portal=qingxi": 1,
    "/api/v1/changes?region=990100": 1,
    "/api/v1/changes?region=990000&q=件": 1,
    "/api/v1/documents?portal=yunling": 3,
    "/api/v1/documents?portal=qingxi": 1,
    "/feeds/changes.json": 4,
    "/feeds/documents.json": 3,
    f"/feeds/search.json?{FILTERS}": 1,
    "/feeds/portal/yunling.json": 4,
    "/feeds/source/yunling/gazette.json": 4,
    "/feeds/region/990000.json": 4,
}


def test_every_address(archive: Archive, tmp_path: Path) -> None:
    plan = build_record("法治政府建设。", document_number="云政发〔2026〕3号")
    uid = fill(archive, plan, build_record("司法。", url="https://yunling.example/2", title="二"))[
        0
    ]
    revise(archive, {**plan, "text": "法治政府建设要点。", "content_hash": "1" * 64})
    copy_elsewhere(archive)
    with archive.writing() as session:
        token = tokens.add_token(session, "reader", NOON)
    (tmp_path / "yunling.toml").write_text(PORTAL_FILE, encoding="utf-8")
    settings = Settings(database_url=archive.url, portals_dir=(tmp_path,), require_token=True)
    with TestClient(create_app(settings), headers={"Authorization": f"Bearer {token}"}) as client:
        for path, count in COUNTS.items():
            assert len(client.get(path).json()["items"]) == count, path
        for path in (
            "/",
            f"/?{FILTERS}",
            f"/changes?{FILTERS}",
            "/portals",
            "/portals/yunling",
            "/?q=法&order=newest",
            "/metrics",
            "/healthz",
        ):
            assert client.get(path).status_code == 200, path
        for path in ("", "/diff", "/copies", "?at=2026-03-02", "?revision=1"):
            assert client.get(f"/documents/{uid}{path}").status_code == 200, path


def copy_elsewhere(archive: Archive) -> None:
    """A document of another portal that is found here as a copy too."""
    qingxi = build_portal("qingxi", title="青溪市人民政府", level="city", region="990100")
    copy = build_record("市里的文件。", document_number="青政发〔2026〕1号", portal="qingxi",
                        url="https://qingxi.example/1.html", title="三", category="notice")  # fmt: skip
    with archive.writing() as session:
        sync(session, qingxi)
        store(session, copy)
        publish(session)
        here = {**copy, "portal": "yunling", "url": "https://yunling.example/r.html"}
        store(session, here, home=9)
        publish(session)
