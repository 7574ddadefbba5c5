"""One way to turn bytes of a page into text and text into a tree, the way a browser does."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser


def parse_html(html: str) -> LexborHTMLParser:
    """The page as an HTML5 tree: an early `</html>` or a second `<body>` loses nothing."""
    return LexborHTMLParser(html)
