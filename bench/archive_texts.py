"""Texts of government documents that nobody wrote: words drawn by Zipf's law, lengths log-normal, as in real archives.

Of a real archive these hold: a median of about 1,500 characters and a long tail, half of a text's pairs of
characters occur in it more than once, a few hundred words are in most texts and most words in few.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

MEDIAN, SPREAD, LONGEST = 1500, 1.0, 60_000
VOCABULARY, TOPICS = 15_000, 400
TOPIC_PHRASES, OWN_PHRASES = 90, 30  # of a topic, and of one text
OF_THE_TOPIC = 0.4  # share of words that belong to what a text is about

COMMON = """
的 和 工作 等 为 在 对 建设 管理 单位 部门 企业 人民政府 有关 项目 应当 服务
规定 实施 安全 发展 责任 组织 进行 开展 及 办公室 加强 要求 负责 技术 情况 相关
通知 按照 标准 经济 制度 社会 资金 行政 监督 检查 生产 我市 我省 全市 全省 各区
各县 市政府 省政府 落实 推进 政策 措施 完善 机制 体系 保障 资源 环境 保护 农村
农业 城市 规划 改革 创新 教育 卫生 文化 旅游 交通 水利 住房 财政 税务 审计 统计
公安 司法 民政 人员 培训 学校 医院 群众 信息 公开 网络 数据 平台 系统 市场 价格
质量 产品 投资 融资 贷款 补贴 奖励 处罚 许可 审批 申请 材料 证明 登记 备案 审核
验收 评估 考核 报告 意见 方案 办法 细则 条例 法律 法规 规章 依法 行为 违法 事故
应急 预案 处置 风险 隐患 排查 治理 整改 专项 行动 重点 任务 目标 指标 同比 增长
以上 以下 其中 包括 以及 或者 并 不 由 将 与 是 可以 不得 必须 根据 关于 印发
请 认真 贯彻 执行 各 年度 月 日 第一条 第二条 特此通知 发展和改革委员会 工业和信息化
人力资源 社会保障 生态环境 自然资源 住房和城乡建设 交通运输 市场监督管理局 应急管理
法治政府 政务公开 营商环境 乡村振兴 高质量发展 数字经济 公共服务 基础设施 安全生产
食品药品 污染防治 水土保持 耕地保护 招标投标 政府采购 行政执法 国有资产 养老服务
医疗保险
""".split()  # noqa: SIM905  (a list of these would fill the page)
PLAIN = """
2024 2025 2026 2020 10 15 30 50 100 5G AI PM2.5 1 2 3 4 5 6 7 8 20% 3.5 12345 GDP
""".split()  # noqa: SIM905  (as above)


@dataclass
class Language:
    """A vocabulary, how often its words are used, and what texts are about."""

    chance: random.Random
    words: list[str] = field(init=False)
    weights: list[float] = field(init=False)
    topics: list[list[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.words = self._make_words()
        ranks = range(1, len(self.words) + 1)
        self.weights = list(accumulate(1 / (rank + 4) for rank in ranks))
        self.topics = [self._make_topic() for _ in range(TOPICS)]

    def make_text(self) -> str:
        """The text of one document: paragraphs of sentences on one topic."""
        length = min(LONGEST, int(MEDIAN * math.exp(SPREAD * self.chance.gauss(0, 1))))
        topic = self.chance.sample(self.chance.choice(self.topics), OWN_PHRASES)
        return "".join(self._punctuate(self._draw(topic, max(8, int(length / 2.75)))))

    def make_title(self, issuer: str) -> str:
        """A title as notices have it."""
        words = "".join(self._draw(self.chance.choice(self.topics), self.chance.randint(2, 5)))
        return f"{issuer}关于{words}的通知"

    def _draw(self, topic: list[str], count: int) -> list[str]:
        total = self.weights[-1]
        share = total * OF_THE_TOPIC / (1 - OF_THE_TOPIC) / len(topic)
        weights = self.weights + [total + share * (n + 1) for n in range(len(topic))]
        return self.chance.choices(self.words + topic, cum_weights=weights, k=count)

    def _make_topic(self) -> list[str]:
        """What texts on one subject repeat: words, and words that go together."""
        rare = self.chance.sample(self.words[len(COMMON) :], TOPIC_PHRASES)
        common = self.chance.choices(COMMON, k=TOPIC_PHRASES)
        kinds = self.chance.choices("abc", (5, 3, 2), k=TOPIC_PHRASES)
        shapes = {"a": "{0}", "b": "{0}{1}", "c": "{1}{0}"}
        pairs = zip(kinds, rare, common, strict=True)
        return [shapes[kind].format(one, other) for kind, one, other in pairs]

    def _punctuate(self, words: list[str]) -> Iterator[str]:
        place = 0
        while place < len(words):
            size = self.chance.randint(3, 9)
            yield "".join(words[place : place + size])
            place += size
            yield self.chance.choice("，，，、、；。。。\n")

    def _make_words(self) -> list[str]:
        letters = [bytes([row, cell]).decode("gb2312") for row, cell in _level_one()]
        self.chance.shuffle(letters)
        common = list(accumulate(1 / (rank + 8) for rank in range(len(letters))))
        lengths = self.chance.choices((1, 2, 3, 4), (8, 70, 12, 10), k=VOCABULARY)
        made = {"".join(self.chance.choices(letters, cum_weights=common, k=n)) for n in lengths}
        rest = sorted(made - set(COMMON))
        self.chance.shuffle(rest)
        return COMMON + _mixed(rest, PLAIN)


def _level_one() -> list[tuple[int, int]]:
    """The 3,755 characters of daily use, by their places in GB 2312."""
    places = [(row, cell) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)]
    return [place for place in places if place <= (0xD7, 0xF9)]


def _mixed(words: list[str], others: list[str]) -> list[str]:
    """The others spread among the first of the words."""
    head = [word for pair in zip(words, others, strict=False) for word in pair]
    return head + words[len(others) :]
