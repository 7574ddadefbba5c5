"""The demo's portals behave like portals, and change exactly as they say."""

from __future__ import annotations

import io
import json
import re
import tomllib
import urllib.error
import urllib.request
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import docx
import pypdfium2
import pytest

from gongbao.demo.papers import load_papers
from gongbao.demo.portal import Answer
from gongbao.demo.portals import write_portal_files
from gongbao.demo.site import DemoSite

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

TODAY = date(2031, 3, 9)
NAMES = ["yunling", "qingxi", "baichuan", "liuhe", "gazette"]


class Reply(NamedTuple):
    status: int
    body: bytes
    headers: Mapping[str, str]

    @property
    def text(self) -> str:
        encoding = "gb18030" if b"charset=gb2312" in self.body else "utf-8-sig"
        return self.body.decode(encoding)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object) -> None:
        return None


def get(url: str, headers: Mapping[str, str] | None = None, form: bytes | None = None) -> Reply:
    request = urllib.request.Request(url, form, dict(headers or {}))  # noqa: S310  (our own server)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)
    try:
        with opener.open(request) as response:
            return Reply(response.status, response.read(), dict(response.headers))
    except urllib.error.HTTPError as error:
        with closing(error):
            return Reply(error.code, error.read(), dict(error.headers))


@pytest.fixture
def site() -> Iterator[DemoSite]:
    with DemoSite(TODAY) as running:
        yield running


def pages(site: DemoSite) -> dict[tuple[str, str], str]:
    """Every document page by portal and title."""
    return {
        (name, posting.paper.title): get(portal.base + posting.path).text
        for name, portal in site.portals.items()
        for posting in portal.postings
    }


def official(html: str) -> str:
    """The document in a page: the text between the editor's container and what follows it."""
    start = re.search(r'id="zoom"|TRS_UEDITOR|Custom_UnionStyle|id="content"', html)
    assert start
    end = re.compile(r"</div>|<p><img").search(html, start.end())
    assert end
    return re.sub(r"<[^>]*>|\s", "", html[start.end() : end.start()])


def test_five_portals_with_documents_of_a_realistic_length(site: DemoSite) -> None:
    assert list(site.addresses) == NAMES
    assert len(set(site.addresses.values())) == 5
    for (name, title), html in pages(site).items():
        assert html.count(title) >= 2, (name, title)
        assert 150 < len(official(html)) < 3000, (name, title)
    for name, portal in site.portals.items():
        assert 8 <= len(portal.postings) <= 14, name
        assert 0 <= (TODAY - portal.postings[0].posted_at.date()).days <= 30, name


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2028, 2, 29), date(2030, 12, 31)])
def test_documents_are_dated_from_today_alone(today: date) -> None:
    papers = load_papers(today).values()
    assert all(paper.written_on <= paper.posted_on <= today for paper in papers)
    numbers = [paper.number for paper in papers if paper.number]
    assert len(set(numbers)) == len(numbers)
    titles = " ".join(paper.title for paper in papers)
    assert f"{today.year}年全省法治政府建设工作要点" in titles
    assert f"{today.year - 1}年全省法治政府建设工作要点" in titles


def test_nothing_of_the_notation_is_left_in_the_papers() -> None:
    for paper in load_papers(TODAY).values():
        text = paper.title + "".join(block.text for block in paper.blocks)
        assert not re.search(r"[{}|@]|\[[01]\]|#", text), paper.key


def test_same_seed_same_bytes_and_another_seed_other_noise() -> None:
    def sight(seed: int) -> list[str]:
        with DemoSite(TODAY, seed=seed) as one:
            return [
                re.sub(r"http://[\d.:]+|[\d.]+:\d{4,}", "", html) for html in pages(one).values()
            ]

    first = sight(7)
    assert first == sight(7)
    assert all(a != b for a, b in zip(first, sight(8), strict=True))


