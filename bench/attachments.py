"""Milliseconds to read an attachment, by kind: attachments.py [REPEATS]."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from attachment_files import (  # noqa: E402
    load,
    make_docx,
    make_ofd,
    make_pdf,
    make_xlsx,
    make_zip,
    paragraph,
    text_object,
)

from pipelines.attachment_child import read_apart  # noqa: E402
from pipelines.attachments import read_attachment  # noqa: E402

PAGES, LINES, ROWS, COLUMNS = 20, 30, 2000, 10
LINE = "为做好春耕工作保障粮食安全促进农业增产农民增收现就有关事项通知"


def build_files() -> dict[str, bytes]:
    """A file of every kind: twenty pages, or two thousand rows."""
    texts = [[f"{page}.{line}{LINE}" for line in range(LINES)] for page in range(PAGES)]
    pdf = [[(80.0, 780.0 - 22 * i, t) for i, t in enumerate(page)] for page in texts]
    ofd = ["".join(text_object(t, 20, 20 + 8 * i) for i, t in enumerate(page)) for page in texts]
    docx = make_docx("".join(paragraph(text) for page in texts for text in page))
    row = "".join(f"<c><v>{column}.5</v></c>" for column in range(COLUMNS))
    return {
        f"pdf, {PAGES} pages": make_pdf(*pdf),
        f"ofd, {PAGES} pages": make_ofd(ofd),
        f"docx, {PAGES} pages": docx,
        "doc, 1 page": load("spring.doc"),
        f"xlsx, {ROWS} rows": make_xlsx({"表": f"<row>{row}</row>" * ROWS}),
        "xls, 4 rows": load("indicators.xls"),
        "zip of three": make_zip({"a.docx": docx, "b.doc": load("spring.doc"), "c.txt": LINE}),
    }


def main() -> int:
    """Print the best time of several, here and in a process of its own."""
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    print(f"{'kind':<18}{'characters':>12}{'ms':>9}{'ms apart':>10}")
    for kind, body in build_files().items():
        text = read_attachment(body).text or ""
        here = measure(body, read_attachment, repeats)
        apart = measure(body, read_apart, repeats)
        print(f"{kind:<18}{len(text):>12}{here:>9.1f}{apart:>10.1f}", flush=True)
    return 0


def measure(body: bytes, read: Callable[[bytes], object], repeats: int) -> float:
    """Milliseconds of the fastest reading."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        read(body)
        times.append(time.perf_counter() - start)
    return min(times) * 1000


if __name__ == "__main__":
    sys.exit(main())
