"""Files that the scripts of a page show in a viewer: `showVsbpdfIframe("/__local/…/a.pdf", …)`, PDFObject, pdf.js."""

from __future__ import annotations

import re

ENDINGS = (".pdf", ".PDF", ".ofd", ".OFD")
VIEWERS = (
    *("showVsb", "PDFObject", "pdfjs", "PDFJS", "pdfh5", "Pdfh5", "FlexPaper"),
    "viewer.html?file=",
)
CALL = re.compile(
    r"showVsb\w*Iframe\s*\(|PDFObject\.embed|pdfjsLib|viewer\.html\?file=|FlexPaperViewer",
    re.IGNORECASE,
)
COMMENT = re.compile(r"/\*.*?\*/|^[ \t]*//[^\n]*$", re.DOTALL | re.MULTILINE)
# the extension may be the value of a parameter (virtual_attach_file.vsb?…&e=.pdf)
ADDRESS = re.compile(
    r"(?<=[\"'])[^\"'\n<>]{1,500}\.(?:pdf|ofd)(?:[?#&][^\"'\n<>]{0,200})?(?=[\"'])",
    re.IGNORECASE,
)


def shown_files(script: str) -> list[str]:
    """The addresses of documents in a script that speaks to a viewer."""
    if not any(ending in script for ending in ENDINGS):  # few scripts go on from here
        return []
    if not any(name in script for name in VIEWERS):
        return []
    spoken = COMMENT.sub("", script).replace("\\/", "/")
    return list(dict.fromkeys(match[0].strip() for match in ADDRESS.finditer(spoken)))
