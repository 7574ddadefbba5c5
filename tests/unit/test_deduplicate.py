"""The identity table, row by row, and what looks the same and is not."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.deduplicate import identify, is_same_issuer, judge, voice_rank
from pipelines.fingerprint import containment, figure_agreement, text_bands
from platforms.title import title_key
from portals.schema import Portal, Source
from storage.facts import Candidate, Evidence

BODY = "".join(
    f"{n}、加强第{n}项工作,压实属地责任,推动服务事项{n * 7}项在{n}月底前办结,满意率达到{80 + n}%以上。"
    for n in range(1, 16)
)
TITLE = "云岭省人民政府办公厅关于印发2026年政务公开工作要点的通知"


def evidence(text: str = BODY, title: str = TITLE, **known: object) -> Evidence:
    issuers = known.pop("issuers", ("云岭省人民政府办公厅",))
    number = known.pop("number", None)
    return Evidence(
        title=title,
        title_key=title_key(title),
        text=text,
        number=number,
        number_key=known.pop("number_key", number),
        issuers=issuers,
        issuer_key=issuers[0].replace("人民政府", "政府") if issuers else None,
        **known,
    )


NUMBER = "云政办发〔2026〕12号"


@pytest.mark.parametrize(
    ("page", "known", "row"),
    [
        pytest.param(
            evidence(number=NUMBER), evidence("短", number=NUMBER), "issuer, number and title",
            id="number and title, text shortened",
        ),
        pytest.param(
            evidence(number=NUMBER, title="【转载】" + TITLE), evidence(number=NUMBER),
            "issuer, number and title", id="title inside the other",
        ),
        pytest.param(
            evidence(number=NUMBER, title="关于政务公开的通知"), evidence(number=NUMBER),
            "issuer, number and text", id="number and text",
        ),
        pytest.param(
            evidence("完全不同的一份文件。" * 40, "关于开展防汛检查的通知", number=NUMBER),
            evidence(number=NUMBER), "number_conflict", id="number alone",
        ),
        pytest.param(
            evidence(number=NUMBER), evidence(number="云政办发〔2026〕13号"), None,
            id="different numbers, same text",
        ),
        pytest.param(
            evidence(number="政办发〔2026〕5号", number_key="990100:政办发〔2026〕5号"),
            evidence(number="政办发〔2026〕5号", number_key="990200:政办发〔2026〕5号"), None,
            id="number without a place, two regions",
        ),
        pytest.param(
            evidence(number=NUMBER, issuers=("青溪市人民政府",)),
            evidence(number=NUMBER, issuers=("柳河市人民政府",)), None,
            id="same number, two issuers",
        ),
        pytest.param(
            evidence("公开要点" * 30, "甲", registration_number="ZJAC00-2026-0001"),
            evidence("另一段文字" * 30, "乙", registration_number="ZJAC00-2026-0001"),
            "registration number", id="registration number",
        ),
        pytest.param(
            evidence(BODY + "附件:任务分工表。", written_on="2026-03-01"),
            evidence(number=NUMBER, written_on="2026-03-01"), "issuer, title and date",
            id="title, issuer and date, one number",
        ),
        pytest.param(
            evidence(title="政务公开要点", issuers=()), evidence(number=NUMBER), "near copy",
            id="copy without heading",
        ),
        pytest.param(
            evidence(BODY.replace("80", "90").replace("月底", "月中"), "政务公开要点", issuers=()),
            evidence(), None, id="the same words with other figures",
        ),
        pytest.param(
            evidence(title=TITLE.replace("2026", "2025"), issuers=()), evidence(), None,
            id="another year's plan",
        ),
        pytest.param(
            evidence(title="《2026年政务公开工作要点》解读", issuers=()), evidence(number=NUMBER),
            None, id="an interpretation",
        ),
        pytest.param(
            evidence(BODY[:200], "工作动态", issuers=()), evidence(number=NUMBER), None,
            id="a quotation",
        ),
    ],
)  # fmt: skip
def test_table(page: Evidence, known: Evidence, row: str | None) -> None:
    assert judge(page, known) == row


def test_conflict_stays_apart_and_is_named() -> None:
    known = Candidate(7, "dseven", evidence(number=NUMBER))
    verdict = identify(evidence("别的内容" * 100, "别的标题", number=NUMBER), [known])
    assert (verdict.document_id, verdict.row, verdict.conflict) == (
        None,
        "number_conflict",
        "dseven",
    )


def test_first_candidate_that_is_the_same_wins() -> None:
    others = Candidate(1, "done", evidence("无关" * 200, "无关"))
    same = Candidate(2, "dtwo", evidence(number=NUMBER))
    assert identify(evidence(number=NUMBER), [others, same]).document_id == 2


def test_the_number_decides_before_the_text() -> None:
    copy = Candidate(1, "done", evidence(title="政务公开要点", issuers=()))
    same = Candidate(2, "dtwo", evidence(number=NUMBER))
    verdict = identify(evidence(number=NUMBER), [copy, same])
    assert (verdict.document_id, verdict.row) == (2, "issuer, number and title")


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        (("云岭省人民政府办公厅",), ("云岭省政府办公厅",), True),
        (("省政府办公厅",), ("云岭省人民政府办公厅",), True),
        ((), ("云岭省人民政府办公厅",), True),
        (("青溪市人民政府",), ("柳河市人民政府",), False),
        (("财政部", "税务总局"), ("税务总局",), True),
    ],
)
def test_issuers(ours: tuple[str, ...], theirs: tuple[str, ...], same: bool) -> None:
    assert is_same_issuer(evidence(issuers=ours), evidence(issuers=theirs)) is same


@pytest.mark.parametrize(
    ("issuers", "kind", "rank"),
    [
        (["云岭省人民政府"], "disclosure", 0),
        (["云岭省政府"], "disclosure", 0),
        (["财政部"], "gazette", 1),
        (["财政部"], "disclosure", 4),
    ],
)
def test_voice(issuers: list[str], kind: str, rank: int, tmp_path) -> None:
    source = Source("yunling", "files", "文件", kind, "http://127.0.0.1/")
    portal = Portal(
        "yunling", tmp_path, "云岭省", "province", "990000", "http://127.0.0.1/", "generic",
        ("云岭省人民政府",), (source,),
    )  # fmt: skip
    assert voice_rank(issuers, portal, source) == rank


@given(st.text(alphabet="政务公开工作要点第一二三0123456789。,", min_size=1, max_size=400))
def test_a_text_is_its_own_copy_whatever_its_layout(text: str) -> None:
    spaced = "\n".join(" \u3000".join(text))
    assert containment(text, spaced) == pytest.approx(1.0)
    assert text_bands(text) == text_bands(text + "\n\n")


def test_figures_tell_editions_apart() -> None:
    assert figure_agreement("上调3.8%,共1200元", "上调3.8%,共1200元,另发50元") == 1.0
    assert figure_agreement("上调3.8%,共1200元", "上调4.0%,共1300元") == 0.0


def made_up(seed: int, count: int) -> str:
    rnd = random.Random(seed)  # noqa: S311  (no secret)
    return "".join(chr(rnd.randrange(0x4E00, 0x6E00)) for _ in range(count))


def test_copies_share_a_band_and_strangers_do_not() -> None:
    texts = [made_up(seed, 900) for seed in range(60)]
    longer = [text + made_up(seed + 1000, 600) for seed, text in enumerate(texts)]
    bands = [set(text_bands(text)) for text in texts]
    found = sum(
        bool(mine & set(text_bands(other))) for mine, other in zip(bands, longer, strict=True)
    )
    assert found >= 57, "a text that is 60 % of another one"
    noisy = [text[:450] + "扫一扫在手机打开" + text[450:] for text in texts]
    assert all(mine & set(text_bands(n)) for mine, n in zip(bands, noisy, strict=True))
    assert not any(bands[i] & bands[j] for i in range(60) for j in range(i))


def test_a_text_without_words_has_no_bands() -> None:
    assert text_bands(" \n。，") == ()


def test_cover_phrases_tell_nothing() -> None:
    one = evidence("详见附件。", "关于防汛工作的通知", issuers=())
    other = evidence("详见附件。", "关于抗旱工作的通知", issuers=())
    assert judge(one, other) is None
