"""Every way asking for an address can end, as a table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.outcome import Answer, judge_file, judge_page, leads_home, to_source_outcome
from storage.outcome import PageOutcome, SourceOutcome

HOME = "http://www.qingchuan.example/"
PAGE = "http://www.qingchuan.example/art/2026/3/5/art_12_345.html"
NAVIGATION = (
    "<div><a href='/'>首页</a><a href='/zwgk/'>政务公开</a><a href='/hdjl/'>互动交流</a></div>"
)
PARAGRAPH = (
    "<p>各县区人民政府，市政府各部门：为贯彻落实省委省政府关于优化营商环境的决策部署，进一步压实工作责任，"
    "现将本年度重点任务分工通知如下，请结合实际认真抓好落实，重要情况及时向市政府报告。</p>"
)
DOCUMENT = f"<html><head><title>关于印发任务分工的通知</title></head><body>{NAVIGATION}{PARAGRAPH * 3}</body></html>"


def page(title: str, *pieces: str) -> str:
    """A page with navigation and hardly a word of its own."""
    body = "".join(f"<p>{piece}</p>" for piece in pieces)
    head = f"<html><head><title>{title}</title></head>"
    return f"{head}<body>{NAVIGATION}{body}<div>版权所有 青川市政府</div></body></html>"


PAGES = [
    ("a document", 200, {}, DOCUMENT, "ok"),
    ("not modified", 304, {}, "", "unchanged"),
    ("nothing at all", 200, {}, "  \n", "failed"),
    ("404", 404, {}, page("404", "抱歉"), "gone"),
    ("410", 410, {}, "", "gone"),
    ("404 that says so", 404, {}, page("提示", "您访问的页面不存在"), "gone"),
    ("403", 403, {}, "no", "blocked"),
    ("405 of a cloud wall", 405, {}, page("405", "电信云防护"), "blocked"),
    ("瑞数 with 412", 412, {}, "<html><script>$_ts=window['$_ts'];</script></html>", "blocked"),
    ("瑞数 with 202", 202, {}, "<html><script>$_ts.cd='q';</script></html>", "blocked"),
    ("加速乐 with 521", 521, {}, "<script>document.cookie='__jsl_clearance=1'</script>", "blocked"),
    ("a wall that says 200", 200, {}, page("拦截", "如果您是网站管理员，请登录知道创宇云防御"), "blocked"),
    ("a wall that says 404", 404, {}, f"<html><script>var arg1='{'0A' * 20}';</script></html>", "blocked"),
    ("a cookie set by script", 200, {}, "<script>document.cookie='C3VK=ab';location.reload()</script>", "blocked"),
    ("your request was stopped", 200, {}, page("提示", "您的请求疑似攻击行为，已被拦截"), "blocked"),
    (
        "a picture of a document on a page that sets a cookie",
        200,
        {},
        page("公示", "<img src=1.jpg>", "阅读" * 60, "<script>document.cookie='v=1';location.href='/m'</script>"),
        "ok",
    ),
    ("449", 449, {}, "", "blocked"),
    ("429", 429, {}, "", "throttled"),
    ("503 with a time to come back", 503, {"retry-after": "120"}, "busy", "throttled"),
    ("too many requests, 200", 200, {}, page("提示", "您的访问过于频繁，请稍后再试"), "throttled"),
    ("503", 503, {}, "busy", "down"),
    ("500", 500, {}, "oops", "down"),
    ("502", 502, {}, "", "down"),
    ("408", 408, {}, "", "down"),
    ("400", 400, {}, "", "failed"),
    ("a redirect nobody followed", 302, {}, "", "failed"),
    ("soft 404 in the text", 200, {}, page("青川市人民政府", "您访问的页面不存在或已被删除"), "gone"),
    ("soft 404 in the title", 200, {}, page("404错误", "返回首页"), "gone"),
    ("soft 404, an article", 200, {}, page("系统提示", "该信息不存在！"), "gone"),
    ("soft 404 in a script", 200, {}, "<script>alert('该信息不存在！');history.go(-1)</script>", "gone"),
    ("haste in a script", 200, {}, '<script>alert("访问过于频繁");</script>', "throttled"),
    ("soft 404 in English", 200, {}, page("404 Not Found", "nginx"), "gone"),
    ("soft 404, address gone", 200, {}, page("错误", "对不起，您要访问的页面找不到了"), "gone"),
    ("a document that quotes one", 200, {}, DOCUMENT.replace("</body>", "<p>您访问的页面不存在</p></body>"), "ok"),
    ("a document about attacks", 200, {}, DOCUMENT.replace("通知", "防范攻击行为的通知"), "ok"),
    ("a wrapper about absent information", 200, {}, page("政府信息不存在告知书", "索引号：11/2026-3"), "ok"),
    ("a wrapper of a file", 200, {}, page("关于页面不存在问题的通报", "<a href='./P02026.pdf'>附件</a>"), "ok"),
    ("a repealed document in a picture", 200, {}, page("废止公告", "有效性：该文件已失效", "<img src=1.jpg>"), "ok"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("case", "status", "headers", "text", "outcome"), PAGES, ids=[p[0] for p in PAGES]
)
def test_judge_page(
    case: str, status: int, headers: dict[str, str], text: str, outcome: str
) -> None:
    verdict = judge_page(Answer(status, text, PAGE, PAGE, headers), HOME)
    assert verdict.outcome == outcome, verdict.message


def test_a_failed_verdict_says_why() -> None:
    for _, status, headers, text, outcome in PAGES:
        if outcome not in ("ok", "unchanged"):
            assert judge_page(Answer(status, text, PAGE, PAGE, headers), HOME).message


def test_the_search_box_of_a_list_does_not_make_it_absent() -> None:
    listed = page("政策文件", "没有找到相关信息", "关于甲的通知", "关于乙的通知")
    assert judge_page(Answer(200, listed, PAGE, PAGE), HOME, is_list=True).outcome == "ok"
    assert (
        judge_page(Answer(200, page("404 Not Found"), PAGE, PAGE), HOME, is_list=True).outcome
        == "gone"
    )


def test_data_is_never_taken_for_a_page_that_speaks() -> None:
    answer = Answer(200, '{"message": "信息不存在", "rows": []}', PAGE, PAGE)
    assert judge_page(answer, HOME, is_list=True).outcome == "ok"


@pytest.mark.parametrize(
    ("requested", "final", "expected"),
    [
        (PAGE, HOME, True),
        (PAGE, "http://www.qingchuan.example", True),
        (PAGE, "https://qingchuan.example/index.html", True),
        (PAGE, "http://m.qingchuan.example/", True),
        (PAGE, "http://www.qingchuan.example/zwgk/", False),
        (PAGE, PAGE.replace("http:", "https:"), False),
        (HOME, "https://www.qingchuan.example/index.html", False),
        ("http://www.qingchuan.example/?id=3", "http://www.qingchuan.example/", True),
        ("", HOME, False),
    ],
)
def test_leads_home(requested: str, final: str, *, expected: bool) -> None:
    assert leads_home(requested, final, HOME) is expected


def test_redirects_to_home_and_to_an_error_page() -> None:
    assert judge_page(Answer(200, DOCUMENT, HOME, PAGE), HOME).outcome == "home"
    lost = HOME + "404.html"
    assert judge_page(Answer(200, DOCUMENT, lost, PAGE), HOME).outcome == "gone"


def test_a_page_to_log_in_stands_in_the_way() -> None:
    form = page("统一身份认证", '<form><input name="u"><input type="password"></form>')
    sent = Answer(200, form, "http://www.qingchuan.example/sso/login?back=1", PAGE)
    assert judge_page(sent, HOME).outcome == PageOutcome.BLOCKED
    assert judge_page(Answer(200, form, PAGE, PAGE), HOME).outcome == PageOutcome.OK


def test_unreadable_characters_make_an_encoding_failure_only_in_numbers() -> None:
    text = DOCUMENT * 20
    few = Answer(200, text, PAGE, PAGE, {}, unreadable=8)
    many = Answer(200, text, PAGE, PAGE, {}, unreadable=len(text) // 50)
    assert judge_page(few, HOME).outcome == "ok"
    assert judge_page(many, HOME).outcome == "encoding"


FILES = [
    ("a file", 200, "", b"%PDF-1.7", "ok"),
    ("not modified", 304, "", b"", "unchanged"),
    ("gone", 404, "<html>404</html>", b"<html>404</html>", "gone"),
    ("nothing", 200, "", b"", "failed"),
    ("a page that says it is gone", 200, page("提示", "文件不存在"), b"<html>...", "gone"),
    ("some page", 200, page("登录"), b"<!DOCTYPE html><html>", "failed"),
    ("a wall", 200, page("提示", "浏览器安全检查"), b"<html>", "blocked"),
    ("a busy server", 503, "", b"busy", "down"),
]


@pytest.mark.parametrize(
    ("case", "status", "text", "body", "outcome"), FILES, ids=[f[0] for f in FILES]
)
def test_judge_file(case: str, status: int, text: str, body: bytes, outcome: str) -> None:
    url = HOME + "files/P0202603051.pdf"
    assert judge_file(Answer(status, text, url, url), body).outcome == outcome


@pytest.mark.parametrize("outcome", PageOutcome)
def test_every_outcome_of_a_list_page_is_one_of_a_source(outcome: PageOutcome) -> None:
    found = to_source_outcome(outcome)
    assert isinstance(found, SourceOutcome)
    if outcome.value in set(SourceOutcome):
        assert found == outcome.value


@given(st.integers(100, 599), st.text(max_size=300), st.sampled_from([PAGE, HOME, HOME + "a?b=c"]))
def test_any_answer_has_an_outcome_and_only_success_is_ok(status: int, text: str, url: str) -> None:
    outcome = judge_page(Answer(status, text, url, PAGE), HOME).outcome
    assert outcome in PageOutcome
    assert (outcome != PageOutcome.OK) or 200 <= status < 300


def test_a_page_word_saved_under_an_office_name_is_a_file() -> None:
    page = (
        '<html xmlns:w="urn:schemas-microsoft-com:office:word"><body><p>工作要点</p></body></html>'
    )
    answer = Answer(200, page, "http://a.example/1.doc", "http://a.example/1.doc", {}, 0)
    assert judge_file(answer, page.encode()).outcome is PageOutcome.OK
    plain = Answer(200, "<html>请登录</html>", answer.url, answer.requested, {}, 0)
    assert judge_file(plain, b"<html></html>").outcome is PageOutcome.FAILED
