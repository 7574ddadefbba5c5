"""A progress bar on stderr, where somebody looks (`GONGBAO_PROGRESS=0` switches it off)."""

from __future__ import annotations

import os
import sys
from typing import Any

from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call
from tqdm import tqdm

EVERY_SECONDS = 0.3


class ProgressBar:
    """Pages done of pages planned."""

    def __init__(self, crawler: Any) -> None:
        if not sys.stderr.isatty() or os.environ.get("GONGBAO_PROGRESS") == "0":
            raise NotConfigured
        self.stats = crawler.stats
        self.loop = create_looping_call(self.show)
        crawler.signals.connect(self.open, signal=signals.spider_opened)
        crawler.signals.connect(self.close, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Any) -> ProgressBar:
        return cls(crawler)

    def open(self, spider: Any) -> None:
        """Show an empty bar."""
        self.bar = tqdm(desc=spider.name, unit="page", total=0, leave=False)
        self.loop.start(EVERY_SECONDS)

    def show(self) -> None:
        """Take the figures from the counters."""
        counted = self.stats.get_stats()
        self.bar.total = counted.get("gongbao/planned", 0)
        self.bar.n = sum(n for key, n in counted.items() if key.startswith("gongbao/pages/"))
        self.bar.refresh()

    def close(self) -> None:
        """Take the bar away."""
        self.loop.stop()
        self.bar.close()
