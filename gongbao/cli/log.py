"""Logging of the command line: to stderr, as text or as one JSON object a line."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import TextIO

TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
QUIET = ("alembic", "httpx", "apscheduler")  # they tell of every ordinary step


class JsonFormatter(logging.Formatter):
    """`{"at", "level", "logger", "message"}` and, after an error, `"traceback"`."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


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
