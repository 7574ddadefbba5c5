"""`gongbao extract`, `compare` and `number` through the real command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from gongbao.demo.site import DemoSite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>云岭省人民政府</title>
<meta name="ArticleTitle" content="关于做好2026年防汛工作的通知"></head><body>
<div class="nav"><a href="/">首页</a> <a href="/zwgk/">政务公开</a></div>
<h1>关于做好2026年防汛工作的通知</h1><p>发布时间：2026-03-02 来源：省政府办公厅 浏览次数：{count}</p>
<div id="zoom"><p>云政办发〔2026〕9号</p><p>各市人民政府：</p>
<p>为做好今年防汛工作，确保{share}以上的水库完成除险加固，现就有关事项通知如下。</p>
<p>一、压实责任。各地要落实行政首长负责制，完善应急预案，加强值班值守，确保安全度汛。</p>
<p>云岭省人民政府办公厅</p><p>2026年3月1日</p></div></body></html>"""


def run(*arguments: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "gongbao", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, **(env or {})}
    )


def records(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(PAGE.format(count=17, share="80%"), encoding="utf-8")
    return path


def test_record_of_a_page(page: Path) -> None:
    (record,) = records(run("extract", str(page), "--url", "http://127.0.0.1/a/1.html"))
    assert record["title"] == "关于做好2026年防汛工作的通知"
    assert record["document_number"] == "云政办发〔2026〕9号"
    assert record["written_on"] == "2026-03-01"
    assert record["issuers"] == ["云岭省人民政府办公厅"]
    assert "浏览次数" not in record["text"]
    assert "explain" not in record


def test_explain_says_which_evidence_won(page: Path) -> None:
    (record,) = records(run("extract", str(page), "--explain"))
    assert record["explain"]["text"]
    assert record["explain"]["document_number"]["evidence"]


def test_several_pages_are_several_lines(page: Path, tmp_path: Path) -> None:
    text = tmp_path / "page.txt"
    text.write_text(
        "柳河县2026年工作要点\n各乡镇人民政府：\n现将工作要点印发给你们。\n柳河县人民政府\n2026年3月1日\n"
    )
    answer = tmp_path / "list.json"
    answer.write_text(
        '\ufeff[{"TITLE": "关于防汛的通知", "URL": "/a/2.htm", "DOCRELPUBTIME": "2026-03-02"}]'
    )
    found = records(run("extract", str(page), str(text), str(answer)))
    assert [r["page_kind"] for r in found] == ["document", "document", "list"]
    assert found[2]["entries"][0]["date"] == "2026-03-02"


def test_a_missing_file_is_one_line() -> None:
    done = run("extract", "/nowhere.html")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == ["gongbao: /nowhere.html: No such file or directory"]


@pytest.mark.parametrize(
    ("text", "number"),
    [("云政办发[2026]9号", "云政办发〔2026〕9号"), ("国务院令第７１４号", "国务院令第714号")],
)
def test_number(text: str, number: str) -> None:
    done = run("number", text)
    assert (done.returncode, done.stdout.strip()) == (0, number)


def test_number_refused_with_the_reason() -> None:
    done = run("number", "GB/T 9704-2012")
    assert done.returncode == 1
    assert done.stderr.startswith("GB/T 9704-2012: ")


def compare(tmp_path: Path, page: Path, **values: object) -> dict[str, Any]:
    other = tmp_path / "other.html"
    other.write_text(PAGE.format(**{"count": 17, "share": "80%", **values}), encoding="utf-8")
    return records(run("compare", str(page), str(other)))[0]


def test_compare_counters_are_no_change(tmp_path: Path, page: Path) -> None:
    assert compare(tmp_path, page, count=99)["kind"] is None


def test_compare_one_figure(tmp_path: Path, page: Path) -> None:
    change = compare(tmp_path, page, share="85%")
    assert change["kind"] == "revised"
    assert "“80%”改为“85%”" in change["summary"]
    assert (change["inserted"], change["deleted"]) == (3, 3)


@pytest.fixture
def site() -> Iterator[DemoSite]:
    with DemoSite(date(2026, 3, 1)) as site:
        yield site


def test_extract_fetches_an_address(site: DemoSite) -> None:
    posting = site.portals["baichuan"].postings[0]
    url = site.addresses["baichuan"] + posting.path
    (record,) = records(run("extract", url, env={"GONGBAO_ALLOW_PRIVATE": "true"}))
    assert (record["url"], record["title"]) == (url, posting.title)


def test_private_addresses_are_refused(site: DemoSite) -> None:
    done = run("extract", site.addresses["baichuan"] + "/")
    assert done.returncode == 1
    assert "is a private address" in done.stderr
