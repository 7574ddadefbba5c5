"""What changes on a page while the document does not: counters, order of links, tokens, traps, clocks."""

from __future__ import annotations

import random
from html import escape
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")
SHARES = ("微信", "微博", "QQ空间", "人人网", "豆瓣", "收藏夹")
FRIENDS = ("云岭省人民政府", "青溪市人民政府", "柏川市人民政府", "云岭省数据局", "云岭政务服务网")


class Noise:
    """A source of harmless differences; the same seed makes the same page."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)  # noqa: S311  (decoration, no secret)

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """The items in another order."""
        return self._random.sample(items, len(items))

    def some(self, items: Sequence[T], count: int) -> list[T]:
        """A few of the items."""
        return self._random.sample(items, min(count, len(items)))

    def hits(self) -> int:
        """What a visit counter shows."""
        return self._random.randint(38, 98_000)

    def token(self) -> str:
        """Thirty-two hexadecimal digits."""
        return f"{self._random.getrandbits(128):032x}"

    def clock(self) -> str:
        """A time of day."""
        return f"{self._random.randint(0, 23):02}:{self._random.randint(0, 59):02}"

    def links(self, names: Sequence[str], prefix: str) -> str:
        """Navigation: list items in any order."""
        return "\n".join(
            f'<li><a href="{prefix}{number}/">{escape(name)}</a></li>'
            for number, name in self.shuffled(list(enumerate(names, 1)))
        )

    def share(self) -> str:
        """A share bar."""
        buttons = "".join(
            f'<a class="bds" data-cmd="s{number}" href="javascript:;">{name}</a>'
            for number, name in enumerate(self.some(SHARES, 4))
        )
        return f'<div class="share bdsharebuttonbox" data-tag="{self.token()[:6]}">分享到：{buttons}</div>'

    def trap(self) -> str:
        """A hidden link that only machines see, on some visits."""
        if self._random.random() < 0.5:
            return ""
        return f'<a href="/bt{self.token()[:4]}_atbp/bt" style="display:none">bt</a>'

    def friends(self) -> str:
        """Links to other sites in the footer."""
        return "".join(
            f'<a href="#{n}">{name}</a> ' for n, name in enumerate(self.shuffled(FRIENDS))
        )
