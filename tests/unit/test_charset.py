"""Bytes into text: what portals declare, what they send, and where the two disagree."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platforms.charset import canonical_encoding, decode_page

TEXT = "青溪市人民政府关于印发二〇二六年工作要点的通知，朱镕某同志出席，㐂字亦在其中。"
BODY = f"<html><head>{{meta}}<title>{TEXT}</title></head><body>{TEXT}</body></html>"
LATIN_META = '<meta charset="iso-8859-1">'
MISSPELT = '<meta httpequiv="Content-Type" content="text/html;charst=gb2312">'


def html(meta: str = "") -> str:
    return BODY.replace("{meta}", meta)


CASES = [
    # bytes, Content-Type, encoding
    (html().encode("utf-8"), None, "utf-8"),
    (html().encode("utf-8"), "text/html; charset=UTF-8", "utf-8"),
    (codecs.BOM_UTF8 + html().encode("utf-8"), "text/html; charset=gbk", "utf-8"),
    (codecs.BOM_UTF16_LE + html().encode("utf-16-le"), None, "utf-16-le"),
    (codecs.BOM_UTF16_BE + html().encode("utf-16-be"), None, "utf-16-be"),
    (html('<meta charset="gb2312">').encode("gb18030"), None, "gb18030"),
    (html("<meta charset=GBK>").encode("gb18030"), None, "gb18030"),
    (html().encode("gb18030"), "text/html;charset=gb2312", "gb18030"),
    (html().encode("gb18030"), None, "gb18030"),
    (html(MISSPELT).encode("gb18030"), None, "gb18030"),
    (html('<meta charset="utf-8">').encode("gb18030"), None, "gb18030"),
    (html('<meta charset="utf-8">').encode("gb18030"), "text/html; charset=utf-8", "gb18030"),
    (html('<meta charset="gb2312">').encode("utf-8"), None, "utf-8"),
    (html().encode("utf-8"), "text/html; charset=gb2312", "utf-8"),
    (html(LATIN_META).encode("gb18030"), "text/html; charset=ISO-8859-1", "gb18030"),
    (html('<meta charset="no-such-thing">').encode("gb18030"), None, "gb18030"),
    (html("<!-- <meta charset=big5> -->").encode("gb18030"), None, "gb18030"),
]


@pytest.mark.parametrize(("data", "content_type", "encoding"), CASES)
def test_what_is_read(data: bytes, content_type: str | None, encoding: str) -> None:
    decoded = decode_page(data, content_type)
    assert (decoded.encoding, decoded.replaced) == (encoding, 0)
    assert TEXT in decoded.text
    assert not decoded.text.startswith("\ufeff")


def test_xml_declarations() -> None:
    data = f'<?xml version="1.0" encoding="GBK"?><datastore>{TEXT}</datastore>'.encode("gb18030")
    assert decode_page(data).encoding == "gb18030"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_torn_character_costs_itself_alone(encoding: str) -> None:
    data = html().encode(encoding)
    decoded = decode_page(data[:-15] + data[-14:] if encoding == "gb18030" else data + b"\xe9\x9d")
    assert decoded.encoding == encoding
    assert 1 <= decoded.replaced <= 3
    assert TEXT in decoded.text


def test_replacement_characters_of_the_page_itself_are_not_counted() -> None:
    assert decode_page(f"{TEXT}\ufffd\ufffd".encode()).replaced == 0
    assert decode_page(f"{TEXT}\ufffd".encode() + b"\xff").replaced == 1


def test_bytes_that_are_no_text_are_told() -> None:
    data = bytes(range(128, 256)) * 20
    assert decode_page(data).replaced > 0


def test_nothing_is_something() -> None:
    assert decode_page(b"").text == ""


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("GB2312", "gb18030"),
        ("gbk", "gb18030"),
        ("UTF8", "utf-8"),
        ("big5", "big5"),
        ("xyz", None),
        ("latin1", "cp1252"),
    ],
)
def test_labels(label: str, name: str | None) -> None:
    assert canonical_encoding(label) == name


@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(["utf-8", "gb18030"]))
def test_a_true_declaration_is_never_worse(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    assert decode_page(data, f"text/html; charset={encoding}").replaced == 0


@given(
    st.binary(max_size=300), st.sampled_from([None, "text/html; charset=gbk", "x; charset=utf-16"])
)
def test_any_bytes_are_survived(data: bytes, content_type: str | None) -> None:
    assert decode_page(data, content_type).replaced >= 0
