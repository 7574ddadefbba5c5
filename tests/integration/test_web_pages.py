"""What the pages show and where they lead: a document's life, its original, the front page, portals, two languages."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from builders import (
    NOON,
    PORTAL_FILE,
    build_attachment,
    build_portal,
    build_record,
    publish,
    store,
    sync,
)
from lxml import html

from config.settings import Settings
from gongbao.web.app import create_app
from storage import frontier, ledger
from storage.outcome import SourceOutcome
from storage.warc import StoredResponse, WarcStore
from tests.web_client import TestClient

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from storage.session import Archive

NUMBER = "云政发〔2026〕3号"
TITLE = "云岭省2026年重点工作安排"
OLD = "各市人民政府：\n一、完成率达到80%以上，由省法制办负责。\n二、其他事项照旧。"
NEW = OLD.replace("80%", "85%").replace("省法制办", "省司法厅")
URL = "https://yunling.example/art/1.html"
CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


@pytest.fixture
def settings(sqlite_archive: Archive, tmp_path: Path) -> Settings:
    (tmp_path / "portals").mkdir()
    (tmp_path / "portals" / "yunling.toml").write_text(PORTAL_FILE, encoding="utf-8")
    return Settings(
        database_url=sqlite_archive.url, data_dir=tmp_path, portals_dir=(tmp_path / "portals",)
    )


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings), raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture
def uid(sqlite_archive: Archive, settings: Settings) -> str:
    """A plan with two revisions, its page kept, two attachments, a copy elsewhere, and last year's plan."""
    plan = build_record(OLD, document_number=NUMBER, attachments=[
        {"title": "分工表", "url": build_attachment("牵头单位：省司法厅").url, "media_type": None},
        {"title": "扫描件", "url": build_attachment("").url, "media_type": None},
    ])  # fmt: skip
    with sqlite_archive.writing() as session:
        sync(session, build_portal())
        sync(session, build_portal("qingxi", title="青溪市人民政府", level="city", region="990100"))
        uid = store(session, plan).document
        publish(session)
        edited = {**plan, "text": NEW, "content_hash": "1" * 64}
        scan = replace(build_attachment("", "扫描件"), note="scanned or empty: no text on 3 pages")
        files = (build_attachment("牵头单位：省司法厅", "分工表"), scan)
        at = NOON + timedelta(days=2)
        store(session, edited, at, warc=_keep(settings, at), attachments=files)
        publish_with_operations(session)
        copy = build_record(OLD, document_number=NUMBER, portal="qingxi", url="https://qingxi.example/9",
                            published_at="2026-03-01")  # fmt: skip
        store(session, copy, NOON + timedelta(days=4), home=9)
        publish(session)
    return uid


def publish_with_operations(session: Any) -> None:
    spans = [["=", "完成率达到"], ["-", "80%"], ["+", "85%"], ["=", "以上"]]
    publish(session, summary="【修订】1处：“80%”改为“85%”", silent=True,
            operations=[{"op": "replace", "spans": spans}])  # fmt: skip


def _keep(settings: Settings, at: datetime) -> Any:
    page = """<html><head><script>steal()</script></head><body><img src="/seal.png">
    <h1>云岭省2026年重点工作安排</h1><p>85%</p></body></html>"""
    headers = (("Content-Type", "text/html; charset=gb18030"),)
    warc = WarcStore(settings.data_dir / "warc")
    pointer = warc.write_response(StoredResponse(URL, 200, headers, page.encode("gb18030")), at)
    warc.close()
    return pointer


def page_of(client: TestClient, path: str) -> html.HtmlElement:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.text)
    return html.document_fromstring(answer.text)


def text_of(page: html.HtmlElement, path: str) -> str:
    return " ".join(" ".join(node.itertext()) for node in page.cssselect(path))


def links(page: html.HtmlElement, path: str = "main") -> list[str]:
    return [a.get("href") for node in page.cssselect(path) for a in node.iter("a")]


