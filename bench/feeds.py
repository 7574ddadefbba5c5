"""Feeds under load: bench/feeds.py [--seconds N] [--changes N].

Fills an archive of a few thousand Changes, starts `gongbao serve` on it and, beside it, a plain FastAPI route that
answers a constant, and drives both from this process over kept-alive connections on 127.0.0.1, at a fixed rate:

known     every asker has the feed already (304): CPU of the server for each answer
mix       nine in ten have it, one in ten has not; every five seconds there is news, and feeds are made again
plain     the constant, as a measure of the machine

A feed that is asked for the first time after news is made once and kept; `made` says what that takes. Bars: a 304 in
3 ms of CPU, a feed of a hundred entries in 60 ms, 200 requests a second of the mix without an error.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from builders import NOON, PORTAL_FILE, build_portal, build_record, publish, store, sync  # noqa: E402

from bench.run import edit, make_text, timed  # noqa: E402
from feeds.archive import load_page  # noqa: E402
from feeds.builder import build_feed  # noqa: E402
from feeds.ready import Paging  # noqa: E402
from feeds.spec import changes_feed  # noqa: E402
from scheduler.diff import compare_texts  # noqa: E402
from storage import schema  # noqa: E402
from storage.session import Archive  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feeds.spec import FeedFormat

RATE, CONNECTIONS = 200, 16
TICK = os.sysconf("SC_CLK_TCK")
FORMATS: tuple[FeedFormat, ...] = ("rss", "atom", "json")
NAMES = (
    "changes", "plans", "documents", "portal/yunling", "source/yunling/gazette", "region/990000",
    "level/province", "category/plan",
)  # fmt: skip
NUMBER = quote("云政发〔2026〕7号")
PATHS = [f"/feeds/{name}.{form}" for name in NAMES for form in FORMATS]
PATHS += [f"/feeds/search.{form}?number={NUMBER}" for form in FORMATS]
PLAIN = """
import sys, uvicorn
from fastapi import FastAPI
from fastapi.responses import Response
app = FastAPI()
@app.get("/plain")
def plain():
    return Response(b"x" * 200)
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
"""


def tell(archive: Archive, number: int, revision: int) -> None:
    """One Change with a real redline."""
    old = make_text(12, number)
    new = edit(old, 0.1, number + revision)
    lines = old if revision == 1 else new
    record = build_record(
        "\n".join(lines), title=f"云岭省第{number}号工作安排", document_number=f"云政发〔2026〕{number}号",
        url=f"https://yunling.example/art/{number}.html",
    )  # fmt: skip
    operations = compare_texts("\n".join(old), "\n".join(new)).operations
    with archive.writing() as session:
        store(session, record, NOON + timedelta(minutes=number, hours=revision))
        publish(session, operations=operations if revision > 1 else [])


def fill(archive: Archive, changes: int) -> None:
    """So many Changes: documents, then new versions of them."""
    schema.upgrade(archive)
    with archive.writing() as session:
        sync(session, build_portal())
    for revision in (1, 2):
        for number in range(1, changes // 2 + 1):
            tell(archive, number, revision)


@contextmanager
def serving(command: list[str], environ: dict[str, str], port: int) -> Iterator[int]:
    """A server while the block runs; gives its process id."""
    child = subprocess.Popen(command, env={**os.environ, **environ}, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield child.pid
    finally:
        child.terminate()
        child.wait(10)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def cpu_of(pid: int) -> float:
    """Seconds of CPU a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


