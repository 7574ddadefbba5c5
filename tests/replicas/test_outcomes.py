"""Each way a visit can end is counted as itself, by the crawl and by `gongbao status`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING

from storage.outcome import PageOutcome
from tests.integration.local_site import ROOT, Bench
from tests.replicas.test_families import define
from tests.replicas.trouble import TROUBLES, TroubledReplica

if TYPE_CHECKING:
    from pathlib import Path


def status(bench: Bench) -> dict[str, int]:
    """Outcomes of the pages of the only source, as `gongbao status --json` tells them."""
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
    (source,) = [json.loads(line) for line in done.stdout.splitlines()]
    return {name: count for name, count in source["pages"].items() if count}


def test_every_outcome_is_counted_as_itself(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    with TroubledReplica() as replica:
        define(bench, replica)
        bench.crawl()
        expected = Counter(outcome for outcome, _ in TROUBLES)
        first = status(bench)
        assert first == {"ok": len(replica.good), **expected}
        bench.crawl("qc", "recheck=all")
        again = status(bench)
        spoilt = again.get("hijacked", 0)  # or the very payload of its last visit
        assert again["unchanged"] + spoilt == len(replica.good) + 1
    assert set(first) | set(again) == {outcome.value for outcome in PageOutcome}
    shown = {title for title in bench.titles() if "实施方案" in title}
    assert shown == {paper.title for paper in replica.good}
