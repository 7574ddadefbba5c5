"""`gongbao export`: tables, the graph of citations, the evidence of a document."""

from __future__ import annotations

import csv
import io
import json
import os
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet
import pytest
from builders import NOON, build_record, fill, publish, store
from click.testing import CliRunner
from lxml import etree

from gongbao.cli import cli
from gongbao.export.network import NAMESPACE
from gongbao.export.sheet import to_cell
from gongbao.export.table import INNER, TABLES
from gongbao.rows import CHANGE_FIELDS
from storage.facts import RelationFacts

if TYPE_CHECKING:
    from click.testing import Result

    from storage.session import Archive

ANNEX = {"title": "附件", "url": "https://yunling.example/a.pdf", "media_type": None, "note": None}
NUMBER, CITED = "云政发〔2026〕3号", "云政发〔2020〕9号"
LOST = {"document_number": "国发〔2019〕7号", "title": "关于若干事项的意见"}
OLD, NEW = "各市人民政府：\n完成率达到80%。", "各市人民政府：\n完成率达到85%以上。"
HTML = "<html><meta charset=utf-8><title>页</title><p>正文</p></html>".encode()
FILE = b"%PDF-1.4 the annex"


def settings_of(archive: Archive, folder: Path) -> dict[str, str]:
    return {"GONGBAO_DATABASE_URL": archive.url, "GONGBAO_DATA_DIR": str(folder / "data")}


def fill_archive(archive: Archive) -> None:
    """A plan revised once that cites a held document and a missing one; a title that looks like a formula."""
    plan = build_record(
        OLD,
        document_number=NUMBER,
        citations=[{"document_number": CITED, "title": None}, LOST],
        attachments=[ANNEX],
    )
    old = build_record("旧办法。", document_number=CITED, url="https://yunling.example/9.html",
                       title="旧办法", category="rule", written_on="2020-05")  # fmt: skip
    formula = build_record("=1+1", url="https://yunling.example/3.html", title="＝A1\x0b",
                           category="notice", issuers=["@云岭省", "青溪市"])  # fmt: skip
    fill(archive, old, formula)
    said = RelationFacts("repeals", CITED, None, "", f"{CITED}同时废止。")
    with archive.writing() as session:
        store(session, plan, relations=(said,))
        publish(session)
        revised = {**plan, "text": NEW, "content_hash": "2" * 64}
        store(session, revised, NOON + timedelta(days=1), relations=(said,))
        publish(session)


@pytest.fixture
def environment(sqlite_archive: Archive, tmp_path: Path) -> dict[str, str]:
    """Settings of an empty archive."""
    return settings_of(sqlite_archive, tmp_path)


@pytest.fixture
def filled(sqlite_archive: Archive, environment: dict[str, str]) -> dict[str, str]:
    """Settings of one with three documents."""
    fill_archive(sqlite_archive)
    return environment


def run(environment: dict[str, str], *arguments: str) -> Result:
    return CliRunner().invoke(cli, ("export", *arguments), env=environment, catch_exceptions=False)


def export(environment: dict[str, str], out: Path, *arguments: str) -> bytes:
    """What a successful export writes."""
    result = run(environment, "--out", str(out), *arguments)
    assert result.exit_code == 0, result.stderr
    assert not list(out.parent.glob(f".{out.name}*"))
    return out.read_bytes()


def lines(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.decode().splitlines()]


def test_tables_as_json_lines(archive: Archive, tmp_path: Path) -> None:
    fill_archive(archive)
    filled = settings_of(archive, tmp_path)
    out = tmp_path / "sub" / "all.jsonl"
    documents = lines(export(filled, out, "--format", "jsonl"))
    assert {row["document_number"] for row in documents} == {NUMBER, CITED, None}
    revisions = lines(export(filled, out, "--format", "jsonl", "--what", "revisions"))
    of_plan = [row for row in revisions if row["document_number"] == NUMBER]
    assert [(row["number"], row["text"]) for row in of_plan] == [(1, OLD), (2, NEW)]
    assert len(revisions) == 4
    changes = lines(export(filled, out, "--format", "jsonl", "--what", "changes"))
    assert [row["id"] for row in changes] == sorted(row["id"] for row in changes)
    assert all(tuple(row) == CHANGE_FIELDS for row in changes)
    edges = lines(export(filled, out, "--format", "jsonl", "--what", "citations"))
    uid = {row["document_number"]: row["id"] for row in documents}
    assert [(e["source"], e["target"], e["kind"], e["held"]) for e in edges] == [
        (uid[NUMBER], uid[CITED], "repeals", True),
        (uid[NUMBER], uid[CITED], "cites", True),
        (uid[NUMBER], LOST["document_number"], "cites", False),
    ]


