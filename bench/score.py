"""Hold this checkout against labelled outside data: score.py DIR (DIR holds tools/score_*.py and what they read)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = (
    ("score_seeds.py", []),
    ("score_numbers.py", []),
    ("score_extract.py", ["--json"]),
    ("score_extract.py", ["--json", "--blank"]),
    ("score_lists.py", []),
    ("score_pairs.py", []),
)


def main() -> int:
    """Run every tool there is; exit 1 when one of them says so."""
    data = Path(sys.argv[1]) if len(sys.argv) == 2 else None
    if data is None or not (data / "tools").is_dir():
        print("score.py DIR: a folder with tools/score_*.py", file=sys.stderr)
        return 2
    failed = 0
    for name, options in TOOLS:
        tool = data.resolve() / "tools" / name
        if not tool.is_file():
            continue
        print(f"== {name} {' '.join(options)}", flush=True)
        failed |= subprocess.run(
            [sys.executable, str(tool), *options], cwd=ROOT, check=False
        ).returncode
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
