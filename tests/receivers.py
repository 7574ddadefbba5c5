"""Receivers of notifications on this machine: they take, refuse, dawdle or hang."""

from __future__ import annotations

import json
import re
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Receiver:
    """What came in, and how to answer."""

    status: int = 200
    delay: float = 0.0
    messages: list[dict[str, Any]] = field(default_factory=list)
    arrivals: int = 0
    port: int = 0
    gate: threading.Event = field(default_factory=threading.Event)
    is_gated: bool = False  # answers wait for the gate

    @property
    def target(self) -> str:
        """Its address for Apprise."""
        return f"json://127.0.0.1:{self.port}/take"

    @property
    def keys(self) -> list[str]:
        """The idempotency keys of the messages taken."""
        return [message["key"] for message in self.messages]


@contextmanager
def receiving(**how: Any) -> Iterator[Receiver]:
    """A receiver that listens while the block runs."""
    receiver = Receiver(**how)
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            told = json.loads(self.rfile.read(length))
            with lock:
                receiver.arrivals += 1
            time.sleep(receiver.delay)
            if receiver.is_gated:
                receiver.gate.wait(60)
            if receiver.status < 300:
                header = self.headers["Idempotency-Key"]
                found = re.search(r"Idempotency-Key: (\S+)", told["message"])
                assert found
                assert found[1] == header
                with lock:
                    receiver.messages.append({**told, "key": header})
            self.send_response(receiver.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """Whoever hung up was killed on purpose."""

    server = Server(("127.0.0.1", 0), Handler)
    receiver.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
