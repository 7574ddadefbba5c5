"""The log of a crawl: JSON lines where LOG_FORMAT says so, and broken pages in one line."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any

from scrapy import signals
from scrapy.utils.log import get_scrapy_root_handler

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
            handler.setFormatter(JsonLines())
        if self.house.log_level != "debug":
            for name in NOISY:
                logging.getLogger(name).addFilter(leave_out_traceback)


class JsonLines(logging.Formatter):
    """`{"at", "level", "logger", "message"}`, as the parent process logs."""

    def format(self, record: logging.LogRecord) -> str:
        """One record as one line."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def leave_out_traceback(record: logging.LogRecord) -> bool:
    """Put the error's words where its traceback would stand; the record is always let through."""
    if record.exc_info and record.exc_info[1] is not None:
        error = record.exc_info[1]
        record.msg = f"a page broke its reader: {type(error).__name__}: {error}"
        record.args, record.exc_info = (), None
    return True
