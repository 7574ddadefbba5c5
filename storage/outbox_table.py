"""The tables of notifications: the rules there are, and what waits to be delivered."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  (SQLAlchemy reads annotations)
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base


class NotifyRule(Base):
    """A saved search whose Changes are delivered, as the publisher knows it; receivers stand in the file."""

    __tablename__ = "notify_rules"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    filters: Mapped[dict[str, Any]]
    kinds: Mapped[list[Any]]  # of Changes; none given: all
    targets: Mapped[list[Any]]  # fingerprints of receivers' addresses


class OutboxRow(Base):
    """One Change for one receiver of one rule. Written with the Change, delivered afterwards."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("change_id", "rule", "target"),
        Index("ix_outbox_state", "state", "rule", "target"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    change_id: Mapped[int] = mapped_column(ForeignKey("changes.id"))
    rule: Mapped[str] = mapped_column(String(80))
    target: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(45))  # of Change and rule: the same at every attempt
    batch: Mapped[str | None] = mapped_column(String(45), index=True)  # key of its message
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    retry_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(default="")
