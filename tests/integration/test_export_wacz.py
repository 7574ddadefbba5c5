"""The evidence of a document in a WACZ file: its pages and attachments, byte for byte, and all a player needs."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from builders import NOON, build_portal, build_record, publish, store, sync
from click.testing import CliRunner
from warcio.archiveiterator import ArchiveIterator

from gongbao.cli import cli
from gongbao.export import cdxj
from storage.facts import AttachmentFacts, FrameFacts
from storage.warc import StoredResponse, WarcStore

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from storage.session import Archive
    from storage.warc import WarcPointer

NUMBER = "云政发〔2026〕3号"
PAGE = "https://www.yunling.example/art/1.html"
ANNEX = "https://www.yunling.example/art/P1.pdf"
LATER = "https://www.yunling.example/art/P2.pdf"
FRAME = "https://www.yunling.example/art/inner.html"


@dataclass
class House:
    """An archive with its WARC folder."""

    archive: Archive
    folder: Path
    warc: WarcStore

    def send(self, url: str, body: bytes, at: datetime, **headers: str) -> WarcPointer:
        sent = tuple((name.replace("_", "-"), value) for name, value in headers.items())
        return self.warc.write_response(StoredResponse(url, 200, sent, body), at)

    def export(self, *arguments: str) -> Result:
        settings = {
            "GONGBAO_DATABASE_URL": self.archive.url,
            "GONGBAO_DATA_DIR": str(self.folder / "data"),
        }
        told = ("export", "--format", "wacz", *arguments)
        return CliRunner().invoke(cli, told, env=settings)


def annex(url: str, body: bytes) -> AttachmentFacts:
    return AttachmentFacts(url, "附件", sha256=hashlib.sha256(body).hexdigest(), outcome="ok")


@pytest.fixture
def house(sqlite_archive: Archive, tmp_path: Path) -> House:
    """A page with an annex packed on its way; next day another text, and an annex fetched by another process."""
    house = House(sqlite_archive, tmp_path, WarcStore(tmp_path / "data" / "warc"))
    record = build_record("第一版", url=PAGE, document_number=NUMBER)
    revised = {**record, "text": "第二版", "content_hash": "2" * 64}
    with house.archive.writing() as session:
        sync(session, build_portal())
        pointer = house.send(PAGE, b"<p>1</p>", NOON, Content_Type="text/html; charset=utf-8")
        house.send("https://www.yunling.example/other.html", b"other", NOON)
        house.send(ANNEX, gzip.compress(b"annex"), NOON, Content_Encoding="gzip")
        store(session, record, warc=pointer, attachments=(annex(ANNEX, b"annex"),))
        pointer = house.send(PAGE, b"<p>2</p>", NOON + timedelta(days=1), Content_Type="text/html")
        inner = house.send(FRAME, b"<p>inner</p>", NOON + timedelta(days=1))
        house.warc.close()
        house.send(LATER, b"later", NOON + timedelta(days=1))
        store(
            session, revised, NOON + timedelta(days=1), warc=pointer,
            frame=FrameFacts(FRAME, warc=inner),
            attachments=(annex(ANNEX, b"annex"), annex(LATER, b"later")),
        )  # fmt: skip
        hijacked = house.send(PAGE, b"bet", NOON + timedelta(days=2))
        foreign = build_record("彩金", url=PAGE, document_number=NUMBER)
        store(session, foreign, NOON + timedelta(days=2), warc=hijacked, tampered=True)
        publish(session)
    house.warc.close()
    return house


@pytest.fixture
def package(house: House) -> zipfile.ZipFile:
    out = house.folder / "evidence.wacz"
    result = house.export("--document", NUMBER, "--out", str(out))
    assert (result.exit_code, result.stderr) == (0, "")
    return zipfile.ZipFile(out)


def records_of(package: zipfile.ZipFile) -> list[tuple[str, str | None, bytes]]:
    with package.open("archive/data.warc.gz") as file:
        records = ArchiveIterator(file, check_digests="raise")
        return [
            (r.rec_type, r.rec_headers.get_header("WARC-Target-URI"), r.raw_stream.read())
            for r in records
        ]


def test_pages_frames_and_attachments_are_in_it_once(package: zipfile.ZipFile) -> None:
    assert [(kind, url) for kind, url, _ in records_of(package)] == [
        ("warcinfo", None), ("response", PAGE), ("response", ANNEX), ("response", PAGE),
        ("response", FRAME), ("response", LATER),
    ]  # fmt: skip


def test_records_are_those_of_the_archive_byte_for_byte(
    house: House, package: zipfile.ZipFile
) -> None:
    kept = b"".join(p.read_bytes() for p in sorted((house.folder / "data" / "warc").rglob("*.gz")))
    data = package.read("archive/data.warc.gz")
    for entry in index_of(package):
        member = data[int(entry["offset"]) :][: int(entry["length"])]
        assert member in kept
        (record,) = ArchiveIterator(io.BytesIO(member))
        assert record.rec_headers.get_header("WARC-Target-URI") == entry["url"]
        assert record.rec_headers.get_header("WARC-Payload-Digest") == entry["digest"]


def index_of(package: zipfile.ZipFile) -> list[dict[str, Any]]:
    text = gzip.decompress(package.read("indexes/index.cdx.gz")).decode()
    assert text.splitlines() == sorted(text.splitlines())
    return [json.loads(line.split(" ", 2)[2]) for line in text.splitlines()]


def test_every_page_is_found_through_the_index(package: zipfile.ZipFile) -> None:
    head, *pages = [json.loads(row) for row in package.read("pages/pages.jsonl").splitlines()]
    assert head["format"] == "json-pages-1.0"
    assert [(page["url"], page["ts"], page["text"]) for page in pages] == [
        (PAGE, "2026-03-02T04:00:00Z", "第一版"),
        (PAGE, "2026-03-03T04:00:00Z", "第二版"),
    ]
    lines = gzip.decompress(package.read("indexes/index.cdx.gz")).decode()
    for page in pages:
        stamp = page["ts"].translate({ord(c): None for c in "-:TZ"})
        assert f"{cdxj.to_key(page['url'])} {stamp} " in lines
    meta, *blocks = package.read("indexes/index.idx").decode().splitlines()
    assert meta.startswith("!meta 0 ")
    for block in blocks:
        place = json.loads(block[block.index("{") :])
        data = package.read(f"indexes/{place['filename']}")[place["offset"] :][: place["length"]]
        assert f"sha256:{hashlib.sha256(data).hexdigest()}" == place["digest"]
        assert gzip.decompress(data).decode().startswith(block.partition(" {")[0])


def test_the_description_has_the_digest_of_every_file(package: zipfile.ZipFile) -> None:
    told = json.loads(package.read("datapackage.json"))
    assert (told["profile"], told["wacz_version"]) == ("data-package", "1.1.1")
    assert (told["mainPageUrl"], told["mainPageDate"]) == (PAGE, "2026-03-03T04:00:00Z")
    assert NUMBER in told["description"]
    own = {"datapackage.json", "datapackage-digest.json"}
    assert {r["path"] for r in told["resources"]} == set(package.namelist()) - own
    for resource in told["resources"]:
        data = package.read(resource["path"])
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
    digest = hashlib.sha256(package.read("datapackage.json")).hexdigest()
    seal = json.loads(package.read("datapackage-digest.json"))
    assert seal == {"path": "datapackage.json", "hash": f"sha256:{digest}"}


def test_players_can_read_within_the_zip(package: zipfile.ZipFile) -> None:
    for info in package.infolist():
        if info.filename.endswith(".gz"):
            assert info.compress_type == zipfile.ZIP_STORED, info.filename


def test_what_is_missing_is_told(house: House) -> None:
    out = house.folder / "evidence.wacz"
    files = sorted((house.folder / "data" / "warc").rglob("*.gz"))
    files[-2].unlink()  # that of the annex fetched later
    result = house.export("--document", NUMBER, "--out", str(out))
    assert result.exit_code == 1
    assert LATER in result.stderr
    assert len(records_of(zipfile.ZipFile(out))) == 5
    for path in files[:-2]:
        path.unlink()
    out.unlink()
    result = house.export("--document", NUMBER, "--out", str(out))
    assert result.exit_code == 1
    assert "no page of it is kept" in str(result.exception)
    assert not out.exists()


def test_an_unknown_document(house: House) -> None:
    result = house.export("--document", "dnothere", "--out", str(house.folder / "x"))
    assert isinstance(result.exception, LookupError)
    assert not (house.folder / "x").exists()


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.yunling.example/Art/1.html", "example,yunling)/art/1.html"),
        ("http://yunling.example", "example,yunling)/"),
        ("http://gov.yunling.example:8080/a?b=2&a=1", "example,yunling,gov:8080)/a?a=1&b=2"),
        ("https://www2.yunling.example:443/?q=%E6%B3%95", "example,yunling)/?q=%e6%b3%95"),
        ("https://yunling.example/文?q=法&c", "example,yunling)/%e6%96%87?c&q=%e6%b3%95"),
        ("http://127.0.0.1:81/x", "1,0,0,127:81)/x"),
    ],
)
def test_keys_of_addresses(url: str, key: str) -> None:
    assert cdxj.to_key(url) == key