@pytest.mark.parametrize("name", ["yunling", "qingxi", "gazette"])
def test_etag_is_honoured(site: DemoSite, name: str) -> None:
    url = site.addresses[name] + site.portals[name].postings[0].path
    first = get(url)
    again = get(url, {"If-None-Match": first.headers["ETag"]})
    assert (again.status, again.body) == (304, b"")
    assert get(url, {"If-None-Match": '"other"'}).body == first.body
    assert [r.status for r in site.requests(name, site.portals[name].postings[0].path)] == [
        200,
        304,
        200,
    ]


def test_last_modified_is_honoured(site: DemoSite) -> None:
    url = site.addresses["baichuan"] + site.portals["baichuan"].postings[0].path
    first = get(url)
    assert "ETag" not in first.headers
    assert get(url, {"If-Modified-Since": first.headers["Last-Modified"]}).status == 304
    assert get(url, {"If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"}).status == 200


def test_one_portal_sends_no_validators_and_never_the_same_bytes(site: DemoSite) -> None:
    portal = site.portals["liuhe"]
    for path in (portal.postings[0].path, portal.columns[0].path):
        first, second = get(portal.base + path), get(portal.base + path)
        assert not {"ETag", "Last-Modified"} & set(first.headers)
        assert first.body != second.body
    path = portal.postings[0].path
    assert official(get(portal.base + path).text) == official(get(portal.base + path).text)


def test_gb18030_behind_a_gb2312_label(site: DemoSite) -> None:
    portal = site.portals["baichuan"]
    reply = get(portal.base + portal.find_paper("baichuan-personnel/0").path)
    assert "charset" not in reply.headers["Content-Type"]
    assert b"charset=gb2312" in reply.body
    with pytest.raises(UnicodeDecodeError):
        reply.body.decode("gb2312")
    text = reply.body.decode("gb18030")
    assert "龙镕" in text
    assert "曹㐂" in text
    assert "二〇三一年" in text


def links(text: str, pattern: str) -> list[str]:
    return re.findall(pattern, text)


def test_hanweb_list_comes_in_two_groups(site: DemoSite) -> None:
    portal = site.portals["yunling"]
    page = get(portal.base + portal.columns[0].path).text
    first = links(page, r'href="(/art/[^"]+)"')
    proxy = links(page, r'<nextgroup><!\[CDATA\[<a href="([^"]+)"')[0]
    assert re.findall(r"<ul></ul>", page), "the visible list is empty"
    second = get(portal.base + proxy).text
    rest = links(second, r'href="(/art/[^"]+)"')
    assert first + rest == [posting.path for posting in portal.postings]
    assert rest
    assert f"<totalrecord>{len(portal.postings)}</totalrecord>" in second
    beyond = get(portal.base + proxy.replace("page=1", "page=2")).text
    assert "<record>" not in beyond
    assert "nextgroup" not in beyond


def test_dataproxy_answers_windows_and_posts(site: DemoSite) -> None:
    portal = site.portals["yunling"]
    url = f"{portal.base}/module/web/jpage/dataproxy.jsp?startrecord=4&endrecord=6&perpage=3"
    form = b"col=1&appid=1&webid=42&columnid=1229001001&unitid=7701001&permissiontype=0"
    got = links(get(url, form=form).text, r'href="(/art/[^"]+)"')
    assert got == [posting.path for posting in portal.postings[3:6]]
    assert get(url, form=b"columnid=999").status == 404


@pytest.mark.parametrize(
    ("name", "second"), [("qingxi", "index_1.html"), ("baichuan", "index_1.shtml")]
)
def test_trs_lists_count_from_zero(site: DemoSite, name: str, second: str) -> None:
    portal = site.portals[name]
    root = portal.base + portal.columns[0].path
    seen = []
    for page in (root, root + second):
        text = get(page).text
        assert "createPageHTML(2, " in text
        seen += links(text, r'href="\.(/\d{6}/t\d{8}_\d+\.s?html)"')
    assert [portal.columns[0].path[:-1] + path for path in seen] == [
        posting.path for posting in portal.postings
    ]
    assert get(root + second.replace("1", "2")).status == 404


