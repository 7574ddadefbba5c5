"""Reading a file in a process of its own: whatever hostile bytes do to a parser, the crawl lives, and in bounded time.

`python -m pipelines.attachment_child` reads one line of JSON (`{"name": …}`) and the file from its standard input and
answers with one object: `media_type`, `text`, `note`, or `error`.
"""

from __future__ import annotations

import json
import resource
import signal
import subprocess
import sys
from dataclasses import asdict

from pipelines.attachment_limit import AttachmentText, UnreadableAttachment

CPU_SECONDS = 60
WALL_SECONDS = 180  # a loaded machine must not make a good file unreadable
MEMORY = 3 * 1024**3  # bytes of address space
COMMAND = (sys.executable, "-P", "-m", "pipelines.attachment_child")


def read_apart(body: bytes, name: str = "") -> AttachmentText:
    """`read_attachment` in a child process; UnreadableAttachment also when the child dies or takes too long."""
    order = json.dumps({"name": name}).encode() + b"\n" + body
    try:
        done = subprocess.run(  # noqa: S603  our own module, no shell
            COMMAND, input=order, capture_output=True, timeout=WALL_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise UnreadableAttachment(f"reading took more than {WALL_SECONDS} s") from None
    if done.returncode:
        raise UnreadableAttachment(_why_it_died(done.returncode))
    answer = json.loads(done.stdout)
    if "error" in answer:
        raise UnreadableAttachment(answer["error"])
    return AttachmentText(**answer)


def _why_it_died(code: int) -> str:
    if code == -signal.SIGXCPU:
        return f"reading took more than {CPU_SECONDS} s"
    return f"the reader died: {signal.Signals(-code).name if code < 0 else f'exit {code}'}"


def main() -> None:
    """Answer for the file on standard input."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from pipelines.attachment_reader import read_attachment  # noqa: PLC0415  under the limits

    name = json.loads(sys.stdin.buffer.readline())["name"]
    try:
        answer: dict[str, object] = asdict(read_attachment(sys.stdin.buffer.read(), name))
    except UnreadableAttachment as error:
        answer = {"error": str(error)}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
