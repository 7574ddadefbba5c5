"""The log of a crawl: JSON lines where LOG_FORMAT says so, and broken pages in one line."""

from __future__ import annotations

import logging
from typing import Any

from scrapy import signals
from scrapy.utils.log import get_scrapy_root_handler

from config.log_format import JsonFormatter

NOISY = ("scrapy.core.scraper", "scrapy.core.engine")


class PlainLog:
    """Shapes Scrapy's handler when the spider opens (Scrapy sets it up anew until then)."""

    def __init__(self, crawler: Any) -> None:
        self.house = crawler.spider.settings_of_house
        crawler.signals.connect(self.shape, signal=signals.spider_opened)

    @classmethod
    def from_crawler(cls, crawler: Any) -> PlainLog:
        return cls(crawler)

    def shape(self) -> None:
        """Tracebacks are for those who debug."""
        handler = get_scrapy_root_handler()
        if handler is not None and self.house.log_format == "json":
            handler.setFormatter(JsonFormatter())
        if self.house.log_level != "debug":
            for name in NOISY:
                logging.getLogger(name).addFilter(leave_out_traceback)


def leave_out_traceback(record: logging.LogRecord) -> bool:
    """Put the error's words where its traceback would stand; the record is always let through."""
    if record.exc_info and record.exc_info[1] is not None:
        error = record.exc_info[1]
        record.msg = f"a page broke its reader: {type(error).__name__}: {error}"
        record.args, record.exc_info = (), None
    return True
