"""Access tokens for API and feeds: random, shown once, kept as their SHA-256."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING

from sqlalchemy import select

from storage.models import Token

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session


def add_token(session: Session, name: str, now: datetime) -> str:
    """A new token by this name; ValueError when the name is taken."""
    if session.get(Token, name) is not None:
        raise ValueError(f"{name}: there is a token by this name")
    token = secrets.token_urlsafe(32)
    session.add(Token(name=name, digest=_digest(token), created_at=now, revoked_at=None))
    return token


def revoke_token(session: Session, name: str, now: datetime) -> None:
    """End a token at once; LookupError when there is none."""
    row = session.get(Token, name)
    if row is None:
        raise LookupError(f"{name}: no token by this name")
    row.revoked_at = row.revoked_at or now


def list_tokens(session: Session) -> Sequence[Token]:
    """Every token there is or was, by name."""
    return session.scalars(select(Token).order_by(Token.name)).all()


def is_valid(session: Session, token: str) -> bool:
    """Whether a token opens the door; the time taken tells nothing about which one it might be."""
    given = _digest(token)
    digests = session.scalars(select(Token.digest).where(Token.revoked_at.is_(None)))
    return any([hmac.compare_digest(given, digest) for digest in digests])  # noqa: C419  (all of them)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