def test_a_document_shows_its_life(client: TestClient, uid: str) -> None:
    page = page_of(client, f"/documents/{uid}")
    events = [" ".join("".join(li.itertext()).split()) for li in page.cssselect(".timeline li")]
    assert [event.split()[2] for event in events] == ["转载", "第", "第"]
    assert "青溪市人民政府" in events[0]
    assert "未声明的改动" in events[1]
    assert "“80%”改为“85%”" in events[1]
    assert f"/documents/{uid}/diff?from=1&to=2" in links(page, ".timeline")
    assert f"/documents/{uid}?revision=1" in links(page, ".timeline")
    assert "晚 4 天" in text_of(page, ".places")
    assert {"/portals/yunling", "/portals/qingxi"} <= set(links(page, ".places"))
    assert f"/documents/{uid}/copies" in links(page)
    assert "1 处转载的内容与主版本不同" in text_of(page, ".rail")
    assert "未声明的改动" in text_of(page, ".paper .notice")


def test_attachments_say_what_is_known_of_their_text(client: TestClient, uid: str) -> None:
    page = page_of(client, f"/documents/{uid}")
    told = text_of(page, ".files")
    assert "存档文本，9 字" in told
    assert "扫描件或空白件：3 页均无文字" in told
    path = f"/documents/{uid}/files/0?revision=2"
    assert path in links(page, ".files")
    assert "牵头单位：省司法厅" in text_of(page_of(client, path), ".text")
    for missing in ("files/1?revision=2", "files/0?revision=1", "files/7"):
        assert client.get(f"/documents/{uid}/{missing}").status_code == 404, missing
    for wrong in ("files/-1", "files/x", "files/99999999999999999999", "files/0?revision=0"):
        assert client.get(f"/documents/{uid}/{wrong}").status_code == 422, wrong


def test_a_document_as_it_stood_on_a_day(client: TestClient, uid: str) -> None:
    page = page_of(client, f"/documents/{uid}?at=2026-03-03")
    assert "80%" in text_of(page, ".text")
    assert "2026-03-03 的存档：第 1 版" in text_of(page, ".notice")
    assert "85%" in text_of(page_of(client, f"/documents/{uid}?at=2026-03-04"), ".text")
    assert client.get(f"/documents/{uid}?at=2026-03-01").status_code == 404


def test_each_revision_has_an_address(client: TestClient, uid: str) -> None:
    page = page_of(client, f"/documents/{uid}?revision=1")
    assert "80%" in text_of(page, ".text")
    assert "第 1 版" in text_of(page, ".notice")
    assert client.get(f"/documents/{uid}?revision=3").status_code == 404
    assert client.get(f"/documents/{uid}?revision=x").status_code == 422


def test_a_page_hijacked_from_the_first_shows_nothing_of_it(
    client: TestClient, uid: str, sqlite_archive: Archive
) -> None:
    foreign = build_record("点击领取彩金", title="彩金", url="https://yunling.example/x")
    with sqlite_archive.writing() as session:
        found = store(session, foreign, tampered=True).document
    for path in ("", "/copies"):
        answer = client.get(f"/documents/{found}{path}")
        assert answer.status_code == 200
        assert "彩金" not in answer.text
    for path in ("/archived", "/original", "/source", "/files/0", "?revision=1"):
        assert client.get(f"/documents/{found}{path}").status_code == 404, path


def test_the_original_is_shown_in_a_sandbox(client: TestClient, uid: str) -> None:
    page = page_of(client, f"/documents/{uid}/archived")
    (frame,) = page.cssselect("iframe")
    assert frame.get("sandbox") == ""
    assert frame.get("src") == f"/documents/{uid}/original?revision=2"
    answer = client.get(frame.get("src"))
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "script" not in policy
    assert "allow-" not in policy
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    assert "85%" in answer.text
    assert TITLE in answer.text
    assert "<script" not in answer.text
    assert "seal.png" not in answer.text
    source = client.get(f"/documents/{uid}/source")
    assert source.headers["content-disposition"].startswith("attachment")
    assert source.headers["content-type"] == "text/plain; charset=utf-8"
    assert "<script>steal()</script>" in source.text


