"""The API as promised: what OpenAPI tells is what is answered, pages follow each other, nothing is sent twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

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
from pydantic import BaseModel

from config.settings import Settings
from crawler.items import RECORD_FIELDS
from gongbao.query import FILTER_NAMES
from gongbao.rows import CHANGE_FIELDS
from gongbao.web import api, api_models
from gongbao.web.app import create_app
from storage import search_index, tokens
from storage.facts import RelationFacts
from tests.web_client import TestClient

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from storage.session import Archive

NUMBER, OLDER = "云政发〔2026〕3号", "云政发〔2020〕9号"


def fill_archive(archive: Archive) -> str:
    """A plan revised once, with a relation, a citation and a copy elsewhere; returns its id."""
    cited = [{"document_number": OLDER, "title": None}, {"document_number": None, "title": "办法"}]
    plan = build_record("完成率80%。", document_number=NUMBER, citations=cited)
    old = build_record("旧。", document_number=OLDER, url="https://yunling.example/9.html",
                       title="旧办法", category="rule", written_on="2020-05")  # fmt: skip
    fill(archive, old)
    said = RelationFacts("repeals", OLDER, None, "", f"{OLDER}同时废止。")
    elsewhere = build_portal("qingxi", title="青溪市人民政府", level="city", region="990100")
    with archive.writing() as session:
        uid = store(session, plan, relations=(said,)).document
        publish(session)
        sync(session, elsewhere)
        copy = {**plan, "portal": "qingxi", "url": "https://qingxi.example/1.html"}
        store(session, copy, home=9)
        publish(session)
    revise(archive, {**plan, "text": "完成率85%。", "content_hash": "2" * 64})
    return uid


def open_client(
    archive: Archive, folder: Path, address: str = "testclient", **over: Any
) -> TestClient:
    (folder / "portals").mkdir(exist_ok=True)
    (folder / "portals" / "yunling.toml").write_text(PORTAL_FILE, encoding="utf-8")
    settings = Settings(database_url=archive.url, portals_dir=(folder / "portals",), **over)
    app = create_app(settings)
    return TestClient(app, raise_server_exceptions=False, client=(address, 50000))


@pytest.fixture
def uid(sqlite_archive: Archive) -> str:
    return fill_archive(sqlite_archive)


@pytest.fixture
def client(sqlite_archive: Archive, uid: str, tmp_path: Path) -> Iterator[TestClient]:
    with open_client(sqlite_archive, tmp_path) as opened:
        yield opened


def addresses(uid: str) -> dict[str, str]:
    """One question for every path there is."""
    one = f"/api/v1/documents/{uid}"
    return {
        "/api/v1/documents": "/api/v1/documents?q=完成",
        "/api/v1/documents/{document_id}": one,
        "/api/v1/documents/{document_id}/revisions": f"{one}/revisions",
        "/api/v1/documents/{document_id}/diff": f"{one}/diff?from=1&to=2",
        "/api/v1/documents/{document_id}/citations": f"{one}/citations",
        "/api/v1/changes": "/api/v1/changes?limit=2",
        "/api/v1/facets": "/api/v1/facets?portal=yunling",
        "/api/v1/issuers": "/api/v1/issuers?q=云岭",
        "/api/v1/portals": "/api/v1/portals",
    }


def models() -> dict[str, type[BaseModel]]:
    return {route.path: route.response_model for route in api.router.routes}  # type: ignore[attr-defined]


def test_every_answer_is_what_openapi_tells(archive: Archive, tmp_path: Path) -> None:
    uid = fill_archive(archive)
    assert addresses(uid).keys() == models().keys()
    with open_client(archive, tmp_path) as client:
        for path, model in models().items():
            answer = client.get(addresses(uid)[path]).json()
            model.model_validate(answer, strict=True)
            assert list(untold(model, answer)) == [], path
        for order in ("best", "newest", "added"):
            page = client.get(
                "/api/v1/documents", params={"order": order, "limit": 1, "q": "云政发"}
            )
            following = client.get(page.json()["next"]).json()
            assert len(following["items"]) == 1, order


def untold(model: type[BaseModel], value: dict[str, Any], where: str = "") -> Iterator[str]:
    """Fields that are answered and not told."""
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    yield from (f"{where}/{name}" for name in value.keys() - fields.keys())
    for name in fields.keys() & value.keys():
        kinds = [kind for kind in get_args(fields[name].annotation) if isinstance(kind, type)]
        inner = next((kind for kind in kinds if issubclass(kind, BaseModel)), None)
        for one in value[name] if isinstance(value[name], list) and inner else ():
            yield from untold(inner, one, f"{where}/{name}")


def test_models_have_every_promised_field() -> None:
    assert set(RECORD_FIELDS) <= set(api_models.Document.model_fields)
    assert set(CHANGE_FIELDS) == set(api_models.Change.model_fields)


def test_the_description_is_complete(client: TestClient, uid: str) -> None:
    told = client.get("/api/openapi.json").json()
    schemas = told["components"]["schemas"]
    assert told["paths"].keys() == addresses(uid).keys()
    for path, operations in told["paths"].items():
        operation = operations["get"]
        assert operation["summary"], path
        assert operation["description"], path
        name = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
        assert name.rpartition("/")[2] in schemas
        assert {"304", "401", "422", "429", "503"} <= operation["responses"].keys()
        for status, answer in operation["responses"].items():
            kinds = ["application/problem+json"] if status >= "400" else ["application/json"]
            assert list(answer.get("content", kinds)) == kinds, (path, status)
        for parameter in operation.get("parameters", ()):
            assert parameter["description"], (path, parameter["name"])
            assert "anyOf" not in parameter["schema"]
    asked = {p["name"] for p in told["paths"]["/api/v1/documents"]["get"]["parameters"]}
    assert set(FILTER_NAMES) <= asked
    assert "HTTPValidationError" not in schemas


def test_examples_are_true(client: TestClient) -> None:
    schemas = client.get("/api/openapi.json").json()["components"]["schemas"]
    for name in ("Document", "FullDocument", "Revision", "Diff", "Change", "Problem"):
        for example in schemas[name]["examples"]:
            getattr(api_models, name).model_validate(example, strict=True)


def test_an_answer_is_not_sent_twice(client: TestClient, sqlite_archive: Archive, uid: str) -> None:
    tags = {}
    for address in addresses(uid).values():
        first = client.get(address)
        tags[address] = tag = first.headers["etag"]
        assert tag.startswith('W/"')
        for given in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
            again = client.get(address, headers={"If-None-Match": given})
            assert (again.status_code, again.content) == (304, b""), (address, given)
            assert again.headers["etag"] == tag
        assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200
        head = client.head(address)
        assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", tag)
    revise(sqlite_archive, build_record("完成率90%。", document_number=NUMBER), days=2)
    for address in (addresses(uid)["/api/v1/documents"], f"/api/v1/documents/{uid}"):
        again = client.get(address, headers={"If-None-Match": tags[address]})
        assert again.status_code == 200, address


def test_citations_and_copies(client: TestClient, uid: str) -> None:
    told = client.get(f"/api/v1/documents/{uid}/citations").json()
    old = told["cites"][0]["document_id"]
    assert told["cites"] == [
        {"document_number": OLDER, "title": None, "document_id": old},
        {"document_number": None, "title": "办法", "document_id": None},
    ]
    assert told["cited_by"] == []
    back = client.get(f"/api/v1/documents/{old}/citations").json()
    assert [row["document_id"] for row in back["cited_by"]] == [uid]
    (copy,) = client.get(f"/api/v1/documents/{uid}").json()["copies"]
    assert (copy["portal"], copy["is_behind"], copy["basis"]) == ("qingxi", True, 1)


def test_a_search_shows_where_its_words_stand(client: TestClient) -> None:
    for words in ("85", "重点工作"):
        (row,) = client.get("/api/v1/documents", params={"q": words, "text": "false"}).json()[
            "items"
        ]
        found = [row["snippet"][start:end] for start, end in row["snippet_marks"]]
        found += [row["title"][start:end] for start, end in row["title_marks"]]
        assert found == [words]
        assert row["text"] == ""
    assert "snippet" not in client.get("/api/v1/documents").json()["items"][0]


def test_facets_and_issuers(client: TestClient) -> None:
    told = client.get("/api/v1/facets?portal=yunling").json()
    facets = {row["name"]: row["values"] for row in told["items"]}
    assert (told["total"], told["is_capped"]) == (2, False)
    for name, values in facets.items():
        for value in values:
            narrowed = client.get("/api/v1/documents", params=value["narrow"]).json()
            assert narrowed["total"] == value["count"], (name, value)
    assert {value["value"] for value in facets["category"]} == {"plan", "rule"}
    (issuer,) = client.get("/api/v1/issuers", params={"q": "岭省"}).json()["items"]
    assert issuer == {"name": "云岭省人民政府", "documents": 2}
    assert client.get("/api/v1/issuers?q=青溪").json()["items"] == []


def test_a_lost_place_is_told(client: TestClient, sqlite_archive: Archive) -> None:
    """The document a page should begin behind is dissolved: its rank among the others is known no more."""
    asked = (
        ("best", "云政发", 410),
        ("newest", "云政发", 200),
        ("added", "云政发", 200),
        ("best", "", 200),
    )
    following = []
    for order, words, status in asked:
        page = client.get("/api/v1/documents", params={"limit": 1, "order": order, "q": words})
        following.append((page.json()["next"], status))
    with sqlite_archive.writing() as session:
        for number in (1, 2):
            search_index.forget_document(session, number)
    assert [client.get(path).status_code for path, _ in following] == [s for _, s in following]


MISTAKES = (
    ("/api/v1/documents?order=oldest", 422, "order"),
    ("/api/v1/documents?cursor=2026-13.x", 404, None),
    ("/api/v1/documents?cursor=.99999999999", 404, None),
    ("/api/v1/documents?cursor=2026-01-01.9999999999", 404, None),
    ("/api/v1/documents?limit=1e3", 422, "limit"),
    ("/api/v1/documents?offset=3", 422, "offset"),
    ("/api/v1/documents/{0}?text=false", 422, "text"),
    ("/api/v1/documents/{0}/revisions?limit=1", 422, "limit"),
    ("/api/v1/documents/{0}/diff?from=-1", 422, "from"),
    ("/api/v1/documents/{0}/diff?to=99999999999999999999", 422, "to"),
    ("/api/v1/documents/{0}/citations/x", 404, None),
    ("/api/v1/portals?level=city", 422, "level"),
    ("/api/v2/documents", 404, None),
)


def test_every_error_is_a_problem(client: TestClient, uid: str) -> None:
    for path, status, blamed in MISTAKES:
        answer = client.get(path.format(uid))
        assert answer.status_code == status, path
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["cache-control"] == "no-store"
        problem = answer.json()
        api_models.Problem.model_validate(problem, strict=True)
        assert problem["status"] == status
        assert ([e["name"] for e in problem.get("errors", ())] or [None]) == [blamed], path


def test_other_methods_are_refused_as_problems(client: TestClient) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = client.request(method, "/api/v1/documents")
        assert answer.status_code == 405
        assert answer.headers["content-type"] == "application/problem+json"
        assert "GET" in answer.headers["allow"]


def test_too_many_requests_wait(sqlite_archive: Archive, uid: str, tmp_path: Path) -> None:
    with open_client(sqlite_archive, tmp_path, "203.0.113.7", rate_limit=3) as client:
        codes = [client.get("/api/v1/changes").status_code for _ in range(4)]
        assert codes == [200, 200, 200, 429]
        refused = client.get("/api/v1/documents")
        assert refused.headers["content-type"] == "application/problem+json"
        assert 1 <= int(refused.headers["retry-after"]) <= 20
        assert client.get("/").status_code == 429
        assert client.get("/feeds/search.json?q=法").status_code == 429
        for path in ("/feeds/changes.rss", "/feeds/portal/yunling.atom", "/feeds.opml", "/healthz",
                     "/metrics", "/static/style.css"):  # fmt: skip
            assert client.get(path).status_code == 200, path


def test_this_machine_is_never_limited(sqlite_archive: Archive, uid: str, tmp_path: Path) -> None:
    with open_client(sqlite_archive, tmp_path, "127.0.0.1", rate_limit=1) as client:
        assert {client.get("/api/v1/portals").status_code for _ in range(5)} == {200}


def test_a_token_has_a_limit_of_its_own(sqlite_archive: Archive, uid: str, tmp_path: Path) -> None:
    with sqlite_archive.writing() as session:
        given = [tokens.add_token(session, name, NOON) for name in ("one", "two")]
    options = {"rate_limit": 2, "require_token": True}
    with open_client(sqlite_archive, tmp_path, "203.0.113.7", **options) as client:

        def ask(token: str) -> int:
            headers = {"Authorization": f"Bearer {token}"}
            return client.get("/api/v1/portals", headers=headers).status_code

        assert [ask(given[0]) for _ in range(3)] == [200, 200, 429]
        assert [ask(given[1]) for _ in range(3)] == [200, 200, 429]
        assert [ask("guessed") for _ in range(3)] == [401, 401, 429]
