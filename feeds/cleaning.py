"""What may stand in a feed: characters XML 1.0 and HTML know, words that are no markup, addresses that are URIs."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

ILLEGAL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0 § 2.2
# C1 controls, noncharacters, and the marks that turn the direction of what follows them, in readers too
PLANE_ENDS = "".join(
    f"{chr((plane << 16) + 0xFFFE)}{chr((plane << 16) + 0xFFFF)}" for plane in range(1, 17)
)
UNWANTED = re.compile(
    r"[\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff" + PLANE_ENDS + "]"
)
STANDINGS = str.maketrans({"\x85": "\n", "\ufffd": "□"})  # a line's end; a character that was lost
BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
MARKUP = str.maketrans({"<": "＜", ">": "＞"})
REFERENCE = re.compile(r"&(?=[#\w])")


def clean_text(text: str) -> str:
    """The text without characters that break a feed or turn its direction."""
    return UNWANTED.sub("", ILLEGAL.sub("", text.translate(STANDINGS)))


def to_plain(line: str) -> str:
    """The line as nobody can take it for markup: where a format does not say whether words are text or HTML."""
    return REFERENCE.sub("＆", line.translate(MARKUP))


def clean_line(text: str, length: int) -> str:
    """The same in one line of at most `length` characters."""
    line = " ".join(clean_text(text[: 8 * length + 200]).split())
    return line if len(line) <= length else f"{line[: length - 1]}…"


def encode_url(url: str) -> str | None:
    """An http(s) address as a URI (RFC 3986): punycode host, percent-encoded rest. None for others."""
    try:
        parts = urlsplit(ILLEGAL.sub("", url).strip())
        host = _encode_host(parts.hostname or "")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host:
        return None
    path, query, fragment = (
        quote(BARE_PERCENT.sub("%25", part), safe=f"%!$&'()*+,;=:@/{extra}")
        for part, extra in ((parts.path, ""), (parts.query, "?"), (parts.fragment, "?"))
    )
    return urlunsplit((parts.scheme.lower(), host + port, path or "/", query, fragment))


def _encode_host(host: str) -> str:
    if ":" in host:
        return f"[{host}]"
    encoded = host if host.isascii() else host.encode("idna").decode()
    if not re.fullmatch(r"[A-Za-z0-9._-]*", encoded):
        raise ValueError(host)
    return encoded
