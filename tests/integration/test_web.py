"""Web pages, API and feeds over HTTP."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import feedparser
import pytest
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
from gongbao.query import FILTER_NAMES
from gongbao.rows import CHANGE_FIELDS
from gongbao.web.access import ACCESS, PROTECTED, PUBLIC, HideTokens
from gongbao.web.app import ROUTERS, create_app
from gongbao.web.freshness import to_http_date
from storage import tokens
from storage.facts import RelationFacts
from tests.web_client import TestClient

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI

    from storage.session import Archive

NUMBER = "云政发〔2026〕3号"
OLD = "各市人民政府：\n一、法治政府建设完成率达到80%以上，由省法制办负责。"
NEW = "各市人民政府：\n一、法治政府建设完成率达到85%以上，由省司法厅负责。"
HOSTILE = "<script>alert(1)</script>\"'&<img src=x onerror=alert(2)>"
OUR_SCRIPT = '<script src="/static/page.js" defer></script>'
HOSTILE_URL = "https://yunling.example/art/3.html"
FEEDS = ("changes", "plans", "documents", "region/990000", "level/province", "category/plan")
TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}


def make_settings(archive: Archive, folder: Path, **over: Any) -> Settings:
    (folder / "portals").mkdir(exist_ok=True)
    (folder / "portals" / "yunling.toml").write_text(PORTAL_FILE, encoding="utf-8")
    values = {"database_url": archive.url, "portals_dir": (folder / "portals",), **over}
    return Settings(**values)


def open_client(app: FastAPI) -> TestClient:
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture
def archive(sqlite_archive: Archive) -> Archive:
    """One kind of database is enough here: that both answer alike is tested where SQL is."""
    return sqlite_archive


@pytest.fixture
def uids(archive: Archive) -> list[str]:
    """A plan revised once, a report, a document full of markup."""
    plan = build_record(OLD, document_number=NUMBER)
    report = build_record(
        "全年目标完成。\n项目\t数量\n水库\t3座",
        url="https://yunling.example/art/2.html",
        title="青溪市报告",
        category="report",
    )
    hostile = build_record(
        f"{HOSTILE}\n=1",
        url=HOSTILE_URL,
        title=HOSTILE,
        category="notice",
        issuers=[HOSTILE],
        attachments=[
            {"title": HOSTILE, "url": "javascript:alert(3)", "media_type": None},
            {"title": "附件", "url": "https://yunling.example/a.pdf", "media_type": None},
        ],
    )
    found = fill(archive, plan, report, hostile)
    revise(archive, build_record(NEW, document_number=NUMBER))
    return found


@pytest.fixture
def client(archive: Archive, uids: list[str], tmp_path: Path) -> Iterator[TestClient]:
    """Without a door keeper."""
    with open_client(create_app(make_settings(archive, tmp_path))) as opened:
        yield opened


@pytest.fixture
def guarded(archive: Archive, uids: list[str], tmp_path: Path) -> Iterator[TestClient]:
    """With GONGBAO_REQUIRE_TOKEN."""
    settings = make_settings(archive, tmp_path, require_token=True)
    with open_client(create_app(settings)) as opened:
        yield opened


def test_pages(client: TestClient, uids: list[str]) -> None:
    plan = uids[0]
    expected = {
        "/": ["青溪市报告", "最近变动", f"/documents/{plan}"],
        "/?q=司法厅": ["共 1 件", "<mark>司法厅</mark>"],
        "/?q=云政发[2026]3号": ["共 1 件", NUMBER],
        "/?category=report": ["共 1 件", "青溪市报告"],
        "/?q=没有这个词": ["没有找到"],
        "/?page=99": ["共 3 件"],
        "/?utm=1": ["未识别、未起作用的参数：utm"],
        f"/documents/{plan}": [NUMBER, "85%", "与上一版比较", "主版本"],
        f"/documents/{plan}?at=2026-03-02": ["80%", "2026-03-02 的存档"],
        f"/documents/{uids[1]}": ["<td>水库</td><td>3座</td>"],
        f"/documents/{plan}/diff": ["【删】80%</del>", "【增】85%</ins>", "修订"],
        f"/documents/{plan}/diff?from=1&to=2": ["【增】85%</ins>"],
        "/changes": ["修订", f"/documents/{plan}/diff?from=1&amp;to=2"],
        "/changes?category=report": ["青溪市报告"],
        "/portals": ["云岭省人民政府", "尚未访问", "栏目gazette"],
        "/portals/yunling": ["云岭省人民政府", "栏目gazette", "按栏目订阅", "最近变动"],
        "/api/docs": ["/api/v1/documents", "written_from"],
    }
    for path, words in expected.items():
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        for word in words:
            assert word in answer.text, (path, word)


def test_no_page_carries_markup_of_a_document(client: TestClient, uids: list[str]) -> None:
    uid = uids[2]
    for path in ("/", "/?q=alert", f"/documents/{uid}", "/changes", f"/?q={HOSTILE}"):
        text = client.get(path).text.replace(OUR_SCRIPT, "")
        assert "<script" not in text, path
        assert "<img" not in text, path
        assert 'href="javascript:' not in text, path
    assert 'href="https://yunling.example/a.pdf"' in client.get(f"/documents/{uid}").text


def test_pages_load_nothing_from_elsewhere(client: TestClient, uids: list[str]) -> None:
    for path in ("/", f"/documents/{uids[0]}", "/portals", "/changes", "/api/docs"):
        text = client.get(path).text
        loaded = re.findall(r"<(?:link|script|img|iframe)[^>]*(?:href|src)=\"([^\"]*)\"", text)
        assert loaded
        assert all(address.startswith("/") for address in loaded), path
    css = client.get("/static/style.css").text
    assert "url(" not in css
    assert "@import" not in css


def test_autodiscovery_leads_to_feeds(client: TestClient, uids: list[str]) -> None:
    pages = (
        "/",
        "/?q=法治&category=plan",
        f"/documents/{uids[0]}",
        "/changes",
        "/changes?level=province",
    )
    for path in pages:
        found = re.findall(
            r'rel="alternate" type="([^"]+)"[^>]*href="([^"]+)"', client.get(path).text
        )
        assert len(found) == 3, path
        for kind, address in found:
            answer = client.get(address.replace("&amp;", "&"))
            assert answer.status_code == 200, address
            assert answer.headers["content-type"] == f"{kind}; charset=utf-8"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/documents/dnothere", 404),
        ("/documents/%00", 404),
        ("/documents/{0}?at=1999-01-01", 422),
        ("/documents/{0}?at=2020-01-01", 404),
        ("/documents/{0}?at=tomorrow", 422),
        ("/documents/{0}/diff?from=1&to=9", 404),
        ("/documents/{0}/diff?from=x", 422),
        ("/documents/{1}/diff", 404),
        ("/?level=village", 422),
        ("/?written_from=2026-02-31", 422),
        ("/?page=0", 422),
        ("/?page=99999999999999999999", 422),
        ("/changes?before=x", 422),
        ("/changes?region=1", 422),
        ("/nowhere", 404),
        ("/api/v1/documents?level=village", 422),
        ("/api/v1/documents?limit=0", 422),
        ("/api/v1/documents?limit=9999", 422),
        ("/api/v1/documents?cursor=dnothere", 404),
        ("/api/v1/documents?colour=red", 422),
        ("/api/v1/documents?issuer=%00", 422),
        ("/api/v1/documents?changed_since=0001-01-01", 422),
        ("/api/v1/documents?changed_since=9999-12-31T23:59:59-12:00", 422),
        ("/api/v1/changes?since=-1", 422),
        ("/api/v1/changes?since=99999999999999999999999", 422),
        ("/api/v1/documents/dnothere", 404),
        ("/api/v1/documents/dnothere/revisions", 404),
        ("/api/v1/documents/{0}/diff?from=9", 404),
        ("/api/v1/nowhere", 404),
        ("/feeds/nowhere.rss", 404),
        ("/feeds/changes", 404),
        ("/feeds/changes.xml", 404),
        ("/feeds/portal/<script>.rss", 404),
        ("/feeds/document/dnothere.atom", 404),
        ("/feeds/search.rss?level=village", 422),
        ("/feeds/search.rss?colour=red", 422),
        ("/feeds/changes.rss?category=plan", 422),
    ],
)
def test_errors_are_answered_in_the_way_of_who_asks(
    client: TestClient, uids: list[str], path: str, status: int
) -> None:
    if path == "/documents/{0}?at=1999-01-01":
        status = 404  # a day before anything was kept
    answer = client.get(path.format(*uids))
    assert answer.status_code == status
    kind = answer.headers["content-type"].split(";")[0]
    if path.startswith("/api/"):
        assert kind == "application/problem+json"
        problem = answer.json()
        assert problem["status"] == status
        assert problem["title"]
        assert problem["detail"]
    else:
        assert kind == ("text/plain" if path.startswith("/feeds") else "text/html")
    assert "<script" not in answer.text.replace(OUR_SCRIPT, "")
    assert "Traceback" not in answer.text


HOSTILE_VALUES = (
    "'",
    '"',
    "%",
    "\x00",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin1"),
    "法" * 3000,
)


@pytest.mark.parametrize(
    "name", ["q", "number", "issuer", "portal", "source", "region", "validity", "changed_since"]
)
def test_no_filter_value_breaks_anything(client: TestClient, name: str) -> None:
    for value in HOSTILE_VALUES:
        for path in ("/", "/changes", "/api/v1/documents", "/api/v1/changes", "/feeds/search.rss"):
            answer = client.get(path, params={name: value})
            assert answer.status_code in (200, 422), (path, value)


def test_api_documents(client: TestClient, uids: list[str]) -> None:
    page = client.get("/api/v1/documents").json()
    assert page["total"] == 3
    assert {row["id"] for row in page["items"]} == set(uids)
    row = client.get(f"/api/v1/documents/{uids[0]}").json()
    assert (row["document_number"], row["text"]) == (NUMBER, NEW)
    assert row["publications"][0]["sources"] == ["gazette"]
    found = client.get("/api/v1/documents", params={"number": "云政发[2026]3号"}).json()
    assert [row["id"] for row in found["items"]] == [uids[0]]
    bare = client.get("/api/v1/documents?text=false").json()
    assert all(row["text"] == "" for row in bare["items"])
    revisions = client.get(f"/api/v1/documents/{uids[0]}/revisions").json()["items"]
    assert [(r["number"], r["text"]) for r in revisions] == [(1, OLD), (2, NEW)]
    diff = client.get(f"/api/v1/documents/{uids[0]}/diff?from=1&to=2").json()
    assert (diff["from"], diff["to"]) == (1, 2)
    assert "85%" in json.dumps(diff["operations"], ensure_ascii=False)


def test_api_lists_follow_a_cursor(client: TestClient, uids: list[str]) -> None:
    for start in (
        "/api/v1/documents?limit=1",
        "/api/v1/documents?limit=2&q=年",
        "/api/v1/changes?limit=1",
    ):
        seen: list[Any] = []
        address: str | None = start
        while address:
            answer = client.get(address)
            page = answer.json()
            seen += [row["id"] for row in page["items"]]
            address = page["next"]
            assert ("link" in answer.headers) is (address is not None)
        whole = client.get(start.replace("limit=1", "limit=100").replace("limit=2", "limit=100"))
        assert seen == [row["id"] for row in whole.json()["items"]], start


def test_api_changes(client: TestClient, uids: list[str]) -> None:
    page = client.get("/api/v1/changes").json()
    assert [row["kind"] for row in page["items"]] == ["new", "new", "new", "revised"]
    assert all(tuple(row) == CHANGE_FIELDS for row in page["items"])
    later = client.get(f"/api/v1/changes?since={page['last_id']}").json()
    assert later == {"items": [], "next": None, "last_id": page["last_id"]}


def test_api_portals(client: TestClient) -> None:
    (portal,) = client.get("/api/v1/portals").json()["items"]
    assert portal["name"] == "yunling"
    assert portal["health"][0]["documents"] == 3


def test_relations_lead_both_ways(client: TestClient, archive: Archive, uids: list[str]) -> None:
    said = RelationFacts("repeals", NUMBER, None, "", f"{NUMBER}同时废止。")
    notice = build_record("废止旧文。", url="https://yunling.example/9.html", title="废止决定")
    with archive.writing() as session:
        uid = store(session, notice, relations=(said,)).document
    (there,) = client.get(f"/api/v1/documents/{uid}").json()["relations"]
    (back,) = client.get(f"/api/v1/documents/{uids[0]}").json()["relations"]
    assert (there["kind"], there["is_outgoing"], there["document_id"]) == ("repeals", True, uids[0])
    assert (back["kind"], back["is_outgoing"], back["document_id"]) == ("repeals", False, uid)
    page = client.get(f"/documents/{uids[0]}").text
    assert "被废止" in page
    assert f'href="/documents/{uid}"' in page


def test_a_hijacked_page_shows_its_last_good_text_alone(
    client: TestClient, archive: Archive, uids: list[str]
) -> None:
    foreign = build_record("点击领取彩金", title="彩金", document_number=NUMBER)
    revise(archive, foreign, days=3, tampered=True)
    for path in (f"/documents/{uids[0]}", "/", "/changes", "/feeds/changes.json", "/?q=85",
                 f"/api/v1/documents/{uids[0]}", f"/documents/{uids[0]}/diff"):  # fmt: skip
        assert "彩金" not in client.get(path).text, path
    page = client.get(f"/documents/{uids[0]}").text
    assert "原页面疑似被篡改" in page
    assert "85%" in page
    assert "疑似篡改" in client.get("/changes").text


def test_a_dissolved_id_leads_on(client: TestClient, archive: Archive, uids: list[str]) -> None:
    with archive.engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO redirects (uid, document_id) VALUES ('dgone', 1)")
    for path in ("/documents/dgone/diff?from=1&to=2", "/api/v1/documents/dgone"):
        answer = client.get(path, follow_redirects=False)
        assert answer.status_code == 301
        assert answer.headers["location"] == path.replace("dgone", uids[0])


@pytest.mark.parametrize("name", FEEDS)
@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_feeds(client: TestClient, name: str, form: str) -> None:
    answer = client.get(f"/feeds/{name}.{form}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == TYPES[form]
    assert answer.headers["cache-control"] == "public, max-age=600"
    assert re.fullmatch(r'"[0-9a-f]{32}(-gzip)?"', answer.headers["etag"])
    if form == "json":
        assert any(NUMBER in item["title"] for item in answer.json()["items"])
    else:
        parsed = feedparser.parse(answer.content)
        assert not parsed.bozo
        assert any(NUMBER in entry.title for entry in parsed.entries)


def test_feeds_of_one_document_portal_and_search(client: TestClient, uids: list[str]) -> None:
    counts = {
        f"/feeds/document/{uids[0]}.json": 2,
        "/feeds/portal/yunling.json": 4,
        "/feeds/source/yunling/gazette.json": 4,
        "/feeds/search.json?q=法治": 1,
        "/feeds/search.json?number=云政发[2026]3号": 1,
        "/feeds/search.json?category=report": 1,
        "/feeds/category/appointment.json": 0,
        "/feeds/region/980000.json": 0,
    }
    for path, count in counts.items():
        assert len(client.get(path).json()["items"]) == count, path


def test_feeds_answer_304_until_something_happens(
    client: TestClient, archive: Archive, uids: list[str]
) -> None:
    paths = (
        "/feeds/changes.rss",
        "/feeds/documents.atom",
        "/feeds/portal/yunling.json",
        "/feeds/search.rss?q=法治",
    )
    for path in paths:
        first = client.get(path)
        tag, moment = first.headers["etag"], first.headers["last-modified"]
        for headers in (
            {"If-None-Match": tag},
            {"If-None-Match": f'"other", W/{tag}'},
            {"If-Modified-Since": moment},
            {"If-Modified-Since": "Tue, 01 Jan 2999 00:00:00 GMT"},
        ):
            answer = client.get(path, headers=headers)
            assert (answer.status_code, answer.content) == (304, b""), (path, headers)
            assert answer.headers["etag"] == tag
        both = {"If-None-Match": '"other"', "If-Modified-Since": moment}
        assert client.get(path, headers=both).status_code == 200
        for old in ("Thu, 01 Jan 2026 00:00:00 GMT", "yesterday", "", "2026-03-04"):
            since = {"If-Modified-Since": old}
            assert client.get(path, headers=since).status_code == 200, (path, old)
    tags = {path: client.get(path).headers["etag"] for path in paths}
    revise(archive, build_record(NEW + "\n二、法治宣传。", document_number=NUMBER), days=2)
    for path, tag in tags.items():
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 200, path


def test_a_304_is_given_before_anything_is_rendered(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    tag = client.get("/feeds/changes.rss").headers["etag"]
    monkeypatch.setattr("gongbao.web.feeds.load_page", None)
    answer = client.get("/feeds/changes.rss", headers={"If-None-Match": tag})
    assert answer.status_code == 304


def test_a_repost_is_an_entry_of_its_portal_alone(
    client: TestClient, archive: Archive, uids: list[str]
) -> None:
    tag = client.get("/feeds/portal/yunling.rss").headers["etag"]
    changes = client.get("/feeds/changes.rss").headers["etag"]
    elsewhere = build_portal("qingxi", title="青溪市人民政府", level="city", region="990100")
    with archive.writing() as session:
        sync(session, elsewhere)
        copy = build_record("市里的文件", document_number="青政发〔2026〕1号", portal="qingxi",
                            url="https://qingxi.example/1.html")  # fmt: skip
        store(session, copy)
        publish(session)
        store(
            session, {**copy, "portal": "yunling", "url": "https://yunling.example/r.html"}, home=9
        )
        publish(session)
    answer = client.get("/feeds/portal/yunling.json", headers={"If-None-Match": tag})
    titles = [item["title"] for item in answer.json()["items"]]
    assert sum("青政发〔2026〕1号" in title for title in titles) == 1
    assert client.get("/feeds/changes.rss").headers["etag"] != changes
    told = [item["title"] for item in client.get("/feeds/changes.json").json()["items"]]
    assert sum("青政发〔2026〕1号" in title for title in told) == 1


def test_head_and_gzip(client: TestClient) -> None:
    for path in ("/", "/feeds/changes.rss", "/api/v1/documents", "/healthz"):
        got, head = client.get(path), client.head(path)
        assert head.status_code == 200
        assert head.content == b""
        for name in ("content-type", "etag", "content-length"):
            assert head.headers.get(name) == got.headers.get(name), (path, name)
    packed = client.get("/feeds/changes.rss", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["vary"]
    assert client.post("/").status_code == 405


def test_security_headers_stand_on_everything(client: TestClient) -> None:
    for path in ("/", "/nowhere", "/api/v1/documents", "/feeds/x.rss", "/static/style.css"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "no-referrer"
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "server" not in headers


def test_every_route_is_public_or_protected() -> None:
    app = create_app(Settings())
    inner = {route.path for router in ROUTERS for route in router.routes}  # type: ignore[attr-defined]
    assert inner | {r.path for r in app.routes if hasattr(r, "path")} == set(ACCESS)


def test_every_address_is_told_in_the_docs() -> None:
    docs = Path(__file__).parents[2] / "docs"
    told = "".join((docs / name).read_text(encoding="utf-8") for name in ("api.md", "web.md"))
    for path in set(ACCESS) - {"/static", "/feeds/{name:path}"}:
        assert path.replace("{document_id}", "{id}") in told, path
    assert all(f"`{name}`" in told for name in FILTER_NAMES)


NOT_KEPT = ("/files/0", "/archived", "/original", "/source")  # of this document


def fill_path(path: str, uid: str) -> str:
    return (
        path.replace("{document_id}", uid)
        .replace("{name:path}", "changes.rss")
        .replace("{name}", "yunling")
        .replace("{position}", "0")
        .replace("/static", "/static/style.css")
    )


def test_protected_routes_need_a_token(
    guarded: TestClient, archive: Archive, uids: list[str]
) -> None:
    with archive.writing() as session:
        token = tokens.add_token(session, "reader", NOON)
        revoked = tokens.add_token(session, "gone", NOON)
        tokens.revoke_token(session, "gone", NOON)
    for template, access in ACCESS.items():
        path = fill_path(template, uids[0])
        status = guarded.get(path).status_code
        if access == PUBLIC:
            assert status == (404 if path.endswith(NOT_KEPT) else 200), path
            continue
        assert status == 401, path
        for wrong in (revoked, "x", "", "é"):
            assert guarded.get(path, params={"token": wrong}).status_code == 401
            headers = {"Authorization": f"Bearer {wrong}".encode()}
            assert guarded.get(path, headers=headers).status_code == 401
        right = guarded.get(path, headers={"Authorization": f"Bearer {token}"})
        assert right.status_code == 200, path
        answer = guarded.get(path, params={"token": token})
        assert answer.status_code == 200
        assert token not in answer.text
        if path.startswith("/feeds"):
            assert answer.headers["cache-control"].startswith("private")
    refused = guarded.get("/api/v1/changes?since=x")
    assert (refused.status_code, refused.headers["www-authenticate"][:6]) == (401, "Bearer")


def test_api_and_feeds_are_what_is_protected() -> None:
    protected = {path for path, access in ACCESS.items() if access == PROTECTED}
    assert all(path.startswith(("/api/v1/", "/feeds")) for path in protected)
    assert not any(p.startswith(("/api/v1/", "/feeds")) for p in set(ACCESS) - protected)


def test_tokens_stay_out_of_the_access_log() -> None:
    import logging  # noqa: PLC0415

    record = logging.LogRecord(
        "uvicorn.access",
        20,
        "",
        0,
        '%s "%s"',
        ("127.0.0.1", "/feeds/a.rss?token=se-cret&q=1"),
        None,
    )
    assert HideTokens().filter(record)
    assert "se-cret" not in record.getMessage()
    assert "q=1" in record.getMessage()


def test_health_and_metrics(client: TestClient) -> None:
    health = client.get("/healthz").json()
    assert health == {"status": "ok", "archive": True, "newest_change": 4}
    metrics = client.get("/metrics")
    assert metrics.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = metrics.text.splitlines()
    assert "gongbao_documents 3" in lines
    assert 'gongbao_changes_total{kind="revised"} 1' in lines
    assert 'gongbao_source_outcome{portal="yunling",source="gazette",outcome="never"} 1' in lines
    pattern = r'(# (HELP|TYPE) \w+ .+|gongbao_\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? [\d.]+)'
    assert all(re.fullmatch(pattern, line) for line in lines)


def test_without_an_archive_everything_reads_as_empty(tmp_path: Path) -> None:
    (tmp_path / "portals").mkdir()
    (tmp_path / "portals" / "yunling.toml").write_text(PORTAL_FILE, encoding="utf-8")
    path = tmp_path / "none" / "archive.db"
    settings = Settings(database_url=f"sqlite:///{path}", portals_dir=(tmp_path / "portals",))
    with open_client(create_app(settings)) as client:
        assert "尚无存档" in client.get("/").text
        for address in ("/changes", "/portals", "/feeds/changes.rss", "/metrics", "/feeds.opml"):
            assert client.get(address).status_code == 200, address
        assert client.get("/api/v1/documents").json() == {"items": [], "next": None, "total": 0}
        assert client.get("/healthz").json()["archive"] is False
    assert not path.parent.exists()


def test_another_schema_is_said_not_shown(sqlite_archive: Archive, tmp_path: Path) -> None:
    with sqlite_archive.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with open_client(create_app(make_settings(sqlite_archive, tmp_path))) as client:
        for path in ("/", "/api/v1/documents", "/feeds/changes.rss", "/healthz"):
            answer = client.get(path)
            assert answer.status_code == 503, path
            assert "gongbao db upgrade" in answer.text


def test_a_mistake_of_ours_is_a_500_without_a_trace(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("secret detail")

    monkeypatch.setattr("storage.catalogue.load_documents", fail)
    for path in ("/", "/api/v1/documents"):
        answer = client.get(path)
        assert answer.status_code == 500
        assert "secret" not in answer.text
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_dates_of_http() -> None:
    assert to_http_date(NOON) == "Mon, 02 Mar 2026 04:00:00 GMT"
