"""The pages people read, by what they show."""

from __future__ import annotations

from gongbao.web import (
    document_page,
    front_page,
    original_pages,
    portal_pages,
    redline_pages,
    search_page,
)

ROUTERS = (
    search_page.router,
    document_page.router,
    redline_pages.router,
    original_pages.router,
    front_page.router,
    portal_pages.router,
)
