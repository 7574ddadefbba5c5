"""Bytes of a page into text, the way a browser guesses and a Chinese portal needs it."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from charset_normalizer import from_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD_BYTES = 4096
REPLACEMENT = "\ufffd"
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
GB_NAMES = frozenset(
    {
        *("gb2312", "gb_2312-80", "gb_2312_80", "gb231280", "gbk", "x-gbk", "gb18030", "gb-18030"),
        *("cp936", "ms936", "windows-936", "zh_cn", "euc-cn", "x-euc-cn", "hz-gb-2312"),
        *("chinese", "csgb2312", "csiso58gb231280", "iso-ir-58"),
    }
)
DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:\-]+)""", re.IGNORECASE)
XML_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9_.:\-]+)""")
COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
TOLERATED = 0.005  # broken characters a declared charset may leave before another one is preferred
WIDE = re.compile("[\u0800-\ufffc]")


@dataclass(frozen=True)
class Decoded:
    """Text of a page, the charset that read it, and how many characters it could not read."""

    text: str
    encoding: str
    replaced: int


def decode_page(data: bytes, content_type: str | None = None) -> Decoded:
    """Decode by byte order mark, HTTP header, `<meta>`, then by trial (UTF-8, GB18030, a detector).

    gb2312 and gbk are read as gb18030 (GB 18030-2005 contains both). A declaration that does not
    fit the bytes gives
    way to one that does; when none fits, the reading with the fewest broken characters wins.
    """
    for mark, name in BOMS:
        if data.startswith(mark):
            return _decode(data[len(mark) :], name)
    readings: list[Decoded] = []
    for name in _candidates(data, content_type):
        reading = _decode(data, name)
        if not reading.replaced:
            return reading
        readings.append(reading)
    detected = _detect(data)
    if detected and detected not in {r.encoding for r in readings}:
        readings.append(_decode(data, detected))
    return _best(readings)


def canonical_encoding(label: str) -> str | None:
    """Python's name for a charset label, every GB label as `gb18030`; None when there is no such
    charset.
    """
    name = label.strip().strip("\"'").lower().replace("utf8", "utf-8")
    if name in GB_NAMES:
        return "gb18030"
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return None
    return "cp1252" if found in {"iso8859-1", "ascii"} else found


def _candidates(data: bytes, content_type: str | None) -> Iterator[str]:
    seen: set[str] = set()
    declared = [*_declared(data, content_type), "utf-8", "gb18030"]
    for label in ("utf-8", *declared) if _reads_as_utf8(data) else declared:
        name = canonical_encoding(label)
        if name and name not in seen and not (name == "cp1252" and not data.isascii()):
            seen.add(name)
            yield name


def _reads_as_utf8(data: bytes) -> bool:
    """GB bytes almost never form three-byte UTF-8 sequences; this beats a declaration that says
    otherwise.
    """
    try:
        return sum(1 for _ in islice(WIDE.finditer(data.decode()), 4)) > 3
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    return len(WIDE.findall(text)) > 3 + 20 * text.count(REPLACEMENT)


def _declared(data: bytes, content_type: str | None) -> Iterator[str]:
    header = DECLARED.search((content_type or "").encode("latin-1", "replace"))
    if header:
        yield header[1].decode("ascii")
    head = data[:HEAD_BYTES]
    xml = XML_DECLARED.match(head)
    if xml:
        yield xml[1].decode("ascii")
    for found in DECLARED.finditer(COMMENT.sub(b"", head)):
        yield found[1].decode("ascii")


def _decode(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding, 0)
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
    own = data.count(REPLACEMENT.encode(encoding, "ignore")) if encoding != "cp1252" else 0
    return Decoded(text, encoding, max(text.count(REPLACEMENT) - own, 1))


def _detect(data: bytes) -> str | None:
    best = from_bytes(data[:200_000]).best()
    return canonical_encoding(best.encoding) if best else None


def _best(readings: list[Decoded]) -> Decoded:
    first = readings[0]
    if first.replaced <= TOLERATED * len(first.text):
        return first
    return min(readings, key=lambda reading: reading.replaced)


def decode_as(data: bytes, encoding: str | None, content_type: str | None = None) -> Decoded:
    """A page in the charset a portal file names; without one, in the charset the page shows."""
    name = canonical_encoding(encoding) if encoding else None
    if name is None:
        return decode_page(data, content_type)
    text = data.decode(name, "replace")
    return Decoded(text, name, text.count("\ufffd"))