def test_filters_limits_and_since(filled: dict[str, str], tmp_path: Path) -> None:
    def count(*arguments: str) -> int:
        return len(lines(export(filled, tmp_path / "x", "--format", "jsonl", *arguments)))

    assert count("--category", "rule") == 1
    assert count("--limit", "2") == 2
    assert count("--q", "以上") == 1
    for what, of_rule in (("revisions", 1), ("changes", 2), ("citations", 0)):
        assert count("--what", what, "--category", "rule") == of_rule, what
    assert count("--what", "revisions", "--limit", "1") == 1
    assert count("--what", "revisions", "--since", "2026-03-03") == 1
    assert count("--what", "changes", "--since", "2026-03-03") == 1
    newest = lines(export(filled, tmp_path / "x", "--format", "jsonl", "--what", "changes"))[-1]
    assert count("--what", "changes", "--since", str(newest["id"] - 1)) == 1
    assert count("--since", "2999-01-01") == 0


def test_stdout_has_nothing_but_the_rows(filled: dict[str, str]) -> None:
    result = run(filled, "--format", "jsonl", "--out", "-", "--category", "plan")
    assert [row["text"] for row in lines(result.stdout_bytes)] == [NEW]
    packed = run(filled, "--format", "parquet", "--out", "-")
    assert pyarrow.parquet.read_table(io.BytesIO(packed.stdout_bytes)).num_rows == 3


def test_no_device_is_replaced_and_no_link(filled: dict[str, str], tmp_path: Path) -> None:
    for form in ("jsonl", "parquet"):
        assert run(filled, "--format", form, "--out", os.devnull).exit_code == 0
        assert Path(os.devnull).is_char_device()
    (tmp_path / "link").symlink_to(tmp_path / "there")
    export(filled, tmp_path / "link", "--format", "jsonl")
    assert (tmp_path / "link").is_symlink()
    assert len(lines((tmp_path / "there").read_bytes())) == 3


