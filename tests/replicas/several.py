"""One portal whose columns were made by different families: each is recognised at the first visit."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tests.replicas.blocks import EasysiteReplica, HebeiReplica
from tests.replicas.epoint import EpointReplica
from tests.replicas.guangdong import GkmlptReplica
from tests.replicas.hanweb import JpaasReplica
from tests.replicas.linked import VsbReplica
from tests.replicas.replica import Asked, Replica

if TYPE_CHECKING:
    from gongbao.demo.portal import Answer

PARTS: dict[type[Replica], str] = {
    HebeiReplica: "rules",
    EasysiteReplica: "scripted",
    EpointReplica: "frame",
    GkmlptReplica: "policy",
    JpaasReplica: "frame",
    VsbReplica: "papers",
}


class SeveralReplica(Replica):
    """A column of each part, under one address."""

    platform = "auto"
    columns: ClassVar = {kind.platform: kind.columns[column] for kind, column in PARTS.items()}

    def __init__(self) -> None:
        super().__init__()
        self.parts = [kind() for kind in PARTS]
        self.list_pages = 5 * len(PARTS)
        for part in self.parts:
            part.server.server_close()  # this one answers for them

    def lists(self, asked: Asked) -> Answer | str | None:
        """Whatever a part has there."""
        for part in self.parts:
            paper = part.details.get(asked.target)
            found = part.detail(paper, asked) if paper else part.lists(asked)
            if found is not None:
                return found
        return None
