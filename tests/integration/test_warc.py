"""What was received can be read back, also beside a record that a dying process left half written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from storage.warc import StoredResponse, WarcPointer, WarcStore

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 3, 1, 8, 0, 0, 5000, tzinfo=UTC)
PAGE = StoredResponse(
    "http://127.0.0.1/政策/1.html",
    200,
    (("Content-Type", "text/html; charset=gb2312"),),
    "公报".encode("gb18030"),
)


def test_round_trip(tmp_path: Path) -> None:
    store = WarcStore(tmp_path)
    pointers = [store.write_response(PAGE, NOW) for _ in range(3)]
    store.write_revisit(PAGE.url, PAGE.headers, "sha1:ABC", NOW, NOW)
    store.close()
    assert len({p.offset for p in pointers}) == 3
    for pointer in pointers:
        found = WarcStore(tmp_path).read(pointer)
        assert (found.status, found.body) == (200, PAGE.body)
        assert found.header("content-type") == "text/html; charset=gb2312"


def test_files_rotate_by_size_and_day(tmp_path: Path) -> None:
    store = WarcStore(tmp_path, max_bytes=100)
    names = {store.write_response(PAGE, NOW + timedelta(days=d)).file for d in (0, 0, 1)}
    store.close()
    assert len(names) == 3
    assert {name.split("/")[0] for name in names} == {"20260301", "20260302"}


def test_a_torn_record_spoils_nothing_before_it(tmp_path: Path) -> None:
    store = WarcStore(tmp_path)
    pointer = store.write_response(PAGE, NOW)
    torn = store.write_response(PAGE, NOW)
    store.close()
    path = tmp_path / pointer.file
    path.write_bytes(path.read_bytes()[: torn.offset + 20])
    assert WarcStore(tmp_path).read(pointer).body == PAGE.body


@pytest.mark.parametrize(
    "pointer", [WarcPointer("none.warc.gz", 0, "x"), WarcPointer("20260301/x.warc.gz", 5, "x")]
)
def test_missing_files_say_so(tmp_path: Path, pointer: WarcPointer) -> None:
    with pytest.raises(LookupError, match="no such WARC file"):
        WarcStore(tmp_path).read(pointer)
