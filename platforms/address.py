"""Addresses of pages: absolute, normalised, and the identity by which one page is known again."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes, urljoin, urlsplit, urlunsplit

DEFAULT_PORTS = {"http": "80", "https": "443"}
SESSION_PARAMETERS = frozenset(
    {"jsessionid", "phpsessid", "aspsessionid", "asp.net_sessionid", "sessionid", "session_id"}
)
TRACKING_PARAMETERS = frozenset({"_", "spm", "isappinstalled", "share_token", "nsukey"})
BUSTERS = frozenset({"t", "r", "v", "rnd", "rand", "random", "timestamp", "ts", "nocache", "time"})
RANDOM_VALUE = re.compile(r"0\.\d{6,}|1\d{12}")  # Math.random(), Date.now()
TOKEN_VALUE = re.compile(r"[0-9A-Za-z]{24,}")
PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;?#]*", re.IGNORECASE)
HANWEB_COLUMN = re.compile(r"/col/col\d+/(?:index\.html?)?$", re.IGNORECASE)
HANWEB_VIEW = frozenset({"uid", "pagenum"})  # the server ignores both: only the browser reads them
INDEX_PAGE = re.compile(r"(?<=/)(?:index|default)\.(?:html?|shtml|jsp|php|aspx?)$", re.IGNORECASE)
BLANKS = re.compile(r"[\t\r\n]|^[\s\u200b\ufeff]+|[\s\u200b\ufeff]+$")
HTTP = re.compile(r"https?://[^/?#\s]", re.IGNORECASE)
UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
PATH_BYTES = UNRESERVED | frozenset(b"/!$&'()*+,;=:@")
QUERY_BYTES = PATH_BYTES | frozenset(b"?")


def is_http(url: str | None) -> bool:
    """Whether `url` is an absolute http or https address with a host."""
    return bool(url and HTTP.match(url))


def normalise_url(url: str, base: str | None = None) -> str:
    """The address as it is asked for and stored: absolute, and free of what selects no content.

    Host in lower case, default port, user and fragment dropped, dot segments resolved, percent-
    encoding as RFC 3986
    6.2.2 wants it; session ids, tracking parameters and cache busters dropped; other parameters
    keep their order.
    What is no http(s) address after joining is returned as it stands.
    """
    url = BLANKS.sub("", url)
    try:
        joined = urljoin(base, url) if base else url
        parts = urlsplit(joined)
        port = parts.port
    except ValueError:
        return url
    if not is_http(joined) or not parts.hostname:
        return joined
    scheme = parts.scheme.lower()
    path = _dot_free(_encode(PATH_SESSION.sub("", parts.path), PATH_BYTES)) or "/"
    query = _clean_query(parts.query, path)
    return urlunsplit((scheme, _host(scheme, parts.hostname, port), path, query, ""))


def address_key(url: str) -> str:
    """The identity of an address: normalised, its parameters sorted, twins folded.

    Twins are http and https, with and without `www.`, a folder and its index page.
    """
    normal = normalise_url(url)
    if not is_http(normal):
        return normal
    parts = urlsplit(normal)
    host = parts.netloc.removesuffix(":80").removesuffix(":443")
    query = "&".join(sorted(parts.query.split("&")))
    return urlunsplit(("", _bare_host(host), INDEX_PAGE.sub("", parts.path), query, ""))[2:]


def _bare_host(host: str) -> str:
    return host[4:] if host.startswith("www.") and host.count(".") >= 2 else host


def _host(scheme: str, hostname: str, port: int | None) -> str:
    host = hostname.rstrip(".").lower()
    if not host.isascii():
        host = _to_ascii(host)
    host = f"[{host}]" if ":" in host else host
    return host if port is None or str(port) == DEFAULT_PORTS[scheme] else f"{host}:{port}"


def _to_ascii(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def _encode(text: str, allowed: frozenset[int]) -> str:
    """Percent-encoding in one spelling: unreserved characters bare, others stay encoded."""
    pieces = re.split(r"(%[0-9A-Fa-f]{2})", text)
    return "".join(_one(p) if i % 2 else _bare(p, allowed) for i, p in enumerate(pieces))


def _one(escape: str) -> str:
    byte = unquote_to_bytes(escape)[0]
    return chr(byte) if byte in UNRESERVED else escape.upper()


def _bare(text: str, allowed: frozenset[int]) -> str:
    data = text.encode("utf-8", "surrogatepass")
    return "".join(chr(b) if b in allowed else f"%{b:02X}" for b in data)


def _dot_free(path: str) -> str:
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            del kept[max(len(kept) - 1, 1) :]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in {".", ".."}:
        kept.append("")
    return "/".join(kept)


def _clean_query(query: str, path: str) -> str:
    view = HANWEB_VIEW if HANWEB_COLUMN.search(path) else frozenset()
    kept = [p for p in query.split("&") if p and not _is_noise(p, view)]
    return "&".join(_encode(p, QUERY_BYTES) for p in kept)


def _is_noise(parameter: str, view: frozenset[str]) -> bool:
    name, _, value = parameter.partition("=")
    name = _encode(name, QUERY_BYTES).lower()
    if name in SESSION_PARAMETERS or name in view or name.startswith("utm_"):
        return True
    if name == "sid":
        return bool(TOKEN_VALUE.fullmatch(value))
    if name in TRACKING_PARAMETERS or (name == "from" and not re.search(r"[^A-Za-z]", value)):
        return True
    return name in BUSTERS and bool(RANDOM_VALUE.fullmatch(value))
