"""The client of an application in this process."""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # Starlette would rather have a successor of httpx
    from starlette.testclient import TestClient

__all__ = ["TestClient"]
