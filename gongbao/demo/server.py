"""One threaded web server for each portal: the same port on 127.0.3.1 …, else other ports on 127.0.0.1."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from gongbao.demo.portal import Answer

Answering = Callable[[str, str, str, Mapping[str, str]], Answer]  # portal, target, form, headers
NETWORK = "127.0.3."
ATTEMPTS = 20


@dataclass(frozen=True)
class LoggedRequest:
    """One request as it was answered."""

    at: datetime
    portal: str
    host: str
    method: str
    target: str  # path and query
    status: int
    headers: Mapping[str, str]
    form: str = ""

    @property
    def path(self) -> str:
        """The path without its query."""
        return urlsplit(self.target).path


class PortalServer(ThreadingHTTPServer):
    """Serves one portal from a thread of its own."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(
        self,
        address: tuple[str, int],
        portal: str,
        answer: Answering,
        record: Callable[[LoggedRequest], None],
    ) -> None:
        self.portal, self.answer, self.record = portal, answer, record
        self._thread = threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True)
        super().__init__(address, _Handler)

    @property
    def base(self) -> str:
        """`http://127.0.3.1:8701`."""
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}"

    def start(self) -> None:
        """Answer requests from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Answer no more."""
        if self._thread.is_alive():
            self.shutdown()
            self._thread.join()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A visitor who hangs up is no error of ours."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "Apache"
    sys_version = ""
    timeout = 20
    server: PortalServer

    def do_GET(self) -> None:
        self._serve()

    do_HEAD = do_POST = do_GET

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        form = self.rfile.read(length).decode("utf-8", "replace")
        headers = {name.title(): value for name, value in self.headers.items()}
        answer = self.server.answer(self.server.portal, self.path, form, headers)
        self.server.record(
            LoggedRequest(
                at=datetime.now(UTC),
                portal=self.server.portal,
                host=headers.get("Host", ""),
                method=self.command,
                target=self.path,
                status=int(answer.status),
                headers=headers,
                form=form,
            )
        )
        self._send(answer)

    def _send(self, answer: Answer) -> None:
        self.send_response(int(answer.status))
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.status != 304:
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (the name is the base class's)
        """Requests are kept in the site's log."""


def open_servers(
    portals: list[str], port: int, answer: Answering, record: Callable[[LoggedRequest], None]
) -> list[PortalServer]:
    """A listening server for each portal, not yet answering."""
    for attempt in range(ATTEMPTS):
        try:
            return _open_side_by_side(portals, port, answer, record)
        except OSError:
            if port and attempt:
                break
    return [PortalServer(("127.0.0.1", 0), name, answer, record) for name in portals]


def _open_side_by_side(
    portals: list[str], port: int, answer: Answering, record: Callable[[LoggedRequest], None]
) -> list[PortalServer]:
    """The portals at neighbouring addresses and one port; all or none."""
    servers: list[PortalServer] = []
    try:
        for number, name in enumerate(portals, 1):
            server = PortalServer((f"{NETWORK}{number}", port), name, answer, record)
            servers.append(server)
            port = port or int(server.server_address[1])
    except OSError:
        for server in servers:
            server.server_close()
        raise
    return servers
