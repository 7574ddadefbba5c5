"""What every handler reads from: settings, portals, and the archive once it exists."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from portals.loader import load_portals
from storage.opening import open_for_reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config import Settings
    from storage.session import Archive, Session


class Shelf:
    """Opens the archive at the first request that finds one; until then everything reads as empty."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.portals = load_portals(settings.portals_dir)
        self._archive: Archive | None = None
        self._lock = threading.Lock()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session over one consistent snapshot. SchemaError when the archive is not this program's."""
        with self._open().reading() as session:
            yield session

    @property
    def has_archive(self) -> bool:
        """Whether there is anything to read."""
        self._open()
        return self._archive is not None

    def close(self) -> None:
        """Give every connection back."""
        if self._archive is not None:
            self._archive.close()

    def _open(self) -> Archive:
        with self._lock:
            if self._archive is not None:
                return self._archive
            archive, exists = open_for_reading(self.settings.database_url)
            self._archive = archive if exists else None
            return archive
