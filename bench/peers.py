"""Other extractors on the same pages, each in a virtualenv of its own below build/peers.

    peers.py            install what is missing, print the versions
    peers.py --work X   (inside X's virtualenv) read pages from standard input, as JSON lines

They are no dependency of ours: pip fetches them from wherever it is told to fetch.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

HERE = Path(__file__).resolve()
FOLDER = HERE.parent.parent / "build" / "peers"
PEERS = {  # name → what pip installs; justext, which trafilatura uses, does not ask for all it imports
    "trafilatura": ("trafilatura", "lxml_html_clean"),
    "readability-lxml": ("readability-lxml",),
    "resiliparse": ("resiliparse",),
    "gne": ("gne",),
}


@dataclass(frozen=True)
class PeerAnswer:
    """What another extractor took from a page, and the CPU time it needed."""

    title: str | None
    text: str
    milliseconds: float


def install(name: str) -> bool:
    """Make sure of a peer's virtualenv; False, with a line saying so, when it cannot be had."""
    home = FOLDER / name
    if not (home / "installed").is_file():
        print(f"installing {name} into build/peers/{name} …", file=sys.stderr, flush=True)
        FOLDER.mkdir(parents=True, exist_ok=True)
        pip = [
            str(python_of(name)),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ]
        for command in ([sys.executable, "-m", "venv", str(home)], [*pip, *PEERS[name]]):
            if subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode:
                print(f"{name} cannot be installed: left out", file=sys.stderr)
                return False
        (home / "installed").touch()
    return True


def python_of(name: str) -> Path:
    return FOLDER / name / "bin" / "python"


def read_with(
    name: str, pages: dict[str, str], *, passes: int = 1
) -> tuple[str, dict[str, PeerAnswer]]:
    """A peer's version and what it takes from each page; CPU is the best of `passes`."""
    lines = "".join(json.dumps([key, html, passes]) + "\n" for key, html in pages.items())
    call = [str(python_of(name)), str(HERE), "--work", name]
    done = subprocess.run(
        call, input=lines, capture_output=True, text=True, check=True, timeout=900
    )
    first, *answers = done.stdout.splitlines()
    told = {key: PeerAnswer(*answer) for key, *answer in map(json.loads, answers)}
    return str(json.loads(first)), told


# inside a peer's virtualenv ----------------------------------------------------------------------


def work(name: str, lines: Iterable[str]) -> Iterator[Any]:
    """The peer's version, then one answer a page."""
    read = READERS[name]()
    yield version(name)
    for line in lines:
        key, html, passes = json.loads(line)
        title, text, best = None, "", float("inf")
        for _ in range(passes):
            start = time.process_time()
            try:
                title, text = read(html)
            except Exception as error:  # whatever a peer raises is an empty answer
                print(f"{name}: {key}: {error!r}", file=sys.stderr)
                title, text = None, ""
            best = min(best, time.process_time() - start)
        yield [key, title, text, best * 1000]


def trafilatura() -> Callable[[str], tuple[str | None, str]]:
    peer = import_module("trafilatura")

    def read(html: str) -> tuple[str | None, str]:
        found = peer.bare_extraction(html, include_comments=False, with_metadata=True)
        return (found.title, found.text or "") if found else (None, "")

    return read


def readability() -> Callable[[str], tuple[str | None, str]]:
    fromstring, document = (
        import_module("lxml.html").fromstring,
        import_module("readability").Document,
    )

    def read(html: str) -> tuple[str | None, str]:
        page = document(html)
        summary = page.summary(html_partial=True)
        return page.short_title(), fromstring(summary).text_content() if summary.strip() else ""

    return read


def resiliparse() -> Callable[[str], tuple[str | None, str]]:
    extract = import_module("resiliparse.extract.html2text").extract_plain_text
    parse = import_module("resiliparse.parse.html").HTMLTree.parse

    def read(html: str) -> tuple[str | None, str]:
        tree = parse(html)
        return tree.title, extract(tree, main_content=True, comments=False)

    return read


def gne() -> Callable[[str], tuple[str | None, str]]:
    extractor = import_module("gne").GeneralNewsExtractor()

    def read(html: str) -> tuple[str | None, str]:
        found = extractor.extract(html)
        return found.get("title"), found.get("content") or ""

    return read


READERS = {
    "trafilatura": trafilatura,
    "readability-lxml": readability,
    "resiliparse": resiliparse,
    "gne": gne,
}


def main() -> int:
    """Install the peers, or be one."""
    if sys.argv[1:2] == ["--work"]:
        for answer in work(sys.argv[2], sys.stdin):
            print(json.dumps(answer))
        return 0
    for name in PEERS:
        if install(name):
            print(f"{name} {read_with(name, {})[0]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