def test_what_is_not_kept_is_said(client: TestClient, uid: str, settings: Settings) -> None:
    for name in ("archived", "original", "source"):
        assert client.get(f"/documents/{uid}/{name}?revision=1").status_code == 404
        assert client.get(f"/documents/{uid}/{name}?revision=0").status_code == 422
        assert client.get(f"/documents/dnothere/{name}").status_code == 404
    assert "存档原页" not in client.get(f"/documents/{uid}?at=2026-03-02").text
    for file in (settings.data_dir / "warc").rglob("*.warc.gz"):
        file.unlink()
    assert client.get(f"/documents/{uid}/original").status_code == 404


def test_copies_are_laid_beside_the_main_page(client: TestClient, uid: str) -> None:
    page = page_of(client, f"/documents/{uid}/copies")
    assert "青溪市人民政府" in text_of(page, ".copy h2")
    assert "晚 4 天" in text_of(page, ".copy h2")
    assert "主版本其后已有改动" in text_of(page, ".copy h2")


def test_last_years_plan_is_a_redline_away(
    client: TestClient, uid: str, sqlite_archive: Archive
) -> None:
    before = build_record(OLD.replace("80%", "70%"), url="https://yunling.example/0", written_on="2025-02-20",
                          title=TITLE.replace("2026", "2025"))  # fmt: skip
    with sqlite_archive.writing() as session:
        older = store(session, before).document
        publish(session)
    page = page_of(client, f"/documents/{uid}")
    path = f"/documents/{uid}/diff?with={older}"
    assert path in links(page, ".rail")
    assert path in links(page_of(client, f"/documents/{older}"), ".rail")
    redline = page_of(client, path)
    assert "70%" in text_of(redline, ".redline del")
    assert "85%" in text_of(redline, ".redline ins")
    assert client.get(f"/documents/{uid}/diff?with=dnothere").status_code == 404
    assert client.get(f"/documents/{uid}/diff?with={'x' * 99}").status_code == 422


def test_the_front_page_puts_silent_edits_first(client: TestClient, uid: str) -> None:
    page = page_of(client, "/changes")
    (lead,) = page.cssselect(".story.lead.silent")
    assert "未声明的改动" in " ".join(lead.itertext())
    assert "".join(lead.cssselect("ins")[0].itertext()) == "【增】85%"
    assert f"/documents/{uid}/diff?from=1&to=2" in links(page, ".lead")
    assert "/portals/yunling" in links(page, ".fresh")
    assert text_of(page, ".edition h2").count("修订 1") == 1


def test_the_front_page_can_be_narrowed(client: TestClient, uid: str) -> None:
    found = {
        "kind=revised": {"revised"},
        "kind=new": {"new"},
        "silent=true": {"revised"},
        "kind=withdrawn": set(),
        "day=2026-03-02": {"new"},
        "day=2026-03-04": {"revised"},
        "day=2026-03-01": set(),
    }
    for query, kinds in found.items():
        page = page_of(client, f"/changes?{query}")
        stories = {"revised"} if page.cssselect(".story") else set()
        fresh = {"new"} if page.cssselect(".fresh li") else set()
        assert stories | fresh == kinds, query


@pytest.mark.parametrize("query", ["kind=x", "day=x", "day=2026-02-30", "silent=x", "before=0"])
def test_the_front_page_refuses_what_it_does_not_understand(client: TestClient, query: str) -> None:
    assert client.get(f"/changes?{query}").status_code == 422


def test_the_front_page_shows_nothing_of_a_hijacked_page(
    client: TestClient, uid: str, sqlite_archive: Archive
) -> None:
    foreign = build_record("点击领取彩金", title="彩金", document_number=NUMBER)
    with sqlite_archive.writing() as session:
        store(session, foreign, NOON + timedelta(days=9), tampered=True)
        operations = [{"op": "insert", "lines": ["点击领取彩金"]}]
        publish(session, operations=operations)
    page = client.get("/changes").text
    assert "疑似篡改" in page
    assert "彩金" not in page
    assert "彩金" not in client.get(f"/documents/{uid}").text


