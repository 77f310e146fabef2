"""Cohorts and customers: who came, what they have spent since, and the rows that say so."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import WithJsonSchema
from starlette.responses import Response

from interfaces.http.dependencies import (
    Asked,
    AskedForCohorts,
    AskedForCustomers,
    CohortsHandler,
    CustomersHandler,
    FreshJson,
    FreshList,
)
from interfaces.http.documented import found, listed, problems, unchanged
from interfaces.http.schemas import ltv
from interfaces.http.schemas.requests import parsed_by
from interfaces.tabular.cohorts import cohorts_csv
from interfaces.tabular.customers import customers_csv

router = APIRouter(prefix="/ltv", tags=["ltv"])

CohortId = Annotated[str, Path(min_length=1, max_length=200, description="Month and source, such as `2025-01~all`.")]
CustomerId = Annotated[
    str,
    Path(description="As the list of customers gives it."),
    WithJsonSchema({"type": "string", "pattern": ltv.CUSTOMER_ID}),
    parsed_by(ltv.require_customer_id),
]


@router.get("/cohorts", response_model=ltv.Cohorts, responses={**listed(), **unchanged()})
def list_cohorts(asked: AskedForCohorts, handler: CohortsHandler, fresh: FreshList) -> Response:
    """The cohorts, month by month. As CSV: one line per cohort and month."""

    def answer() -> Response:
        view = handler.cohorts(asked.question, asked.after, asked.limit)
        return fresh.reply.listing(view, lambda: cohorts_csv(view["cohorts"], view["currency"]))

    return fresh.unless_known(answer)


@router.get(
    "/cohorts/{cohort_id}", response_model=ltv.CohortDetail, responses={**found(), **unchanged(), **problems(404)}
)
def show_cohort(cohort_id: CohortId, asked: Asked, handler: CohortsHandler, fresh: FreshJson) -> Response:
    """One cohort."""
    return fresh.unless_known(lambda: fresh.reply.json(handler.cohort(asked, cohort_id)))


@router.get("/customers", response_model=ltv.Customers, responses={**listed(), **unchanged()})
def list_customers(asked: AskedForCustomers, handler: CustomersHandler, fresh: FreshList) -> Response:
    """The customers, by first order; who they are is not told."""

    def answer() -> Response:
        view = handler.customers(asked.question, asked.after, asked.limit)
        return fresh.reply.listing(view, lambda: customers_csv(view["customers"]))

    return fresh.unless_known(answer)


@router.get(
    "/customers/{customer_id}",
    response_model=ltv.CustomerDetail,
    responses={**found(), **unchanged(), **problems(404)},
)
def show_customer(customer_id: CustomerId, asked: Asked, handler: CustomersHandler, fresh: FreshJson) -> Response:
    """One customer, with the orders and where they were read."""
    return fresh.unless_known(lambda: fresh.reply.json(handler.customer(asked, customer_id)))
