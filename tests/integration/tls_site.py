"""Local sites behind TLS: a certificate of our own authority, of nobody, an old protocol."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import warnings
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from tests.integration.local_site import LocalSite

if TYPE_CHECKING:
    from pathlib import Path

HOST = "127.0.0.1"
OFFERS_1_3 = b"\x03\x04"  # in the supported versions of a greeting (RFC 8446 § 4.2.1)


def make_certificate(folder: Path, *, days: int = 30, bits: int = 2048) -> Path:
    """Key and self-signed certificate for 127.0.0.1 in one PEM file; with negative days it has expired."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "青溪市政务网")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=60))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "site.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path


def make_context(pem: Path) -> ssl.SSLContext:
    """A server's side of TLS as it is today."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


def make_old_context(pem: Path) -> ssl.SSLContext:
    """A server that knows nothing younger than TLS 1.0 (2006), with a cipher of that time."""
    context = make_context(pem)
    context.set_ciphers("AES128-SHA:@SECLEVEL=0")
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1
    return context


class TlsSite(LocalSite):
    """A local site that speaks TLS alone; an intolerant one hangs up on who offers TLS 1.3."""

    def __init__(self, context: ssl.SSLContext, *, intolerant: bool = False) -> None:
        super().__init__(HOST)
        self.context, self.intolerant = context, intolerant
        self.server.get_request = self.accept  # type: ignore[method-assign]  # one server, no class of its own
        self.server.handle_error = lambda *_: None  # type: ignore[method-assign]  # broken handshakes are the point
        self.base = self.base.replace("http:", "https:")

    def accept(self) -> tuple[socket.socket, tuple[str, int]]:
        """The next connection; its handshake is made by the thread that answers."""
        bare, peer = self.server.socket.accept()
        if self.intolerant and OFFERS_1_3 in bare.recv(4096, socket.MSG_PEEK):
            bare.close()
            raise ConnectionAbortedError
        wrapped = self.context.wrap_socket(bare, server_side=True, do_handshake_on_connect=False)
        return wrapped, peer