def test_a_moved_page_says_so(client: TestClient, uid: str, sqlite_archive: Archive) -> None:
    with sqlite_archive.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE publications SET state = 'moved' WHERE portal = 'yunling'"
        )
    page = page_of(client, f"/documents/{uid}")
    assert "已移至" in text_of(page, ".paper .notice")
    assert "已移至他处" in text_of(page, ".places")


def test_portals_tell_their_health(client: TestClient, uid: str, sqlite_archive: Archive) -> None:
    now = datetime.now(UTC)
    with sqlite_archive.writing() as session:
        row = frontier.get_source(session, "yunling", "gazette")
        ledger.record_source_outcome(
            session, row, SourceOutcome.OK, {"ok": 3}, now - timedelta(days=1)
        )
        ledger.record_source_outcome(session, row, SourceOutcome.BLOCKED, {}, now, "412")
        for outcome in ("ok", "blocked", "blocked"):
            run = ledger.start_run(session, "yunling", "x", now)
            ledger.finish_run(session, run, outcome, {}, now)
        store(session, build_record("新文。", url="https://yunling.example/n", title="本周新文",
                                    published_at=now.date().isoformat()))  # fmt: skip
    for path in ("/portals", "/portals/yunling"):
        page = page_of(client, path)
        told = text_of(page, "main")
        for words in ("被拦截", "栏目被拦截", "412", (now - timedelta(days=1)).strftime("%Y-")):
            assert words in told, (path, words)
        spoken = [svg.get("aria-label") for svg in page.cssselect("svg.spark")]
        assert "近 26 周每周抓取：成功 1 次，失败 2 次" in spoken
        assert any(
            re.fullmatch(r"近 26 周每周文件，共 \d+ 件，本周 1 件", said) for said in spoken
        ), spoken
    assert "1 个栏目有问题" in text_of(page_of(client, "/portals"), "main")
    assert client.get("/portals/nowhere").status_code == 404


def test_a_portal_that_left_its_file_is_still_there(
    client: TestClient, uid: str, settings: Settings
) -> None:
    assert "青溪市人民政府" in text_of(page_of(client, "/portals/qingxi"), "h1")
    assert "qingxi" not in client.app.state.shelf.portals  # type: ignore[attr-defined]
    assert "/portals/qingxi" in links(page_of(client, "/portals"))


def test_missing_gazette_issues_are_shown(
    client: TestClient, uid: str, sqlite_archive: Archive
) -> None:
    with sqlite_archive.writing() as session:
        for issue in (1, 2, 4):
            name = {"year": 2026, "issue": issue, "total": None}
            url = f"https://yunling.example/g{issue}"
            store(
                session,
                build_record(f"第{issue}期。", url=url, title=f"文{issue}", gazette_issue=name),
            )
    page = page_of(client, "/portals/yunling")
    assert [node.text for node in page.cssselect(".issues .held")] == ["1", "2", "4"]
    (lost,) = page.cssselect(".issues .lost")
    assert "".join(lost.itertext()) == "3缺"


PATHS = (
    "/", "/?q=司法厅", "/changes", "/portals", "/portals/yunling", "/subscribe", "/api/docs", "/documents/{}",
    "/documents/{}/diff", "/documents/{}/copies", "/documents/{}/archived", "/documents/{}/files/0", "/nowhere",
)  # fmt: skip


def test_english_pages_say_nothing_of_their_own_in_chinese(client: TestClient, uid: str) -> None:
    client.cookies.set("lang", "en")
    for path in PATHS:
        answer = client.get(path.format(uid))
        page = html.document_fromstring(answer.text)
        assert page.get("lang") == answer.headers["content-language"] == "en"
        for node in page.cssselect("[lang=zh-CN], .number"):
            node.drop_tree()
        said = " ".join(" ".join(page.body.itertext()).split())
        if not path.startswith("/api"):  # the manual names terms
            assert not CHINESE.search(said), (path, said)


