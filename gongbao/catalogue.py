"""Which columns of the catalogue are known to be right: proved by a live check, unverified, or switched off."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from portals.schema import Portal, Source

FILE = "verified.json"  # in DATA_DIR
VERIFIED, UNVERIFIED, DISABLED = "verified", "unverified", "disabled"


@dataclass(frozen=True)
class Proof:
    """A live check of one column that found what it must."""

    date: str  # ISO, of the check
    url: str  # the address that was right then
    entries: int


def source_standing(portal: Portal, source: Source, proofs: Mapping[str, Proof]) -> str:
    """`verified` while the address is the one that was proved, else `unverified`; `disabled` goes before both."""
    if portal.disabled or source.disabled:
        return DISABLED
    proof = proofs.get(source.key)
    return VERIFIED if proof and proof.url == source.url else UNVERIFIED


def portal_standing(portal: Portal, proofs: Mapping[str, Proof]) -> str:
    """`disabled` when nothing of it is watched, `verified` when all that is watched was proved."""
    found = {source_standing(portal, source, proofs) for source in portal.sources} - {DISABLED}
    if not found:
        return DISABLED
    return VERIFIED if found == {VERIFIED} else UNVERIFIED


def load_proofs(folder: Path) -> dict[str, Proof]:
    """What live checks have proved so far, by `portal/source`; ValueError when the file is damaged."""
    path = folder / FILE
    if not path.exists():
        return {}
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return {key: Proof(**row) for key, row in rows.items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise ValueError(f"{path}: damaged, remove it and check again: {error}") from None


def save_proofs(folder: Path, proofs: Mapping[str, Proof]) -> None:
    """Keep what is proved; the file is replaced as a whole."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = {key: asdict(proofs[key]) for key in sorted(proofs)}
    fresh = folder / f"{FILE}.new"
    fresh.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    fresh.replace(folder / FILE)
