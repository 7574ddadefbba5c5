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

TLS_ERRORS = (SSL.Error, VerificationError)
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
    causes = list(_causes(error))
    if any(isinstance(cause, TLS_ERRORS) for cause in causes):
        return Verdict(PageOutcome.TLS, "the TLS handshake failed")
    if any(isinstance(cause, ResponseDataLossError) for cause in causes):
        return Verdict(PageOutcome.FAILED, "truncated answer")
    is_down = isinstance(error, (*NO_CONNECTION, DownloadFailedError))
    return Verdict(PageOutcome.DOWN if is_down else PageOutcome.FAILED, _in_words(error))


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
