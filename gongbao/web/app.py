"""The web application: pages for people, an API for programs, feeds for readers."""

from __future__ import annotations

import logging
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware.gzip import GZipMiddleware

from gongbao.web import api, feeds, manual, operations, pages, subscribing
from gongbao.web.access import HideTokens, guard
from gongbao.web.api_description import complete_description
from gongbao.web.headers import HeadAsGet, SecurityHeaders
from gongbao.web.limit import RateLimit
from gongbao.web.problems import add_problem_handlers
from gongbao.web.rendering import FOLDER
from gongbao.web.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from config import Settings


ROUTERS = (
    *pages.ROUTERS,
    subscribing.router,
    api.router,
    feeds.router,
    operations.router,
    manual.router,
)


def create_app(settings: Settings) -> FastAPI:
    """The application; it opens the archive when the first request needs it. PortalError for a bad portal file."""
    shelf = Shelf(settings)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        shelf.close()

    app = FastAPI(
        title="公报 gongbao",
        version="1",
        description=api.DESCRIPTION,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        dependencies=[Depends(guard)],
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.shelf = shelf
    app.state.limit = RateLimit(settings.rate_limit)
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=FOLDER / "static"), name="static")
    add_problem_handlers(app)
    complete_description(app)
    for middleware in (GZipMiddleware, HeadAsGet, SecurityHeaders):
        app.add_middleware(middleware)
    logging.getLogger("uvicorn.access").addFilter(HideTokens())
    return app
