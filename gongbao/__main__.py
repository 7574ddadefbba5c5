"""`python -m gongbao`."""

from __future__ import annotations

from gongbao.cli import main

if __name__ == "__main__":
    main()
