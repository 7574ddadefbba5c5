"""What our own middlewares refuse, and what a failed download was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from service_identity import VerificationError
from twisted.internet.error import ConnectError, ConnectionLost
from twisted.internet.error import ConnectionDone as ConnectionClosed

from crawler.outcome import Verdict
from storage.content_coding import BrokenBody
from storage.outcome import PageOutcome

if TYPE_CHECKING:
    from collections.abc import Iterator

HANG_UPS = (ConnectionLost, ConnectionClosed)
NO_CONNECTION = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    ConnectError,
    ConnectionLost,
    ConnectionClosed,
)
KINDS: dict[type[Exception], str] = {
    CannotResolveHostError: "the host name has no address",
    DownloadConnectionRefusedError: "connection refused",
    DownloadTimeoutError: "time-out",
    DownloadFailedError: "connection lost",
    ConnectionLost: "connection lost",
    ConnectionClosed: "connection closed",
    DownloadCancelledError: "too large",
}


class Refused(IgnoreRequest):
    """A request we do not make, with the outcome that follows. Raised by middlewares, handled by the Fetcher."""

    def __init__(self, outcome: PageOutcome, message: str) -> None:
        super().__init__(message)
        self.verdict = Verdict(outcome, message)


def judge_failure(error: Exception) -> Verdict:
    """How asking for an address ended when no answer came."""
    if isinstance(error, Refused):
        return error.verdict
    if reason := tls_reason(error):
        return Verdict(PageOutcome.TLS, f"the TLS handshake failed: {reason}")
    causes = list(_causes(error))
    if any(isinstance(cause, ResponseDataLossError) for cause in causes):
        return Verdict(PageOutcome.FAILED, "truncated answer")
    is_down = isinstance(error, (*NO_CONNECTION, DownloadFailedError))
    return Verdict(PageOutcome.DOWN if is_down else PageOutcome.FAILED, _in_words(error))


def tls_reason(error: Exception) -> str | None:
    """Why a TLS handshake failed, in a few words; None when something else went wrong."""
    for cause in _causes(error):
        if isinstance(cause, VerificationError):
            return "the certificate is of another name"
        if isinstance(cause, SSL.Error):
            return _reasons(cause) or "it was broken off"
    return None


def is_hang_up(error: Exception) -> bool:
    """Whether the other side closed the connection without an answer, as some do at a greeting they do not know."""
    return any(isinstance(cause, HANG_UPS) for cause in _causes(error))


def _reasons(error: SSL.Error) -> str:
    """OpenSSL's words: `certificate verify failed`, `unsupported protocol`, `dh key too small`."""
    entries = error.args[0] if error.args else ()
    words = [str(entry[-1]) for entry in entries if isinstance(entry, tuple) and entry]
    return ", ".join(dict.fromkeys(word for word in words if word))


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error, what it wraps, and the reasons Twisted gathers in a failed response."""
    yield error
    for failure in getattr(error, "reasons", None) or ():
        yield from _causes(failure.value)
    if error.__cause__ is not None:
        yield from _causes(error.__cause__)


def _in_words(error: Exception) -> str:
    if isinstance(error, BrokenBody):
        return str(error)
    return KINDS.get(type(error)) or f"{type(error).__name__}: {error}".rstrip(": ")
