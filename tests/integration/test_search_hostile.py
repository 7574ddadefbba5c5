"""Whatever is asked for, the answer is a page, a list or a complaint: never a failure, on either database."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from builders import build_record, fill

from config.settings import Settings
from gongbao.web.app import create_app
from storage import catalogue
from storage.filters import Filters
from storage.search_query import Query
from tests.web_client import TestClient

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from storage.session import Archive

TEXT = "推进法治政府建设，PM2.5下降3%。"
QUERIES = [
    '"',
    "'",
    '""',
    '"法治',
    '法治"',
    "“法治",
    "' OR 1=1 --",
    "'; DROP TABLE documents; --",
    "%",
    "_",
    "%%法%",
    "*",
    "法*",
    "法治*",
    "NEAR(法 治)",
    "法 NEAR/2 治",
    "AND",
    "AND AND",
    "OR NOT",
    "NOT",
    "法 AND",
    "OR 法",
    "(",
    ")",
    "((((",
    "))))",
    "(" * 3000,
    "(法 " * 1000,
    "-" * 5000,
    "-法" * 2000,
    "NOT " * 2000 + "法",
    "body:法治",
    "title : 法",
    "^法",
    "-法",
    "-法治",
    "-PM2.5",
    "-〔",
    "-(法 OR 治)",
    "\\",
    "法\\'治",
    "法:*",
    "!法",
    "&",
    "|",
    "<->",
    "法治 |",
    "\x00",
    "法\x00治",
    "\ud800",
    "法\udfff",
    "🀄",
    "👨\u200d👩",
    "\u202e法治",
    "𠮷",
    "İ",
    "ﷺ",
    "法" * 5000,
    "法 " * 3000,
    "a" * 10_000,
    "a b " * 2000,
    "1" * 300,
    "1.1." * 2000,
    "法、" * 3000,
    "[\\W_]*" * 300,
    "(a+)+$",
    "a" * 50 + "!",
    " \u3000\t\n",
    "－法治",
    "§法",
    "¤25",
    "λ000061",
    "||||",
    "法|治",
    "{{7*7}}",
    "<script>",
    "%00",
    "..%2f",
    "云政发〔2026〕99999999999999999999号",
    "〔" * 2000,
    " OR ".join("法治政府建设推进下降云岭省" * 12),
    " ".join(map(str, range(190))),
    "法治 -" * 500,
]
PARAMETERS = [
    "limit=-1",
    "limit=0",
    "limit=99999999999999999999",
    "limit=x",
    "offset=-1",
    "page=0",
    "page=99999999999999999999",
    "page=100000",
    "page=1e5",
    "cursor=x",
    "cursor=%00",
    "cursor=d234567890ab",
    "cursor=" + "x" * 5000,
    "unknown=1",
    "written_from=2026-02-30",
    "written_from=0000-00-00",
    "written_to=99999-01-01",
    "published_from=x",
    "changed_since=x",
    "changed_since=9999-12-31T23:59:59-14:00",
    "changed_since=2026-01-01T00:00:00%2b99:99",
    "region=%25",
    "region=1",
    "level=x",
    "category=x",
    "source_kind='",
    "validity=%00",
    "issuer=%25",
    "issuer=%5c",
    "portal=%00",
    "source=/",
    "source=a/b/c",
    "number=%27",
    "number=" + "9" * 4000,
    "q=法&q=治",
    "q=&q=",
    "sort=x",
    "order=x",
    "q=法&written_from=2026-01-01&written_to=2025-01-01",
]
PATHS = ("/", "/api/v1/documents", "/feeds/search.atom", "/changes")


@pytest.fixture
def client(archive: Archive, tmp_path: Path) -> Iterator[TestClient]:
    fill(
        archive, build_record(TEXT), build_record("别的", url="https://yunling.example/art/2.html")
    )
    (tmp_path / "portals").mkdir()
    settings = Settings(database_url=archive.url, portals_dir=(tmp_path / "portals",))
    with TestClient(create_app(settings), raise_server_exceptions=False) as opened:
        yield opened


def test_hostile_queries_over_http(client: TestClient) -> None:
    for number, query in enumerate(QUERIES):
        path = PATHS[number % len(PATHS)]
        answer = client.get(f"{path}?q={quote(query, errors='surrogatepass')}")
        assert answer.status_code < 500, (path, query[:40])
        answer = client.get(f"/api/v1/documents?q={quote(query, errors='surrogatepass')}")
        assert answer.status_code in (200, 422), query[:40]


def test_hostile_parameters_over_http(client: TestClient) -> None:
    for parameter in PARAMETERS:
        for path in PATHS:
            answer = client.get(f"{path}?{parameter}")
            assert answer.status_code < 500, (path, parameter[:60])


def test_hostile_queries_find_what_reading_the_text_finds(archive: Archive) -> None:
    record = build_record(TEXT, document_number="云政发〔2026〕3号")
    fill(archive, record)
    for typed in QUERIES:
        query = Query(typed)
        held = query.matches(record["title"], record["document_number"], TEXT)
        with archive.reading() as session:
            found = list(catalogue.list_documents(session, Filters(q=typed)))
            count = catalogue.count_documents(session, Filters(q=typed))
        expected = int(bool(query) and held)
        assert (len(found), count) == (expected, expected), typed[:40]
