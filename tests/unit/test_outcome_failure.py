"""What failed downloads and refused requests come to."""

from __future__ import annotations

import pytest
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
from twisted.internet.error import ConnectionLost
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from crawler.refusal import Refused, judge_failure
from storage.content_coding import BrokenBody
from storage.outcome import PageOutcome


def wrapped(reason: Exception) -> Exception:
    """As Scrapy's handler hands on what Twisted found."""
    error = DownloadFailedError("[...]")
    error.__cause__ = ResponseFailed([Failure(reason)])
    return error


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (DownloadTimeoutError(), "down"),
        (CannotResolveHostError(), "down"),
        (DownloadConnectionRefusedError(), "down"),
        (ConnectionLost(), "down"),
        (wrapped(ConnectionLost()), "down"),
        (wrapped(SSL.Error([("SSL routines", "", "dh key too small")])), "tls"),
        (wrapped(ResponseDataLossError()), "failed"),
        (ResponseDataLossError(), "failed"),
        (DownloadCancelledError("Expected to receive 9 bytes"), "failed"),
        (BrokenBody("truncated compressed body"), "failed"),
        (IgnoreRequest("max redirections reached"), "failed"),
        (UnicodeError("label too long"), "failed"),
        (Refused(PageOutcome.BLOCKED, "robots.txt forbids it"), "blocked"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else value,
)
def test_judge_failure(error: Exception, outcome: str) -> None:
    verdict = judge_failure(error)
    assert verdict.outcome == outcome
    assert verdict.message
    assert "\n" not in verdict.message
