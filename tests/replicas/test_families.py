"""Every family end to end: each document found once, none invented, few requests, fewer the second time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.integration.local_site import Bench
from tests.replicas.blocks import EasysiteReplica, HebeiReplica
from tests.replicas.epoint import EpointReplica
from tests.replicas.framed import FramedReplica
from tests.replicas.govcn import GovcnReplica
from tests.replicas.guangdong import GkmlptReplica, InlineReplica, NfcmsReplica
from tests.replicas.hanweb import HanwebReplica, JpaasReplica
from tests.replicas.label8888 import LabelReplica
from tests.replicas.linked import IlistReplica, VsbReplica, WebplusReplica
from tests.replicas.papers import COUNT
from tests.replicas.plain import PlainReplica
from tests.replicas.posted import PostedReplica
from tests.replicas.several import SeveralReplica
from tests.replicas.trs import TrsScripted, TrsStatic
from tests.replicas.ucap import UcapReplica

if TYPE_CHECKING:
    from pathlib import Path

    from tests.replicas.replica import Replica

REPLICAS = (
    *(HanwebReplica, JpaasReplica, TrsStatic, TrsScripted, UcapReplica, GkmlptReplica),
    *(NfcmsReplica, LabelReplica, EpointReplica, HebeiReplica, EasysiteReplica, VsbReplica),
    *(WebplusReplica, IlistReplica, GovcnReplica, PlainReplica, FramedReplica),
    PostedReplica,
)
SPARE = 5  # requests a source may cost beyond its pages
AGAIN = 3  # requests a source may cost when nothing is new


def define(bench: Bench, replica: Replica) -> None:
    """A portal file for a replica."""
    bench.define(
        replica.base,
        columns=replica.columns,
        platform=replica.platform,
        min_items=replica.min_items,
        more=replica.more,
    )


@pytest.mark.parametrize("kind", REPLICAS, ids=lambda kind: kind.__name__)
def test_family(kind: type[Replica], tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    with kind() as replica:
        define(bench, replica)
        bench.crawl()
        outcomes = {name: bench.source(name).outcome for name in replica.columns}
        assert outcomes == dict.fromkeys(replica.columns, "ok")
        assert bench.titles() == replica.titles
        most = len(replica.details) + replica.list_pages + SPARE * len(replica.columns)
        assert replica.requests() <= most, [one.target for one in replica.log]
        replica.log.clear()
        bench.crawl()
        outcomes = {name: bench.source(name).outcome for name in replica.columns}
        assert outcomes == dict.fromkeys(replica.columns, "unchanged")
        assert replica.requests() <= AGAIN * len(replica.columns), [o.target for o in replica.log]
        assert bench.titles() == replica.titles


def test_documents_that_are_data_are_read(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    with InlineReplica() as replica:
        define(bench, replica)
        bench.crawl()
        assert bench.source("policy").pages == {"ok": COUNT}
        assert bench.titles() == replica.titles


def test_a_frame_is_judged_by_the_rows_behind_it(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    with HebeiReplica() as replica:
        replica.min_items = 3
        define(bench, replica)
        bench.crawl()
        assert bench.source("rules").outcome == "ok"
        assert bench.titles() == replica.titles


def test_columns_of_several_makes_are_recognised_at_the_first_visit(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    with SeveralReplica() as replica:
        define(bench, replica)
        bench.crawl()
        stats = bench.run().stats
        recognised = {name: stats[f"gongbao/platform/{name}"] for name in replica.columns}
        assert recognised == {name: name for name in replica.columns}
        assert {bench.source(name).outcome for name in replica.columns} == {"ok"}
        counts = {name: sum(bench.source(name).pages.values()) for name in replica.columns}
        assert counts == {name: 17 if name == "epoint" else COUNT for name in replica.columns}
        most = sum(counts.values()) + replica.list_pages + SPARE * len(replica.columns)
        assert replica.requests() <= most
