"""Certificates are verified first; one second try per host for old and unverifiable servers, and it is told."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING

import pytest

from tests.integration.local_site import Bench
from tests.integration.tls_site import TlsSite, make_certificate, make_context, make_old_context

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    opened = Bench(tmp_path)
    yield opened
    opened.archive.close()


def fill(site: TlsSite, bench: Bench) -> None:
    site.put_list("/list.html", ["a", "b"])
    for name in "ab":
        site.put_document(name)
    bench.define(site.base)


def told(bench: Bench) -> str:
    return bench.issues().get("tls_unverified", "")


def test_an_unknown_authority_is_told_until_it_is_known(bench: Bench) -> None:
    pem = make_certificate(bench.folder)
    with TlsSite(make_context(pem)) as site:
        fill(site, bench)
        bench.crawl()
        assert bench.source().pages == {"ok": 2}
        assert "certificate verify failed" in told(bench)
        bench.crawl()
        assert site.base.removeprefix("https://") in told(bench)
        bench.environ["SSL_CERT_FILE"] = str(pem)
        bench.crawl("qc", "recheck=all")
        assert bench.source().pages == {"unchanged": 2}
        assert not told(bench)


def test_a_server_of_2006_is_read_with_what_it_speaks(bench: Bench) -> None:
    with TlsSite(make_old_context(make_certificate(bench.folder))) as site:
        fill(site, bench)
        bench.crawl()
        assert bench.source().pages == {"ok": 2}
        assert "protocol version" in told(bench)


def test_a_server_that_hangs_up_on_todays_greeting(bench: Bench) -> None:
    context = make_context(make_certificate(bench.folder))
    with TlsSite(context, intolerant=True) as site:
        fill(site, bench)
        bench.crawl()
        assert bench.source().pages == {"ok": 2}
        assert "hung up twice" in told(bench)


def test_what_fails_twice_is_tls(bench: Bench) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=greet, args=(server,), daemon=True).start()
        bench.define(f"https://127.0.0.1:{server.getsockname()[1]}")
        bench.crawl()
    assert bench.source().outcome == "tls"
    assert "wrong version number" in bench.issues()["source_tls"]
    assert not told(bench)


def greet(server: socket.socket) -> None:
    """Answer every connection with words that are no TLS."""
    while True:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        with connection:
            connection.recv(4096)
            connection.sendall(b"SSH-2.0-OpenSSH_7.4\r\n")