def test_county_list_leads_on_by_a_next_link(site: DemoSite) -> None:
    portal = site.portals["liuhe"]
    path, seen = portal.columns[0].path, []
    while path:
        text = get(portal.base + path).text
        seen += links(text, r'</span><a href="(/zwgk/gggs/content/[^"]+)"')
        path = (links(text, r'<a href="([^"]+)">下一页</a>') or [""])[0]
    assert seen == [posting.path for posting in portal.postings]


def test_gazette_leads_from_json_to_issues_to_articles(site: DemoSite) -> None:
    portal = site.portals["gazette"]
    reply = get(portal.base + "/gongbao/gbgl.json")
    assert reply.body.startswith(b"\xef\xbb\xbf")
    years = json.loads(reply.text)[0]["values"]
    issues = [issue["gname"] for year in years.values() for issue in year.values()]
    assert len(issues) == 3
    inside = [links(get(issue).text, r'href="([^"]*content_\d+\.html)"') for issue in issues]
    assert all(len(articles) > 1 for articles in inside)
    articles = [article for articles in inside for article in articles]
    assert sorted(articles) == sorted(posting.path for posting in portal.postings)


def test_attachments_say_in_chinese_what_the_page_announces(site: DemoSite) -> None:
    kinds = set()
    for portal in site.portals.values():
        for posting in portal.postings:
            if posting.annex_path and posting.annex:
                page = get(portal.base + posting.path).text
                link = posting.annex_path.replace("&", "&amp;")
                assert link in page or f"./{link.rpartition('/')[2]}" in page
                reply = get(portal.base + posting.annex_path)
                if reply.status == 302:
                    reply = get(portal.base + reply.headers["Location"])
                assert posting.annex.title in file_text(reply.body, posting.annex.kind)
                kinds.add((posting.annex.kind, reply.headers["Content-Type"]))
    assert {kind for kind, _ in kinds} == {"pdf", "docx"}


def file_text(data: bytes, kind: str) -> str:
    if kind == "pdf":
        with closing(pypdfium2.PdfDocument(data)) as document:
            return str(document[0].get_textpage().get_text_range())
    document = docx.Document(io.BytesIO(data))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def test_robots_missing_pages_and_the_log(site: DemoSite) -> None:
    base = site.addresses["qingxi"]
    assert b"Disallow: /admin/" in get(base + "/robots.txt").body
    missing = get(base + "/nothing?x=1", {"X-Trace": "7"})
    assert missing.status == 404
    assert "不存在" in missing.text
    assert "市政府文件" in get(base + "/").text
    asked = site.requests("qingxi", "/nothing")
    assert [(r.method, r.target, r.status, r.headers["X-Trace"]) for r in asked] == [
        ("GET", "/nothing?x=1", 404, "7")
    ]
    assert asked[0].host == base.removeprefix("http://")


def test_an_override_replaces_an_answer(site: DemoSite) -> None:
    site.overrides["liuhe", "/"] = Answer(b"busy", "text/plain", 503, (("Retry-After", "9"),))
    reply = get(site.addresses["liuhe"] + "/")
    assert (reply.status, reply.headers["Retry-After"]) == (503, "9")


def test_one_loopback_address_with_five_ports_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongbao.demo.server.NETWORK", "192.0.2.")  # no address of this machine
    with DemoSite(TODAY) as site:
        assert {base.rpartition(":")[0] for base in site.addresses.values()} == {"http://127.0.0.1"}
        assert len(set(site.addresses.values())) == 5
        assert {get(base + "/").status for base in site.addresses.values()} == {200}