def test_a_language_once_chosen_stays(client: TestClient, uid: str) -> None:
    assert 'lang="zh-CN"' in client.get("/").text
    first = client.get("/changes?lang=en&category=plan")
    assert "Silent edit" in first.text
    assert "未识别" not in first.text
    assert "Unknown parameters" not in first.text
    assert "lang=en" in first.headers["set-cookie"]
    assert "SameSite=lax" in first.headers["set-cookie"]
    later = client.get("/portals")
    assert "Last success" in later.text
    assert "Cookie" in later.headers["vary"]
    back = html.document_fromstring(first.text).cssselect("a.switch")[0].get("href")
    assert back == "/changes?category=plan&lang=zh"
    assert "动态" in client.get(back).text
    assert "门户" in client.get("/portals").text
    assert 'lang="zh-CN"' in client.get("/?lang=xx").text


def test_issuers_are_suggested(client: TestClient, uid: str) -> None:
    assert client.get("/suggest/issuers?q=人民").json() == ["云岭省人民政府"]
    assert client.get("/suggest/issuers?q=无此机关").json() == []
    assert client.get(f"/suggest/issuers?q={'长' * 101}").status_code == 422


def test_every_page_leads_to_an_atom_feed(client: TestClient, uid: str) -> None:
    for path in PATHS:
        page = html.document_fromstring(client.get(path.format(uid)).text)
        (found,) = page.cssselect('link[rel=alternate][type="application/atom+xml"]')
        assert client.get(found.get("href")).status_code == 200, path


def test_pages_of_many_events_ask_few_questions(
    client: TestClient, uid: str, sqlite_archive: Archive
) -> None:
    """The number of questions does not grow with revisions, copies and citations."""
    few = _count_questions(client, f"/documents/{uid}")
    numbers = [f"云政发〔2025〕{n}号" for n in range(30)]
    cited = [{"document_number": number, "title": None} for number in numbers]
    with sqlite_archive.writing() as session:
        for n, number in enumerate(numbers):
            said = [{"document_number": NUMBER, "title": None}]
            url = f"https://yunling.example/c{n}"
            store(session, build_record(f"文{n}", url=url, document_number=number, citations=said))
        for n in range(8):
            text = {"text": f"{NEW}{n}", "content_hash": str(n) * 64, "citations": cited}
            store(
                session,
                {**build_record(document_number=NUMBER), **text},
                NOON + timedelta(days=10 + n),
            )
        publish(session)
    many = _count_questions(client, f"/documents/{uid}")
    assert many <= few + 6, (few, many)
    assert "其余 10 件" in client.get(f"/documents/{uid}").text


def _count_questions(client: TestClient, path: str) -> int:
    from sqlalchemy import event  # noqa: PLC0415

    client.get(path)
    shelf = client.app.state.shelf  # type: ignore[attr-defined]
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(shelf._archive.engine, "before_cursor_execute", note)
    try:
        assert client.get(path).status_code == 200
    finally:
        event.remove(shelf._archive.engine, "before_cursor_execute", note)
    return len(asked)


def test_the_manual_names_every_parameter_answer_and_object(client: TestClient) -> None:
    description = client.get("/api/openapi.json").json()
    page = page_of(client, "/api/docs")
    headings = [" ".join(node.itertext()) for node in page.cssselect("main h2")]
    sections = dict(zip(headings, page.cssselect("main > section"), strict=False))
    for path, methods in description["paths"].items():
        section = sections[f"GET {path}"]
        codes = [node.text for node in section.cssselect("code")]
        assert {p["name"] for p in methods["get"].get("parameters", ())} <= set(codes), path
        assert set(methods["get"]["responses"]) <= set(codes), path
    anchors = {node.get("id") for node in page.cssselect("[id]")}
    assert set(description["components"]["schemas"]) <= anchors
    assert {a.get("href")[1:] for a in page.cssselect("a[href^='#']")} <= anchors
