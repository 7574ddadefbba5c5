"""Each way a visit can end is counted as itself, by the crawl and by `gongbao status`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

from storage.outcome import PageOutcome, SourceOutcome
from tests.integration.local_site import ROOT, Bench
from tests.replicas.test_families import define
from tests.replicas.trouble import TROUBLES, ColumnsReplica, TroubledReplica

if TYPE_CHECKING:
    from pathlib import Path


def status(bench: Bench) -> dict[str, dict[str, Any]]:
    """What `gongbao status --json` tells, by source."""
    environ = {
        **{k: v for k, v in os.environ.items() if not k.startswith("GONGBAO_")},
        "GONGBAO_DATABASE_URL": bench.url,
        "GONGBAO_DATA_DIR": str(bench.folder / "data"),
        "GONGBAO_PORTALS_DIR": str(bench.folder / "definitions"),
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-m", "gongbao", "status", "--json"],
        env=environ, cwd=bench.folder, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.stdout, done.stderr
    return {line["source"]: line for line in map(json.loads, done.stdout.splitlines())}


def pages(bench: Bench) -> dict[str, int]:
    """Outcomes of the pages of the only source."""
    (source,) = status(bench).values()
    return {name: count for name, count in source["pages"].items() if count}


def test_every_outcome_is_counted_as_itself(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    with TroubledReplica() as replica:
        define(bench, replica)
        bench.crawl()
        expected = Counter(outcome for outcome, _ in TROUBLES)
        first = pages(bench)
        assert first == {"ok": len(replica.good), **expected}
        bench.crawl("qc", "recheck=all")
        again = pages(bench)
        assert (again["unchanged"], again["hijacked"]) == (len(replica.good), 1)
    assert set(first) | set(again) == {outcome.value for outcome in PageOutcome}
    shown = {title for title in bench.titles() if "实施方案" in title}
    assert shown == {paper.title for paper in replica.good}


def test_every_outcome_of_a_column_is_its_own(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    with ColumnsReplica() as replica:
        define(bench, replica)
        path = tmp_path / "definitions" / "test" / "qc.toml"
        text = path.read_text(encoding="utf-8").replace(
            f"{replica.base}/zwgk/tls", f"{replica.base.replace('http:', 'https:')}/zwgk/tls"
        )
        url = f'url = "{replica.base}{replica.columns["disabled"]}"\n'
        path.write_text(text.replace(url, url + 'disabled = "moved"\n'), encoding="utf-8")
        bench.crawl("qc", f"sources={','.join(n for n in replica.columns if n != 'never')}")
        told = {name: one["outcome"] for name, one in status(bench).items()}
    assert told == {name: name for name in replica.columns}
    assert set(told) == {outcome.value for outcome in SourceOutcome} - {"unchanged"}
