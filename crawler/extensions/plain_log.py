"""Broken pages are one line in the log: their traceback is for those who debug."""

from __future__ import annotations

import logging
from typing import Any

from scrapy.exceptions import NotConfigured

NOISY = ("scrapy.core.scraper", "scrapy.core.engine")


class PlainLog(logging.Filter):
    """Puts the error's words where its traceback would stand, unless LOG_LEVEL is DEBUG."""

    @classmethod
    def from_crawler(cls, crawler: Any) -> PlainLog:
        if crawler.settings["LOG_LEVEL"] == "DEBUG":
            raise NotConfigured
        plain = cls()
        for name in NOISY:
            logging.getLogger(name).addFilter(plain)
        return plain

    def filter(self, record: logging.LogRecord) -> bool:
        """Shorten one record; it is always let through."""
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            record.msg, record.args = f"a page broke the crawl's reader: {type(error).__name__}: {error}", ()
            record.exc_info = None
        return True