def test_a_failed_export_leaves_what_was_there(
    filled: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "all.csv"
    out.write_text("yesterday", encoding="utf-8")

    def give_up(_value: object) -> str:
        raise OSError("no space left on device")

    monkeypatch.setattr("gongbao.export.sheet.to_cell", give_up)
    with pytest.raises(OSError, match="no space"):
        run(filled, "--format", "csv", "--out", str(out))
    assert out.read_text(encoding="utf-8") == "yesterday"
    assert list(tmp_path.glob(".all.csv*")) == []


def test_csv_for_spreadsheets(filled: dict[str, str], tmp_path: Path) -> None:
    for what, table in TABLES.items():
        data = export(filled, tmp_path / "x.csv", "--format", "csv", "--what", what)
        assert data.startswith(b"\xef\xbb\xbf")
        told = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        assert told
        assert list(told[0]) == [column.name for column in table.columns]
        for row in told:
            assert not any(
                c.startswith(("=", "+", "-", "@", "\t", "\r", "＝")) for c in row.values()
            )
    told = list(csv.DictReader(io.StringIO(
        export(filled, tmp_path / "x.csv", "--format", "csv", "--category", "notice").decode("utf-8-sig")
    )))  # fmt: skip
    assert told[0]["issuers"] == "'@云岭省；青溪市"
    assert told[0]["title"].startswith("'＝A1")
    assert told[0]["text"] == "'=1+1"


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_cell_is_a_formula(begin: str) -> None:
    assert to_cell(f"{begin}cmd|' /C calc'!A0") == f"'{begin}cmd|' /C calc'!A0"
    assert to_cell([f"{begin}1", "二"]) == f"'{begin}1；二"
    assert to_cell(f"一{begin}1") == f"一{begin}1"


def test_parquet_keeps_kinds(filled: dict[str, str], tmp_path: Path) -> None:
    for what, table in TABLES.items():
        export(filled, tmp_path / "x.parquet", "--format", "parquet", "--what", what)
        read = pyarrow.parquet.read_table(tmp_path / "x.parquet")
        rows = lines(export(filled, tmp_path / "x", "--format", "jsonl", "--what", what))
        assert read.column_names == [column.name for column in table.columns]
        assert read.num_rows == len(rows) > 0
        for column in table.columns:
            if column.kind in ("text", "texts", "number", "truth"):
                assert read[column.name].to_pylist() == [row[column.name] for row in rows]
    export(filled, tmp_path / "x.parquet", "--format", "parquet", "--category", "plan")
    (row,) = pyarrow.parquet.read_table(tmp_path / "x.parquet").to_pylist()
    assert row["issuers"] == ["云岭省人民政府"]
    assert row["first_seen_at"] == NOON
    assert row["publications"][0]["sources"] == ["gazette"]
    assert row["publications"][0]["last_seen_at"] == NOON + timedelta(days=1)
    assert row["citations"][1] == LOST


def test_inner_columns_are_the_fields_there_are(filled: dict[str, str], tmp_path: Path) -> None:
    (row,) = lines(export(filled, tmp_path / "x", "--format", "jsonl", "--category", "plan"))
    for name, columns in INNER.items():
        assert [column.name for column in columns if column.name in row[name][0]] == [
            column.name for column in columns
        ], name
        assert set(row[name][0]) == {column.name for column in columns}, name


def test_graph_as_json(filled: dict[str, str], tmp_path: Path) -> None:
    graph = json.loads(export(filled, tmp_path / "g.json", "--format", "json"))
    nodes = {node["id"]: node for node in graph["nodes"]}
    assert len(nodes) == len(graph["nodes"]) == 4
    assert nodes[str(LOST["document_number"])] == {
        "id": LOST["document_number"], "held": False, "title": LOST["title"],
        "document_number": LOST["document_number"], "issuers": None, "category": None,
        "written_on": None,
    }  # fmt: skip
    assert len(graph["edges"]) == 3
    assert all(edge[end] in nodes for edge in graph["edges"] for end in ("source", "target"))
    some = json.loads(export(filled, tmp_path / "g.json", "--format", "json", "--category", "plan"))
    assert sorted(node["held"] for node in some["nodes"]) == [False, True, True]
    none = json.loads(export(filled, tmp_path / "g.json", "--format", "json", "--q", "没有"))
    assert (none["nodes"], none["edges"]) == ([], [])


def test_graph_as_graphml(filled: dict[str, str], tmp_path: Path) -> None:
    data = export(filled, tmp_path / "g.graphml", "--format", "graphml")
    root = etree.fromstring(data)
    names = {"g": NAMESPACE}
    keys = {key.get("id"): key for key in root.findall("g:key", names)}
    nodes = {
        node.get("id"): {d.get("key"): d.text for d in node} for node in root.iterfind(".//g:node", names)
    }  # fmt: skip
    edges = list(root.iterfind(".//g:edge", names))
    assert (len(nodes), len(edges)) == (4, 3)
    assert all(key in keys for values in nodes.values() for key in values)
    for edge in edges:
        assert {edge.get("source"), edge.get("target")} <= nodes.keys()
        assert edge.find("g:data[@key='edge-kind']", names).text in ("cites", "repeals")
    told = {values.get("node-document_number"): values for values in nodes.values()}
    assert told[NUMBER]["node-held"] == "true"
    assert told[LOST["document_number"]]["node-title"] == LOST["title"]
    assert any(values.get("node-title") == "＝A1" for values in nodes.values())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--format", "graphml", "--what", "documents"), "graph of citations"),
        (("--format", "wacz"), "belong together"),
        (("--format", "csv", "--document", "x"), "belong together"),
        (("--format", "wacz", "--document", "x", "--category", "plan"), "takes no filters"),
        (("--format", "csv", "--since", "3"), "--since: '3' is no date"),
        (("--format", "csv", "--level", "village"), "--level"),
        (("--format", "xlsx"), "xlsx"),
    ],
)
def test_what_does_not_fit_together(
    environment: dict[str, str], arguments: tuple[str, ...], words: str, tmp_path: Path
) -> None:
    out = tmp_path / "x"
    result = run(environment, *arguments, "--out", str(out))
    assert result.exit_code == 2
    assert words in result.stderr
    assert not out.exists()
