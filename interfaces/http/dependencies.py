"""What routes are given: handlers, the question, the upload, the reply; all from what `create_app` set up."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import cache
from importlib.metadata import version
from typing import Annotated, TypeVar

from fastapi import Depends, Header, Query, Request

from application.imports.imports import ImportHandler
from application.imports.mapping import MappingHandler
from application.payback.cohorts import CohortHandler
from application.payback.customers import CustomerHandler
from application.payback.payback import PaybackHandler
from domain.payback.question import PaybackQuestion
from infrastructure.container import Container, Health
from interfaces.http.problems import FaultyPart
from interfaces.http.refusals import invalid_request
from interfaces.http.replies import CSV, HTML, JSON, Fresh, Reply, agreed
from interfaces.http.schemas.import_form import ImportForm
from interfaces.http.schemas.mapping_form import MappingForm
from interfaces.http.schemas.requests import (
    AskedPage,
    CohortPageQuery,
    CustomerPageQuery,
    NoQuery,
    PageQuery,
    QuestionQuery,
)
from interfaces.http.serving import Serving
from interfaces.http.uploads import Form, Upload, received

KEY, TWICE = "Idempotency-Key", "given more than once"
MOST_PARAMETERS = 50

Provided = TypeVar("Provided")


async def serving_of(request: Request) -> Serving:
    serving: Serving = request.app.state.serving
    return serving


Served = Annotated[Serving, Depends(serving_of)]


async def container_of(serving: Served) -> Container:
    return serving.container


Contained = Annotated[Container, Depends(container_of)]


def provided(get: Callable[[Container], Provided]) -> Callable[[Container], Awaitable[Provided]]:
    """A dependency on what the container gives."""

    async def provide(container: Contained) -> Provided:
        return get(container)

    return provide


def database_health(container: Contained) -> Health:
    """In a thread: the database may keep one waiting."""
    return container.database_health()


async def once_each(request: Request) -> None:
    """Of two values for one parameter one would be passed over in silence. Few enough for the event loop to look at."""
    if request.scope["query_string"].count(b"&") >= MOST_PARAMETERS:
        raise invalid_request([FaultyPart(at="query", message=f"more than {MOST_PARAMETERS} parameters")])
    times = Counter(name for name, _ in request.query_params.multi_items())
    if again := sorted(name for name, given in times.items() if given > 1):
        raise invalid_request([FaultyPart(at=f"query.{name[:60]}", message=TWICE) for name in again])


async def one_key(request: Request) -> None:
    """Of two keys one would be passed over in silence too."""
    if len(request.headers.getlist(KEY)) > 1:
        raise invalid_request([FaultyPart(at=f"header.{KEY}", message=TWICE)])


async def no_query(query: Annotated[NoQuery, Query()]) -> None:
    """Of a path that takes no parameters."""


async def asked(query: Annotated[QuestionQuery, Query()], serving: Served) -> PaybackQuestion:
    return query.question(serving.options)


async def asked_for_cohorts(query: Annotated[CohortPageQuery, Query()], serving: Served) -> AskedPage:
    return query.page(serving.options)


async def asked_for_customers(query: Annotated[CustomerPageQuery, Query()], serving: Served) -> AskedPage:
    return query.page(serving.options)


def uploaded(form: type[Form]) -> Callable[[Request, Serving], AsyncIterator[Upload[Form]]]:
    """A dependency on an upload with a form of that shape."""

    async def upload(request: Request, serving: Served) -> AsyncIterator[Upload[Form]]:
        async with received(request, serving, form) as came:
            yield came

    return upload


def _reply(*offers: str) -> Callable[[Request], Awaitable[Reply]]:
    async def reply(request: Request) -> Reply:
        return agreed(request, *offers)

    return reply


async def place(serving: Served) -> AsyncIterator[None]:
    async with serving.places.one():
        yield


def facts_version(handler: Paybacks, _place: Annotated[None, Depends(place, scope="function")]) -> str:
    """Has its place first: whatever rests on facts may have to wait for others, and the database too."""
    return handler.version()


FactsVersion = Annotated[str, Depends(facts_version)]


def _fresh(*offers: str) -> Callable[[Request, Serving, str], Awaitable[Fresh]]:
    async def fresh(request: Request, serving: Served, facts: FactsVersion) -> Fresh:
        options = serving.options
        return Fresh(agreed(request, *offers), f"{facts} {_program()} {options.currency} {options.timezone}")

    return fresh


@cache
def _program() -> str:
    return version("succotash")


Imports = Annotated[ImportHandler, Depends(provided(Container.get_import_handler))]
Mappings = Annotated[MappingHandler, Depends(provided(Container.get_mapping_handler))]
Paybacks = Annotated[PaybackHandler, Depends(provided(Container.get_payback_handler))]
CohortsHandler = Annotated[CohortHandler, Depends(provided(Container.get_cohort_handler))]
CustomersHandler = Annotated[CustomerHandler, Depends(provided(Container.get_customer_handler))]
DatabaseHealth = Annotated[Health, Depends(database_health)]

Asked = Annotated[PaybackQuestion, Depends(asked)]
AskedForCohorts = Annotated[AskedPage, Depends(asked_for_cohorts)]
AskedForCustomers = Annotated[AskedPage, Depends(asked_for_customers)]
LedgerPage = Annotated[PageQuery, Query()]
Uploaded = Annotated[Upload[ImportForm], Depends(uploaded(ImportForm), scope="function")]
ToMap = Annotated[Upload[MappingForm], Depends(uploaded(MappingForm), scope="function")]
RequestKey = Annotated[
    str | None,
    Header(
        alias=KEY,
        description="1 to 200 visible ASCII characters: the same key again does nothing twice, and answers the same.",
        min_length=1,
        max_length=200,
        pattern="^[!-~]+$",
    ),
]

AsJson = Annotated[Reply, Depends(_reply(JSON))]
AsList = Annotated[Reply, Depends(_reply(JSON, CSV))]
FreshJson = Annotated[Fresh, Depends(_fresh(JSON))]
FreshList = Annotated[Fresh, Depends(_fresh(JSON, CSV))]
FreshPage = Annotated[Fresh, Depends(_fresh(HTML))]
