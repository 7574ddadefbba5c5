"""Crawls in children forked from a process that has loaded the crawler: the same crawl, a second of imports less.

That the real command starts is tested where commands are (test_cli_crawl, test_service, test_crash).
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

FORKING = multiprocessing.get_context("forkserver")
FORKING.set_forkserver_preload(["crawler.spiders.portal", "pipelines.store", "scrapy.cmdline"])


class WarmCrawl:
    """What is needed of `subprocess.Popen`, for `python … -m scrapy …`."""

    def __init__(
        self,
        command: list[str],
        *,
        env: dict[str, str],
        cwd: Path | None = None,
        errors: Path | None = None,
        **_: Any,
    ) -> None:
        self.args = command[command.index("scrapy") :]
        self._errors = errors  # where stderr goes: a file
        order = (self.args, env, str(cwd or Path.cwd()), str(errors or os.devnull))
        self._process = FORKING.Process(target=run_scrapy, args=order)
        self._process.start()

    @property
    def returncode(self) -> int | None:
        """As of `Popen`."""
        return self._process.exitcode

    def poll(self) -> int | None:
        """As of `Popen`."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """As of `Popen`."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        return self._process.exitcode

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """As of `Popen`; stdout is nowhere."""
        self.wait(timeout)
        return "", self._errors.read_text(encoding="utf-8") if self._errors else ""

    def send_signal(self, number: int) -> None:
        """As of `Popen`."""
        with suppress(ProcessLookupError):
            os.kill(self._process.pid or 0, number)

    def terminate(self) -> None:
        """As of `Popen`."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """As of `Popen`."""
        self.send_signal(signal.SIGKILL)


def run_scrapy(arguments: list[str], environ: dict[str, str], folder: str, errors: str) -> None:
    """What the child does."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environ)
    sys.argv = arguments
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    os.dup2(0, 1)
    os.dup2(os.open(errors, os.O_WRONLY | os.O_CREAT | os.O_APPEND), 2)
    from scrapy.cmdline import execute  # noqa: PLC0415  (loaded already)

    execute(arguments)


SUBPROCESS = SimpleNamespace(
    Popen=WarmCrawl, DEVNULL=subprocess.DEVNULL, TimeoutExpired=subprocess.TimeoutExpired
)
