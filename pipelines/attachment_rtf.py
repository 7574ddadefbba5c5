"""RTF to lines: often what a file named .doc really is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipelines.attachment_limit import UnreadableAttachment, join_lines

TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)",
    re.IGNORECASE,
)
BREAKS = {
    "par": "\n", "line": "\n", "sect": "\n", "page": "\n", "row": "\n", "nestrow": "\n",
    "cell": "\t", "nestcell": "\t", "tab": "\t",
    "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "emspace": " ", "enspace": " ",
}  # fmt: skip
UNSEEN = frozenset(
    {"fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "headerl", "headerr"}
    | {"headerf", "footer", "footerl", "footerr", "footerf", "fldinst", "listtable", "xmlnstbl"}
    | {"listoverridetable", "generator", "themedata", "datastore", "latentstyles", "rsidtbl"}
    | {"nonshppict", "deleted", "v", "annotation", "atnid", "atnauthor", "bkmkstart", "bkmkend"}
)
MAX_DEPTH = 500
CODE_PAGES = {936: "gb18030", 950: "big5", 1252: "cp1252", 65001: "utf-8"}
CHARSETS = {134: "gb18030", 136: "big5", 0: "cp1252"}  # \fcharset of a font


@dataclass
class Group:
    """What holds until the closing brace."""

    is_seen: bool = True
    fallback: int = 1  # characters after \u that stand in for it
    font: int | None = None


@dataclass
class RtfReader:
    """One pass over the tokens of a file."""

    encoding: str = "gb18030"
    out: list[str] = field(default_factory=list)
    groups: list[Group] = field(default_factory=lambda: [Group()])
    fonts: dict[int, str] = field(default_factory=dict)
    raw: bytearray = field(
        default_factory=bytearray
    )  # bytes of a charset, until text of another kind comes
    skip: int = 0
    is_optional: bool = False
    in_table: bool = False

    def read(self, body: bytes) -> str:
        """The text of the file."""
        for token in TOKEN.finditer(body):
            word, number, byte, symbol, brace, plain = token.groups()
            if word is not None:
                self._control(word.decode().lower(), int(number) if number else None)
            elif byte is not None:
                self._bytes(bytes.fromhex(byte.decode()))
            elif symbol is not None:
                self._symbol(symbol)
            elif brace is not None:
                self._brace(brace)
            elif plain is not None:
                self._bytes(plain)
        self._flush()
        if len(self.groups) > 1:
            raise UnreadableAttachment("broken RTF: it ends within a group")
        return "".join(self.out).encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self.skip = 0
        if brace == b"{":
            if len(self.groups) > MAX_DEPTH:
                raise UnreadableAttachment(f"RTF nested deeper than {MAX_DEPTH}")
            top = self.groups[-1]
            self.groups.append(Group(top.is_seen, top.fallback, top.font))
        elif len(self.groups) > 1:
            self.groups.pop()

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self.is_optional = True
        elif symbol in b"{}\\":
            self._bytes(symbol)
        else:
            self._say({b"~": " ", b"_": "-", b"\n": "\n", b"\r": "\n"}.get(symbol, ""))

    def _control(self, word: str, number: int | None) -> None:
        self._flush()
        group, optional = self.groups[-1], self.is_optional
        self.is_optional = False
        if word in UNSEEN or (optional and word not in ("shptxt", "shpinst", "ud", "upr")):
            group.is_seen = False
        if word == "u" and number is not None:
            self._unicode(number % 0x10000)
        elif word in BREAKS:
            in_cell = self.in_table and word in ("par", "line")
            self._say(" " if in_cell else BREAKS[word])
        elif word in ("intbl", "pard"):
            self.in_table = word == "intbl"
        else:
            self._setting(word, number, group)

    def _setting(self, word: str, number: int | None, group: Group) -> None:
        if word == "ansicpg" and number is not None:
            self.encoding = CODE_PAGES.get(number, self.encoding)
        elif word == "uc" and number is not None:
            group.fallback = max(0, min(number, 8))
        elif word == "f" and number is not None:
            group.font = number
        elif word == "fcharset" and number in CHARSETS and group.font is not None:
            self.fonts[group.font] = CHARSETS[number]

    def _unicode(self, code: int) -> None:
        self._say(chr(code))
        self.skip = self.groups[-1].fallback

    def _bytes(self, data: bytes) -> None:
        dropped = min(self.skip, len(data))
        self.skip -= dropped
        if self.groups[-1].is_seen:
            self.raw += data[dropped:]

    def _say(self, text: str) -> None:
        self._flush()
        if self.groups[-1].is_seen:
            self.out.append(text)

    def _flush(self) -> None:
        if self.raw:
            font = self.groups[-1].font
            named = self.fonts.get(font) if font is not None else None
            is_plain = named in (None, "cp1252")
            self.out.append(self.raw.decode(self.encoding if is_plain else str(named), "replace"))
            self.raw.clear()


def read_rtf(body: bytes) -> str:
    """The text of an RTF file: cells parted by tabs, headers and field codes left out."""
    text = RtfReader().read(body)
    return join_lines(line.rstrip("\t") for line in text.split("\n"))
