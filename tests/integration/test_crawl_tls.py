"""Certificates are verified first; one second try per host for old and unverifiable servers, and it is told."""

from __future__ import annotations

import socket
import threading

from sqlalchemy import select

from storage.models import Issue
from tests.integration.local_site import COLUMN, Bench
from tests.integration.tls_site import TlsSite, make_certificate, make_context, make_old_context


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


def test_old_servers_are_read_with_what_they_speak(bench: Bench) -> None:
    """One of 2006, one that hangs up on who offers TLS 1.3; what fails twice is `tls`."""
    pem = make_certificate(bench.folder)
    with (
        TlsSite(make_old_context(pem)) as old,
        TlsSite(make_context(pem), intolerant=True) as hasty,
        socket.create_server(("127.0.0.1", 0)) as server,
    ):
        threading.Thread(target=greet, args=(server,), daemon=True).start()
        other = f"https://127.0.0.1:{server.getsockname()[1]}"
        for site, name in ((old, "a"), (hasty, "b")):
            site.put_list("/list.html", [name])
            site.put_document(name)
        further = (("hasty", hasty.base), ("other", other))
        columns = "".join(COLUMN.format(name=n, url=f"{base}/list.html") for n, base in further)
        bench.define(old.base, more={"plans": columns})
        bench.crawl()
    outcomes = {name: bench.source(name).outcome for name in ("plans", "hasty", "other")}
    assert outcomes == {"plans": "ok", "hasty": "ok", "other": "tls"}
    assert bench.titles() == ["a实施方案", "b实施方案"]
    assert "wrong version number" in bench.issues()["source_tls"]
    with bench.archive.reading() as session:
        told = session.scalars(select(Issue).filter_by(kind="tls_unverified").order_by(Issue.id))
        reasons = [issue.message.rpartition(": ")[2] for issue in told]
    assert reasons == ["tlsv1 alert protocol version", "it hung up twice"]


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
