"""Pages that answer 200 without their document, addresses used again, trouble and hijacking."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from tests.integration.local_site import Reply
from tests.scenarios.skins import SKINS, Sheet
from tests.scenarios.test_every_template import TOPICS, notice

if TYPE_CHECKING:
    from pathlib import Path

    from tests.scenarios.county import County, Watch

FRAME = '<html><head><meta charset="utf-8"><title>{}</title></head><body>{}</body></html>'
NOTICE = Sheet(
    "温馨提示", ["为提升服务质量，您访问的内容正在迁移。", "请通过站内搜索查找您需要的信息。"], None
)
PAGES = 8
STRANGE = {  # nothing here stands in any list of known words but the second
    TOPICS[0]: FRAME.format("提示", "<h2>出错了</h2><p>您要看的内容暂时无法显示</p>"),
    TOPICS[1]: FRAME.format(
        "系统维护", "<p>系统维护中，给您带来不便敬请谅解，如有疑问请致电0000-1234567。</p>"
    ),
    TOPICS[2]: FRAME.format(
        "用户登录", "<form><p>统一身份认证平台</p><input type='password'>忘记密码</form>"
    ),
    TOPICS[
        4
    ]: "Fatal error: Uncaught PDOException: SQLSTATE[HY000] [2002] in /var/www/index.php:12",
}


def html(text: str) -> Reply:
    return Reply(text.encode(), validators=False)


def publish(county: County) -> None:
    for place, topic in enumerate(TOPICS[:PAGES], 1):
        county.put(topic, notice(topic, place if place % 4 else None))


def test_a_page_that_shows_something_else_is_no_revision(watch: Watch) -> None:
    county = watch.county
    publish(county)
    first = county.pages[TOPICS[0]]
    first.answer = html(STRANGE[TOPICS[0]])
    watch.crawl()
    assert first.sheet.title not in watch.kinds()  # never seen, and nothing to see yet
    first.answer = None
    watch.crawl()
    assert watch.kinds() == {first.sheet.title: "new"}
    for topic, text in STRANGE.items():
        county.pages[topic].answer = html(text)
    county.pages[TOPICS[5]].answer = html(SKINS["trs"](NOTICE, county.around))
    county.pages[TOPICS[6]].answer = html(SKINS["soup"](Sheet("", []), county.around))
    county.pages[TOPICS[7]].answer = html(county.home_page().decode())
    for _ in range(2):
        watch.crawl()
        time.sleep(1.1)
    gone = {county.pages[TOPICS[place]].sheet.title: "withdrawn" for place in (0, 5, 6, 7)}
    assert watch.kinds() == gone
    for page in county.pages.values():
        page.answer = None
    watch.crawl()
    assert watch.kinds() == dict.fromkeys(gone, "restored")


def test_an_address_used_again_and_a_move_with_an_edit(watch: Watch) -> None:
    county = watch.county
    publish(county)
    watch.crawl()
    watch.news()
    taken, moved, untold = (county.pages[topic] for topic in TOPICS[:3])
    former = taken.sheet
    taken.sheet = notice("马拉松赛事", 88)
    moved.path, untold.path = "/new/1.html", "/new/2.html"
    moved.sheet.lines[1] += "年底前完成验收。"
    watch.crawl()
    assert watch.kinds() == {taken.sheet.title: "new", moved.sheet.title: "revised"}
    time.sleep(1.1)
    watch.crawl()
    assert watch.kinds() == {former.title: "withdrawn"}
    successor, taken.sheet = taken.sheet, former
    watch.crawl()
    assert watch.kinds() == {former.title: "restored"}
    assert watch.states()[successor.title] == "absent"


CHALLENGE = (
    "<html><head><script>var _$jsl='__jsl_clearance';document.cookie='__jsl_clearance_s='+go({});"
    "location.href=location.pathname</script></head><body></body></html>"
)
TROUBLES = {"500": Reply(b"<h1>500</h1>", 500, {"Retry-After": "0"}), "challenge": html(CHALLENGE)}


def test_trouble_ends_the_command_with_one(watch: Watch) -> None:
    county = watch.county
    publish(county)
    assert watch.crawl() == 0
    watch.news()
    for name, reply in TROUBLES.items():
        county.everything = reply
        assert watch.crawl() == 1, name
        assert watch.issues(), name
    county.everything, county.list_answer = None, html("<html><body><table></table></body></html>")
    assert watch.crawl() == 1
    county.list_answer = None
    for page in county.pages.values():  # the list is fine, a wall stands before every page
        page.answer = Reply(b"<h1>Forbidden</h1>", 403, validators=False)
    assert watch.crawl() == 1
    for page in county.pages.values():
        page.answer = None
    assert watch.crawl() == 0
    assert (watch.kinds(), watch.issues(), set(watch.states().values())) == ({}, set(), {"live"})


SPAM = "bet365体育在线官网,澳门新葡京娱乐城,真人百家乐注册送彩金,老虎机游戏平台下载,时时彩投注"


def test_what_a_hijacker_writes_stands_in_no_feed(watch: Watch, tmp_path: Path) -> None:
    county = watch.county
    publish(county)
    watch.crawl()
    watch.news()
    whole, line = county.pages[TOPICS[0]], county.pages[TOPICS[1]]
    title, lines = whole.sheet.title, whole.sheet.lines
    whole.sheet.title, whole.sheet.lines = "bet365体育在线_澳门新葡京娱乐城官网", [SPAM * 5] * 4
    line.sheet.lines.append("澳门新葡京娱乐城 真人百家乐 老虎机游戏平台 注册送彩金")
    county.put("首次所见", Sheet("澳门新葡京娱乐城_bet365体育在线", [SPAM * 5] * 3))
    watch.crawl()
    assert watch.kinds() == dict.fromkeys((title, line.sheet.title), "tampered")
    told = watch.feeds(tmp_path / "feeds")
    assert [word for word in ("葡京", "bet365", "百家乐", "彩金") if word in told] == []
    assert "疑似篡改" in told
    whole.sheet.title, whole.sheet.lines = title, lines
    line.sheet.lines.pop()
    watch.crawl()
    assert watch.kinds() == {}
    assert {watch.states()[t] for t in (title, line.sheet.title)} == {"live"}


def test_two_crawls_at_once_are_one(watch: Watch) -> None:
    publish(watch.county)
    watch.county.show()
    rounds = [threading.Thread(target=watch.crawl_aside) for _ in range(2)]
    for one in rounds:
        one.start()
    for one in rounds:
        one.join()
    assert list(watch.kinds().values()) == ["new"] * PAGES
