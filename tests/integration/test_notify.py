"""Notifications: written with the Change, delivered at least once, whoever dies, breaks or dawdles."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from builders import NOON, build_portal, build_record, fill, publish, revise, store, sync
from receivers import receiving
from sqlalchemy import select, text

from gongbao.notifying import Notifier, load_rules
from scheduler.notify import DISTANCES, NotifyRule, deliver, fingerprint, sync_rules
from storage import ledger, outbox
from storage.filters import Filters
from storage.models import Change, Issue
from storage.outbox_table import OutboxRow

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scheduler.message import Message
    from storage.session import Archive

BASE = "https://gongbao.example"
NOW = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)  # noon in China
EXAMPLE = "json://127.0.0.1:1/x"


def rule(name: str = "all", *targets: str, **over: Any) -> NotifyRule:
    values: dict[str, Any] = {"filters": Filters(), **over}
    return NotifyRule(name, targets or (EXAMPLE,), **values)


def record(number: int, **over: Any) -> dict[str, Any]:
    return build_record(
        url=f"https://yunling.example/art/{number}.html", title=f"第{number}件工作安排",
        document_number=f"云政发〔2026〕{number}号", **over,
    )  # fmt: skip


def rows(archive: Archive) -> list[OutboxRow]:
    with archive.reading() as session:
        return list(session.scalars(select(OutboxRow).order_by(OutboxRow.id)))


def issues(archive: Archive) -> list[Issue]:
    with archive.reading() as session:
        return list(session.scalars(select(Issue).where(Issue.resolved_at.is_(None))))


def test_a_change_and_what_waits_for_it_are_one_transaction(archive: Archive) -> None:
    sync_rules(archive, [rule("a"), rule("b", EXAMPLE, EXAMPLE + "2")])
    fill(archive, record(1))
    waiting = rows(archive)
    assert [(row.rule, row.state) for row in waiting] == [("a", "waiting")] + [("b", "waiting")] * 2
    with archive.reading() as session:
        uid = session.scalars(select(Change.uid)).one()
    assert [row.key for row in waiting] == [outbox.make_key(uid, name) for name in "abb"]

    def dies(session: Any) -> None:
        store(session, record(2))
        publish(session)
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError, match="killed"), archive.writing() as session:
        dies(session)
    assert len(rows(archive)) == 3


@pytest.mark.parametrize(
    ("over", "passes"),
    [
        ({}, True),
        ({"kinds": ("new",)}, True),
        ({"kinds": ("withdrawn", "revised")}, False),
        ({"filters": Filters(category="plan", region="990000", level="province")}, True),
        ({"filters": Filters(category="notice")}, False),
        ({"filters": Filters(portal="yunling", source="gazette")}, True),
        ({"filters": Filters(portal="elsewhere")}, False),
        ({"filters": Filters(q="现通知如下")}, True),
        ({"filters": Filters(q="云政发〔2026〕1号")}, True),
        ({"filters": Filters(q="不在其中")}, False),
        ({"filters": Filters(number="云政发〔2026〕1号", issuer="人民政府")}, True),
        ({"filters": Filters(written_from=NOON.date())}, False),
        ({"filters": Filters(changed_since=NOON - timedelta(days=1))}, True),
        ({"filters": Filters(changed_since=NOON + timedelta(days=1))}, False),
    ],
)
def test_a_rule_is_a_saved_search(archive: Archive, over: dict[str, Any], passes: bool) -> None:
    sync_rules(archive, [rule(**over)])
    fill(archive, record(1))
    assert bool(rows(archive)) is passes


def test_a_first_crawl_never_floods(sqlite_archive: Archive) -> None:
    sync_rules(sqlite_archive, [rule()])
    with sqlite_archive.writing() as session:
        sync(session, build_portal())
        for number in range(5):
            store(session, record(number))
        publish(session, baseline=True)
    assert rows(sqlite_archive) == []


def test_a_message_says_what_changed(sqlite_archive: Archive) -> None:
    with receiving() as receiver:
        rules = [rule("工作安排", receiver.target, kinds=("revised",))]
        sync_rules(sqlite_archive, rules)
        fill(sqlite_archive, record(1))
        uid = revise(sqlite_archive, record(1, text="各市人民政府：\n改了。"))
        done = deliver(sqlite_archive, rules, BASE, now=NOW)
    assert (done.sent, done.failed) == (1, 0)
    [message] = receiver.messages
    assert message["title"] == "【修订】第1件工作安排（云政发〔2026〕1号）"
    assert f"{BASE}/documents/{uid}/diff?from=1&to=2" in message["message"]
    assert "https://yunling.example/art/1.html" in message["message"]
    assert message["key"] == rows(sqlite_archive)[0].key


def test_what_was_sent_is_not_sent_again(archive: Archive) -> None:
    with receiving() as receiver:
        rules = [rule("r", receiver.target)]
        sync_rules(archive, rules)
        fill(archive, record(1), record(2))
        for _ in range(3):
            deliver(archive, rules, BASE, now=NOW)
    assert len(receiver.keys) == len(set(receiver.keys)) == 2


def test_a_broken_receiver_is_tried_again_at_growing_distances_then_given_up(
    sqlite_archive: Archive,
) -> None:
    with receiving(status=404) as broken:
        rules = [rule("r", broken.target)]
        sync_rules(sqlite_archive, rules)
        fill(sqlite_archive, record(1))
        now = NOW
        for count, distance in enumerate(DISTANCES, 1):
            deliver(sqlite_archive, rules, BASE, now=now)
            deliver(sqlite_archive, rules, BASE, now=now + distance - timedelta(seconds=1))
            assert broken.arrivals == count
            assert not issues(sqlite_archive)
            now += distance
        deliver(sqlite_archive, rules, BASE, now=now)
        deliver(sqlite_archive, rules, BASE, now=now + timedelta(days=9))
        assert broken.arrivals == len(DISTANCES) + 1
    [issue] = issues(sqlite_archive)
    assert issue.kind == "notification_failed"
    assert broken.target not in issue.message
    assert rows(sqlite_archive)[0].state == "failed"


def test_a_receiver_that_comes_back_gets_everything_and_ends_the_issue(
    sqlite_archive: Archive,
) -> None:
    with receiving(status=500) as receiver:
        rules = [rule("r", receiver.target)]
        sync_rules(sqlite_archive, rules)
        fill(sqlite_archive, *map(record, range(1, 6)))
        for k in range(3):
            deliver(sqlite_archive, rules, BASE, now=NOW + timedelta(seconds=k))
        assert receiver.arrivals == 3  # one attempt a pass
        with sqlite_archive.writing() as session:
            subject = f"r/{fingerprint(receiver.target)}"
            ledger.raise_issue(session, "notification_failed", "", "", subject, "…", NOW)
        receiver.status = 200
        deliver(sqlite_archive, rules, BASE, now=NOW + timedelta(hours=1))
        assert sorted(receiver.keys) == sorted(row.key for row in rows(sqlite_archive))
    assert not issues(sqlite_archive)


def wait_until(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_slow_and_broken_receivers_do_not_hold_others_up(sqlite_archive: Archive) -> None:
    with ExitStack() as stack:
        slow = stack.enter_context(receiving(is_gated=True))
        broken = stack.enter_context(receiving(status=503))
        good = stack.enter_context(receiving())
        nobody = "json://127.0.0.1:9/nobody"
        rules = [rule("r", slow.target, broken.target, nobody, good.target)]
        sync_rules(sqlite_archive, rules)
        fill(sqlite_archive, *map(record, range(1, 21)))
        passes = 0
        while len(set(good.keys)) < 20:  # a busy machine may need more than one pass
            before, passes = len(good.keys), passes + 1
            deliver(sqlite_archive, rules, BASE, now=NOW, limit=2, budget=30)
            assert len(good.keys) > before
        assert broken.arrivals == passes
        late = [row for row in rows(sqlite_archive) if row.error.startswith("no answer")]
        assert [row.target for row in late] == [fingerprint(slow.target)]
        slow.gate.set()
        wait_until(lambda: bool(slow.keys))  # what came too late for us was taken all the same
        deliver(sqlite_archive, rules, BASE, now=NOW + timedelta(hours=1))
        assert len(set(slow.keys)) == 20
        assert len(slow.keys) == 21  # the one that was late, twice with the same key


def test_a_pass_has_an_end(sqlite_archive: Archive) -> None:
    with receiving(delay=0.2) as receiver:
        rules = [rule("r", receiver.target)]
        sync_rules(sqlite_archive, rules)
        fill(sqlite_archive, *map(record, range(1, 21)))
        done = deliver(sqlite_archive, rules, BASE, now=NOW, budget=0.5)
        assert 1 <= done.sent < 20
        deliver(sqlite_archive, rules, BASE, now=NOW)
        assert len(receiver.keys) == len(set(receiver.keys)) == 20


def test_one_process_delivers_at_a_time(sqlite_archive: Archive) -> None:
    rules = [rule()]
    sync_rules(sqlite_archive, rules)
    fill(sqlite_archive, record(1))
    inner: list[int] = []

    def send(_target: str, _message: Message) -> str | None:
        inner.append(deliver(sqlite_archive, rules, BASE, now=NOW, send=send).sent)
        return None

    assert deliver(sqlite_archive, rules, BASE, now=NOW, send=send).sent == 1
    assert inner == [0]


DELIVER = """
import sys
from datetime import UTC, datetime
from gongbao.notifying import load_rules
from pathlib import Path
from scheduler.notify import deliver
from storage.session import Archive
deliver(Archive(sys.argv[1]), load_rules(Path(sys.argv[2])), "https://gongbao.example")
"""


def write_rules(folder: Path, *targets: str) -> Path:
    path = folder / "notify.toml"
    listed = ", ".join(f'"{target}"' for target in targets)
    path.write_text(f'[[rules]]\nname = "r"\ntargets = [{listed}]\n', encoding="utf-8")
    return path


def test_killed_during_delivery_nothing_is_lost(archive: Archive, tmp_path: Path) -> None:
    with receiving(delay=0.15) as receiver:
        path = write_rules(tmp_path, receiver.target)
        sync_rules(archive, load_rules(path))
        fill(archive, *map(record, range(1, 13)))
        url = archive.engine.url.render_as_string(hide_password=False)
        command = [sys.executable, "-c", DELIVER, url, str(path)]
        for arrivals in (3, 7):
            child = subprocess.Popen(command)
            deadline = time.monotonic() + 20
            while receiver.arrivals < arrivals and time.monotonic() < deadline:
                time.sleep(0.01)
            child.send_signal(signal.SIGKILL)
            child.wait()
            assert any(row.state == "waiting" for row in rows(archive))
        deliver(archive, load_rules(path), BASE)
        expected = {row.key for row in rows(archive)}
        assert len(expected) == 12
        assert set(receiver.keys) == expected
        assert len(receiver.keys) <= 12 + 2  # at most the one under way at each death, again
    assert {row.state for row in rows(archive)} == {"sent"}


def china(hour: int, minute: int = 0, day: int = 10) -> datetime:
    return datetime(2026, 3, day, tzinfo=UTC) + timedelta(hours=hour - 8, minutes=minute)


@pytest.mark.parametrize(
    ("digest", "quiet", "oldest", "now", "due"),
    [
        ("immediate", None, china(9), china(9), True),
        ("hourly", None, china(9, 10), china(9, 59), False),
        ("hourly", None, china(9, 10), china(10), True),
        ("daily", None, china(9), china(23), False),
        ("daily", None, china(9), china(7, 59, 11), False),
        ("daily", None, china(9), china(8, 0, 11), True),
        ("daily", None, china(7), china(8), True),
        ("immediate", "22:00-07:00", china(9), china(21, 59), True),
        ("immediate", "22:00-07:00", china(9), china(22), False),
        ("immediate", "22:00-07:00", china(9), china(3), False),
        ("immediate", "22:00-07:00", china(3), china(7), True),
        ("immediate", "12:00-13:00", china(9), china(12, 30), False),
        ("hourly", "12:00-13:00", china(9), china(12, 30), False),
        ("hourly", "12:00-13:00", china(9), china(13), True),
    ],
)
def test_digests_and_quiet_hours(
    digest: str, quiet: str | None, oldest: datetime, now: datetime, due: bool, tmp_path: Path
) -> None:
    path = write_rules(tmp_path, EXAMPLE)
    more = f'digest = "{digest}"\n' + (f'quiet = "{quiet}"\n' if quiet else "")
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    [loaded] = load_rules(path)
    assert loaded.is_due(oldest, now) is due


def test_a_digest_keeps_its_contents_and_its_key(sqlite_archive: Archive) -> None:
    with receiving(status=500) as receiver:
        rules = [rule("r", receiver.target, digest="hourly")]
        sync_rules(sqlite_archive, rules)
        fill(sqlite_archive, record(1), record(2))
        later = NOON + timedelta(hours=1)
        assert deliver(sqlite_archive, rules, BASE, now=NOON).failed == 0
        assert deliver(sqlite_archive, rules, BASE, now=later).failed == 1
        with sqlite_archive.writing() as session:
            store(session, record(3))
            publish(session)
        receiver.status = 200
        deliver(sqlite_archive, rules, BASE, now=later + timedelta(hours=1))
    first, second = sorted(receiver.messages, key=lambda m: "第3件" in m["message"])
    assert first["title"] == "r：2条动态"
    assert "第1件" in first["message"]
    assert "第2件" in first["message"]
    assert "第3件" in second["title"]
    assert {row.batch for row in rows(sqlite_archive)} == {first["key"], second["key"]}


def test_what_nobody_asks_for_is_dropped(sqlite_archive: Archive) -> None:
    sync_rules(sqlite_archive, [rule("gone"), rule("kept")])
    fill(sqlite_archive, record(1))
    deliver(sqlite_archive, [rule("kept")], BASE, now=NOW, send=lambda *_: None)
    assert {row.rule: row.state for row in rows(sqlite_archive)} == {
        "gone": "dropped",
        "kept": "sent",
    }


def test_the_database_holds_no_secret(sqlite_archive: Archive) -> None:
    secret = "json://user:geheim@127.0.0.1:1/hook"
    sync_rules(sqlite_archive, [rule("r", secret)])
    fill(sqlite_archive, record(1))
    deliver(sqlite_archive, [rule("r", secret)], BASE, now=NOW, send=lambda *_: "refused")
    with sqlite_archive.reading() as session:
        for table in ("notify_rules", "outbox"):
            held = session.execute(text(f"SELECT * FROM {table}")).all()  # noqa: S608
            assert held
            assert "geheim" not in repr(held)


def test_a_file_that_becomes_wrong_changes_nothing(
    sqlite_archive: Archive, tmp_path: Path, make_settings: Any
) -> None:
    with receiving() as receiver:
        path = write_rules(tmp_path, receiver.target)
        notifier = Notifier(sqlite_archive, make_settings(notify_file=path))
        path.write_text("[[rules]]\nname = 3\n", encoding="utf-8")
        fill(sqlite_archive, record(1))
        assert notifier.look_after().sent == 1
        assert [issue.kind for issue in issues(sqlite_archive)] == ["notify_file"]
        write_rules(tmp_path, receiver.target, receiver.target + "2")
        fill(sqlite_archive, record(2))
        notifier.look_after()
        assert not issues(sqlite_archive)
        fill(sqlite_archive, record(3))
        assert notifier.look_after().sent == 2


@pytest.fixture
def make_settings(sqlite_archive: Archive, tmp_path: Path) -> Any:
    from config.settings import Settings  # noqa: PLC0415

    def make(**over: Any) -> Settings:
        return Settings(database_url=sqlite_archive.url, data_dir=tmp_path, **over)

    return make
