"""Which Change lies between two States."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from scheduler.changes import Detected, State, detect_change, is_back_dated, is_baseline, latest_day
from storage.outcome import ChangeKind

TEXT = "各县人民政府：\n完成率达到80%以上。\n责任单位：省法制办，配合单位：省财政厅\n三、加强保障"
RECORD: dict[str, Any] = {
    "title": "云岭省2024年法治政府建设工作要点",
    "document_number": "云政办发〔2024〕5号",
    "issuers": ["云岭省人民政府办公厅"],
    "written_on": "2024-03-01",
    "text": TEXT,
    "content_hash": "one",
    "published_at": "2024-03-02",
    "source": "云岭日报",
}


def state(content_hash: str = "one", **changes: Any) -> State:
    how = {k: changes.pop(k) for k in ("attachment_hashes", "earlier_hashes") if k in changes}
    where = changes.pop("state", "live")
    return State.from_record(RECORD | changes, state=where, content_hash=content_hash, **how)


def found(old: State | None, new: State, **options: Any) -> Detected:
    detected = detect_change(old, new, **options)
    assert detected is not None
    return detected


def test_the_same_is_no_change() -> None:
    assert detect_change(state(), state()) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"published_at": "2026-01-01"},
        {"source": "本站", "subject": "司法", "recipients": "各处"},
        {"text": TEXT.replace("\n", "\n\n").replace("：", "： ")},
        {"text": TEXT.replace("\n", "")},
    ],
    ids=["build time", "not substance", "spaces", "line breaks"],
)
def test_only_substance_counts(changes: dict[str, str]) -> None:
    assert detect_change(state(), state("two", **changes)) is None


NUMBER_LINE = "云政办发[2024] 5号\n"


def test_where_the_number_is_printed_is_no_substance() -> None:
    printed = state("two", text=NUMBER_LINE + TEXT)
    assert detect_change(state(), printed) is None
    assert detect_change(printed, state("three")) is None
    assert detect_change(printed, state("four", text="云政办发〔2024〕5号\n" + TEXT)) is None
    edited = found(printed, state("five", text=TEXT.replace("80%", "85%")))
    assert edited.summary == "【修订】1处：“80%”改为“85%”"


def test_a_number_added_with_its_line_is_metadata_and_another_one_an_edit() -> None:
    added = found(state(document_number=None), state("two", text=NUMBER_LINE + TEXT))
    assert (added.kind, added.operations[1:]) == (ChangeKind.METADATA, [])
    other = state(
        "two", text=NUMBER_LINE.replace("5", "6") + TEXT, document_number="云政办发〔2024〕6号"
    )
    corrected = found(state(text=NUMBER_LINE + TEXT), other)
    assert corrected.kinds == (ChangeKind.REVISED, ChangeKind.METADATA)
    wrong = found(
        state(text=NUMBER_LINE + TEXT), state("two", text=NUMBER_LINE.replace("5", "6") + TEXT)
    )
    assert wrong.kind is ChangeKind.REVISED


def test_an_equal_hash_decides() -> None:
    assert detect_change(state(), state(text=TEXT.replace("80", "８０"))) is None


def test_without_hashes_the_fields_decide() -> None:
    old, new = (State.from_record({"title": t, "text": TEXT}) for t in ("甲", "乙"))
    assert found(old, new).kind is ChangeKind.METADATA


def test_a_new_document() -> None:
    detected = found(None, state())
    assert detected.kind is ChangeKind.NEW
    assert detected.summary == "【新增】云岭省2024年法治政府建设工作要点（云政办发〔2024〕5号）"


@pytest.mark.parametrize("where", ["quarantined", "withdrawn"])
def test_what_was_never_seen_well_is_no_news(where: str) -> None:
    assert detect_change(None, state(state=where)) is None


def test_a_silent_revision_says_what_changed() -> None:
    text = TEXT.replace("80%", "85%").replace("法制办", "司法厅")
    detected = found(state(), state("two", text=text))
    assert detected.kind is ChangeKind.REVISED
    assert detected.silent
    assert detected.summary == "【修订】2处：“80%”改为“85%”；责任单位“省法制办”改为“省司法厅”"
    assert (detected.inserted, detected.deleted) == (6, 6)


def test_a_revision_with_a_new_date_is_not_silent() -> None:
    new = state("two", text=TEXT.replace("80%", "85%"), written_on="2024-06-01")
    detected = found(state(), new)
    assert not detected.silent
    assert detected.summary == (
        "【修订】1处：“80%”改为“85%”；【信息变更】成文日期“2024-03-01”改为“2024-06-01”"
    )


def test_many_edits_are_counted() -> None:
    old = "\n".join(f"第{k}项任务完成率达到{k}0%以上" for k in range(1, 8))
    detected = found(state(text=old), state("two", text=old.replace("0%", "5%")))
    assert detected.summary.startswith("【修订】7处：“10%”改为“15%”；")
    assert detected.summary.endswith("等")


def test_a_row_is_named_by_its_first_cell() -> None:
    detected = found(state(text="省教育厅\t80%\t甲"), state("two", text="省教育厅\t85%\t甲"))
    assert detected.summary == "【修订】1处：省教育厅“80%”改为“85%”"


def test_a_running_number_names_no_row() -> None:
    grid = "序号\t乡镇\t任务数\n1\t东山镇\t12\n2\t西河乡\t15"
    change = found(state(text=grid), state("two", text=grid.replace("15", "18")))
    assert change.summary == "【修订】1处：西河乡“15”改为“18”"


def test_a_small_edit_is_quoted_with_its_neighbours() -> None:
    detected = found(state(), state("two", text=TEXT.replace("加强保障", "加强新保障")))
    assert detected.summary == "【修订】1处：“加强保障”改为“加强新保障”"


def test_a_paragraph_added_and_one_deleted() -> None:
    new = TEXT.replace("三、加强保障", "三、加强保障\n四、本要点由办公厅负责解释")
    assert found(state(), state("two", text=new)).summary == (
        "【修订】1处：增加1段“四、本要点由办公厅负责解释”"
    )
    assert "删去1段“四、本要点" in found(state(text=new), state("two")).summary


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (["a"], ["a", "b"], "增加附件1个"),
        (["a", "b"], ["b"], "删去附件1个"),
        (["a", "b"], ["b", "c"], "附件内容有变1个"),
    ],
)
def test_attachments_count(before: list[str], after: list[str], words: str) -> None:
    detected = found(state(attachment_hashes=before), state("two", attachment_hashes=after))
    assert (detected.kind, detected.silent) == (ChangeKind.REVISED, True)
    assert detected.summary == f"【修订】{words}"


def test_the_order_of_attachments_and_issuers_means_nothing() -> None:
    old = state(attachment_hashes=["a", "b"], issuers=["甲局", "乙局"])
    assert (
        detect_change(old, state("two", attachment_hashes=["b", "a"], issuers=["乙局", "甲局"]))
        is None
    )


def test_metadata_alone() -> None:
    detected = found(state(), state("two", document_number=None, title="云岭省法治政府建设要点"))
    assert (detected.kind, detected.silent) == (ChangeKind.METADATA, False)
    assert "标题“云岭省2024年法治政府建设工作要点”改为“云岭省法治政府建设要点”" in detected.summary
    assert "删去发文字号“云政办发〔2024〕5号”" in detected.summary
    assert [op["name"] for op in detected.operations] == ["title", "document_number"]


@pytest.mark.parametrize(("validity", "word"), [("repealed", "已废止"), ("expired", "已失效")])
def test_repeal(validity: str, word: str) -> None:
    detected = found(state(), state("two", validity=validity))
    assert (detected.kind, detected.summary) == (ChangeKind.REPEALED, f"【废止】标注为{word}")


def test_validity_that_does_not_end_is_metadata() -> None:
    detected = found(state(), state("two", validity="amended"))
    assert (detected.kind, detected.summary) == (
        ChangeKind.METADATA,
        "【信息变更】增加有效性“已修改”",
    )


def test_withdrawal_says_where_copies_are() -> None:
    detected = found(state(), state(state="withdrawn"), copies=["青溪市人民政府"])
    assert detected.kind is ChangeKind.WITHDRAWN
    assert detected.summary == "【下架】原页面已不可访问；仍见于青溪市人民政府"
    assert detect_change(state(state="withdrawn"), state(state="withdrawn")) is None


def test_an_absence_not_confirmed_is_no_withdrawal() -> None:
    assert detect_change(state(), state(state="absent")) is None


def test_restoration_names_the_revision_too() -> None:
    assert found(state(state="withdrawn"), state()).summary == "【恢复】页面重新可以访问"
    new = state("two", text=TEXT.replace("80%", "85%"))
    detected = found(state(state="withdrawn"), new)
    assert detected.kinds == (ChangeKind.RESTORED, ChangeKind.REVISED)
    assert detected.summary == "【恢复】页面重新可以访问；【修订】1处：“80%”改为“85%”"


def test_tampering_is_told_once_and_its_end_not_at_all() -> None:
    hijacked = state("bad", text="彩票开户网址" + TEXT, state="quarantined")
    detected = found(state(), hijacked)
    assert detected.kind is ChangeKind.TAMPERED
    assert not detected.silent
    assert "彩票开户网址" in detected.summary
    told = state(state="quarantined")
    assert detect_change(told, hijacked) is None
    assert detect_change(told, state()) is None
    assert found(told, state("two", text=TEXT + "。")).kind is ChangeKind.REVISED


def test_reversion() -> None:
    old = state("two", text=TEXT.replace("80%", "85%"), earlier_hashes=["one"])
    detected = found(old, state())
    assert detected.kind is ChangeKind.REVERTED
    assert detected.summary == "【回退】恢复为此前的版本：1处：“85%”改为“80%”"


FLAGS = {
    ChangeKind.TAMPERED: {"state": "quarantined"},
    ChangeKind.REPEALED: {"validity": "repealed"},
    ChangeKind.REVISED: {"text": TEXT + "新"},
    ChangeKind.METADATA: {"title": "新标题"},
}


@pytest.mark.parametrize("first", FLAGS)
def test_precedence(first: ChangeKind) -> None:
    order = list(FLAGS)
    kinds = order[order.index(first) :]
    changes: dict[str, Any] = {}
    for kind in kinds:
        changes |= FLAGS[kind]
    detected = found(state(), state("two", **changes))
    assert detected.kind is first
    assert list(detected.kinds) == kinds
    assert all(f"【{kind.label}】" in detected.summary for kind in kinds)


def test_a_summary_is_one_line() -> None:
    new = state("two", title="新\n标题", text=TEXT + "\n" + "长" * 500 + "\t\n尾")
    assert "\n" not in found(state(), new).summary
    assert len(found(state(), new).summary) < 200


FIRST_SEEN = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("document_date", "before_sweep", "expected"),
    [
        ("2026-01-29", False, True),
        ("2026-01-30", True, False),
        ("2015-04", False, True),
        ("2026-01", True, False),
        (None, True, True),
        (None, False, False),
        ("2026-02-30", True, True),
        ("2026-02-20T10:00:00+08:00", True, False),
    ],
)
def test_baseline(document_date: str | None, before_sweep: bool, expected: bool) -> None:
    answer = is_baseline(
        document_date, FIRST_SEEN, baseline_days=30, before_complete_sweep=before_sweep
    )
    assert answer is expected


def test_back_dated() -> None:
    def late(day: str | None, *, baseline: bool = False) -> bool:
        return is_back_dated(day, date(2026, 6, 1), baseline_days=30, baseline=baseline)

    assert late("2026-05-01")
    assert not late("2026-05-02")
    assert not late("2015-01-01", baseline=True)
    assert not late(None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024", date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("2024-13", None),
        ("2024年", date(2024, 12, 31)),
        ("", None),
        (None, None),
    ],
)
def test_latest_day(text: str | None, day: date | None) -> None:
    assert latest_day(text) == day
