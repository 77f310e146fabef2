"""The application: the routes, and what stands around them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from importlib.metadata import version

from anyio import to_thread
from fastapi import APIRouter, Depends, FastAPI

from infrastructure.container import Container
from interfaces.http.dependencies import once_each
from interfaces.http.document import document_of
from interfaces.http.documented import problems
from interfaces.http.edge import Edge
from interfaces.http.errors import register_problems
from interfaces.http.places import Places
from interfaces.http.routes import (
    health_routes,
    import_routes,
    ltv_routes,
    mapping_routes,
    payback_routes,
    report_routes,
)
from interfaces.http.serving import Serving, ServingOptions
from interfaces.http.upload_folder import UploadFolder

DESCRIPTION = """\
Payback by campaign and lifetime value by cohort, from the exports of ad platforms and shops.

Money is an exact decimal text beside its currency. What is not known is null, not 0. Whatever fails is a problem as
RFC 9457 has it.
"""


def create_app(container: Container, serving: ServingOptions) -> FastAPI:
    """The application over that container, which stays its caller's to close."""
    app = FastAPI(
        title="Succotash",
        version=version("succotash"),
        description=DESCRIPTION,
        docs_url=None,  # these two load scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan,
        dependencies=[Depends(once_each)],
        responses=problems(400, 403, 421, 500, 503),
    )
    app.state.container, app.state.options = container, serving
    _include_routes(app)
    register_problems(app)
    app.add_middleware(Edge, requests=serving.requests)
    app.openapi = partial(document_of, app)  # type: ignore[method-assign]
    return app


def _include_routes(app: FastAPI) -> None:
    api = APIRouter(prefix="/api/v1")
    for context in (mapping_routes, import_routes, payback_routes, ltv_routes):  # no import is called "mappings"
        api.include_router(context.router)
    for router in (api, report_routes.router, health_routes.router):
        app.include_router(router)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    options: ServingOptions = app.state.options
    to_thread.current_default_thread_limiter().total_tokens = options.threads
    folder = UploadFolder.open()
    places = Places(options.questions, options.question_time)
    app.state.serving = Serving(app.state.container, folder, places, options)
    try:
        yield
    finally:
        folder.close()