def test_changes_are_exactly_those_reported(site: DemoSite) -> None:
    before = pages(site)
    done = site.apply_changes()
    assert site.apply_changes() is done, "a second call changes nothing"
    after = pages(site)

    assert sorted(change["kind"] for change in done) == [
        "new", "repost", "revised", "tampered", "withdrawn",
    ]  # fmt: skip
    by_kind = {change["kind"]: change for change in done}
    key = {kind: (change["portal"], change["title"]) for kind, change in by_kind.items()}
    assert set(after) - set(before) == {key["new"], key["repost"]}
    assert set(before) - set(after) == {key["withdrawn"]}
    kept = set(before) & set(after)
    different = {one for one in kept if official(before[one]) != official(after[one])}
    assert different == {key["revised"], key["tampered"]}
    assert all(before[one] != after[one] for one in kept), "counters and navigation everywhere"
    for change in done:
        assert get(change["url"]).status == (404 if change["kind"] == "withdrawn" else 200)


def baichuan_lists(site: DemoSite) -> list[str]:
    root = site.addresses["baichuan"] + site.portals["baichuan"].columns[0].path
    return [root, f"{root}index_1.shtml"]


def test_each_change_is_what_it_is_called(site: DemoSite) -> None:
    before = pages(site)
    done = {change["kind"]: change for change in site.apply_changes()}
    after = pages(site)

    revised = (done["revised"]["portal"], done["revised"]["title"])
    assert official(before[revised]).replace("80%", "85%") == official(after[revised])
    assert official(before[revised]).count("80%") == 1

    repost = after[done["repost"]["portal"], done["repost"]["title"]]
    original = after["yunling", done["repost"]["title"]]
    number = done["repost"]["number"]
    assert number in original
    assert number not in repost
    assert re.sub(r"〔(\d+)〕", r"[\1]", number) in repost
    text = official(original).split(number)[1]
    assert text in official(repost).replace("&nbsp;", "")
    assert "转载自" in official(repost)
    assert "转载自" not in original

    tampered = site.portals["baichuan"].find_paper("baichuan-road/0")
    assert "博彩" in tampered.title
    listed = "".join(get(portal_list).text for portal_list in baichuan_lists(site))
    assert tampered.paper.title in listed, "the list is left as it was"
    assert "柏川市" not in official(after["baichuan", tampered.paper.title])

    assert str(TODAY.year) in done["new"]["title"]
    listed = get(site.addresses["yunling"] + site.portals["yunling"].columns[1].path).text
    assert done["new"]["title"] in listed
    gone = site.portals["liuhe"].columns[0].path
    for path in (gone, gone.replace("list", "list-2")):
        assert done["withdrawn"]["title"] not in re.sub(
            r'<div class="guess">.*', "", get(site.addresses["liuhe"] + path).text
        )


def test_validators_tell_a_change_of_substance(site: DemoSite) -> None:
    held = {
        (name, posting.path): get(portal.base + posting.path).headers
        for name, portal in site.portals.items()
        for posting in portal.postings
    }
    done = {change["url"] for change in site.apply_changes()}

    def again(name: str, path: str) -> int:
        headers = held[name, path]
        asked = {
            "If-None-Match": headers.get("ETag"),
            "If-Modified-Since": headers.get("Last-Modified"),
        }
        sent = {header: value for header, value in asked.items() if value}
        return get(site.addresses[name] + path, sent).status

    status = {(name, path): again(name, path) for name, path in held}
    for (name, path), code in status.items():
        touched = site.addresses[name] + path in done
        if name in ("baichuan", "gazette"):
            assert code == (200 if touched else 304)
        elif name in ("liuhe", "qingxi"):
            assert code == (404 if touched and name == "liuhe" else 200)


def test_portal_files_name_every_column(site: DemoSite, tmp_path: Path) -> None:
    paths = write_portal_files(tmp_path, site)
    assert [path.relative_to(tmp_path).as_posix() for path in paths] == [
        f"demo/{name}.toml" for name in NAMES
    ]
    for path in paths:
        portal = tomllib.loads(path.read_text(encoding="utf-8"))
        assert portal["crawl"]["delay"] == 0
        assert portal["checks"]["newest_within_days"] == 60
        assert portal["issuers"]
        for source in portal["sources"]:
            assert get(source["url"]).status == 200
            assert source["checks"]["min_items"] >= 1
