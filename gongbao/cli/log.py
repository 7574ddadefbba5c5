"""Logging of the command line: to stderr, as text or as one JSON object a line."""

from __future__ import annotations

import logging
import sys
from typing import TextIO

from config.log_format import JsonFormatter

TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
QUIET = ("alembic", "httpx", "apscheduler")  # they tell of every ordinary step


class StderrHandler(logging.StreamHandler[TextIO]):
    """Writes to what stderr is at the time, not to what it was."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)


HANDLER = StderrHandler()


def set_up_logging(level: str, form: str) -> None:
    """Send all logging of this process to stderr at a level (`info`), as `text` or `json`."""
    HANDLER.setFormatter(JsonFormatter() if form == "json" else logging.Formatter(TEXT))
    root = logging.getLogger()
    root.setLevel(level.upper())
    root.addHandler(HANDLER)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
