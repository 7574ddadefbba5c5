"""Selectors a portal file may hold: CSS, or XPath when it starts with / or ./."""

from __future__ import annotations

from lxml import etree
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

EMPTY_PAGE = "<!doctype html><title></title>"


def is_xpath(selector: str) -> bool:
    """Whether a selector is XPath: it starts with `/`, `./` or `(`, or is `.`."""
    return selector.startswith(("/", "./", "(", "..")) or selector == "."


def check_selector(selector: str) -> str:
    """The selector as it stands; ValueError when it is neither CSS nor XPath."""
    try:
        if is_xpath(selector):
            etree.XPath(selector)
        else:
            LexborHTMLParser(EMPTY_PAGE).css(selector)
    except (etree.XPathSyntaxError, SelectolaxError):
        kind = "XPath" if is_xpath(selector) else "CSS"
        raise ValueError(f"{selector!r} is no {kind} selector") from None
    return selector
