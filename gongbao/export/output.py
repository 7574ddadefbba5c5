"""Where an export goes: a file that takes its name when all is in it, or stdout."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

STDOUT = Path("-")


@contextmanager
def open_output(out: Path, *, is_whole: bool = False) -> Iterator[IO[bytes]]:
    """The file to write, whole or not at all. `is_whole`: the format needs a place to go back in, even for stdout."""
    if out != STDOUT and not _is_stream(out):
        with _taking_its_name(out.resolve()) as file:
            yield file
        return
    with ExitStack() as open_files:
        stream = sys.stdout.buffer if out == STDOUT else open_files.enter_context(out.open("wb"))
        if is_whole:
            with tempfile.TemporaryFile() as file:
                yield file
                file.seek(0)
                shutil.copyfileobj(file, stream)
        else:
            yield stream
        stream.flush()


def _is_stream(out: Path) -> bool:
    """A device or a pipe: nothing may take its place."""
    return out.exists() and not out.is_file() and not out.is_dir()


@contextmanager
def _taking_its_name(out: Path) -> Iterator[IO[bytes]]:
    out.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    part = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.chmod(0o644)
        part.replace(out)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