@dataclass
class Load:
    """One drive: what was asked and answered."""

    port: int
    paths: list[str]
    known: float  # share of askers that send the tag they have
    seconds: float
    tags: dict[str, str] = field(default_factory=dict)
    took: list[float] = field(default_factory=list)
    answers: dict[int, int] = field(default_factory=dict)
    errors: int = 0

    def ask(self, path: str, chance: random.Random) -> bytes:
        """A request, as readers write it."""
        lines = [f"GET {path} HTTP/1.1", "Host: a.example", "Accept-Encoding: gzip"]
        if chance.random() < self.known and path in self.tags:
            lines.append(f"If-None-Match: {self.tags[path]}")
        return "\r\n".join([*lines, "", ""]).encode()

    async def run(self) -> None:
        """At a fixed rate, whatever the answers take; waiting for a connection counts."""
        pool: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()
        for _ in range(CONNECTIONS):
            pool.put_nowait(await asyncio.open_connection("127.0.0.1", self.port))
        chance, start = random.Random(7), time.perf_counter()  # noqa: S311
        tasks = []
        for number in range(int(self.seconds * RATE)):
            await asyncio.sleep(max(0.0, start + number / RATE - time.perf_counter()))
            tasks.append(asyncio.create_task(self._one(pool, chance)))
        await asyncio.gather(*tasks)
        while not pool.empty():
            pool.get_nowait()[1].close()

    async def _one(
        self,
        pool: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]],
        chance: random.Random,
    ) -> None:
        start, path = time.perf_counter(), chance.choice(self.paths)
        reader, writer = await pool.get()
        try:
            writer.write(self.ask(path, chance))
            head = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)).decode("latin-1")
            headers = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if line)
            await reader.readexactly(int(headers.get("content-length", 0)))
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            self.errors += 1
            return
        finally:
            pool.put_nowait((reader, writer))
        code = int(head.split(" ")[1])
        self.answers[code] = self.answers.get(code, 0) + 1
        self.errors += code >= 400
        self.took.append(time.perf_counter() - start)
        self.tags[path] = headers.get("etag", "")

    def at(self, share: float) -> float:
        """Milliseconds that this share of the answers took at most."""
        took = sorted(self.took)
        return took[min(len(took) - 1, int(share * len(took)))] * 1000


async def drive(load: Load, archive: Archive | None, first: int) -> None:
    """The load, with something new every five seconds where an archive is given."""
    running = asyncio.create_task(load.run())
    number = first
    while archive is not None and not running.done():
        await asyncio.to_thread(tell, archive, number, 1)
        number += 1
        await asyncio.wait([running], timeout=5)
    await running


def report(name: str, load: Load, pid: int, before: float) -> None:
    """One row of the table."""
    count = len(load.took)
    cpu = (cpu_of(pid) - before) * 1000 / max(count, 1)
    codes = " ".join(f"{code}:{n}" for code, n in sorted(load.answers.items()))
    print(
        f"{name:8} {count:6} {count / load.seconds:7.0f}/s {cpu:8.2f} {load.at(0.5):8.1f} "
        f"{load.at(0.95):8.1f} {load.at(0.99):8.1f} {load.errors:7}   {codes}",
        flush=True,
    )


def bench_making(archive: Archive) -> None:
    """CPU of one feed of a hundred entries, out of the archive, in each format."""

    def make(form: FeedFormat) -> bytes:
        with archive.reading() as session:
            page = load_page(session, changes_feed())
        return build_feed(
            changes_feed(), page.entries, base_url="http://a.example", format=form,
            paging=Paging(has_more=True),
        )  # fmt: skip

    for form in FORMATS:
        size = len(make(form))
        print(f"made     {form:5} {timed(partial(make, form), 5):8.1f} ms CPU   {size:,} bytes")


def bench_serving(archive: Archive, folder: Path, seconds: float, first: int) -> int:
    """The three drives; how many errors there were."""
    (folder / "portals").mkdir()
    (folder / "portals" / "yunling.toml").write_text(PORTAL_FILE, encoding="utf-8")
    environ = {
        "GONGBAO_DATABASE_URL": archive.url,
        "GONGBAO_DATA_DIR": str(folder),
        "GONGBAO_PORTALS_DIR": str(folder / "portals"),
    }
    port, plain = free_port(), free_port()
    command = [sys.executable, "-m", "gongbao", "serve", "--port", str(port)]
    print(f"{'':8} {'asked':>6} {'':9} {'CPU ms':>8} {'p50 ms':>8} {'p95':>8} {'p99':>8} errors")
    with serving(command, environ, port) as pid:
        warm = Load(port, PATHS, 0.0, 1.0)
        asyncio.run(warm.run())
        errors = warm.errors
        for name, known, news in (("known", 1.0, None), ("mix", 0.9, archive)):
            load, before = Load(port, PATHS, known, seconds, dict(warm.tags)), cpu_of(pid)
            asyncio.run(drive(load, news, first))
            report(name, load, pid, before)
            errors += load.errors
    with serving([sys.executable, "-c", PLAIN, str(plain)], {}, plain) as pid:
        asyncio.run(Load(plain, ["/plain"], 0.0, 1.0).run())
        load, before = Load(plain, ["/plain"], 0.0, seconds), cpu_of(pid)
        asyncio.run(load.run())
        report("plain", load, pid, before)
    return errors


def main() -> int:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--changes", type=int, default=3000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gongbao-feeds-") as name:
        archive = Archive(f"sqlite:///{name}/archive.db")
        fill(archive, given.changes)
        print(f"{given.changes} Changes")
        bench_making(archive)
        errors = bench_serving(archive, Path(name), given.seconds, given.changes)
        archive.close()
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
