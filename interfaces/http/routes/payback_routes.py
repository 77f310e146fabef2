"""The main question: what did the customers of a month cost, and have they paid back?"""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from interfaces.http.dependencies import Asked, FreshList, Paybacks
from interfaces.http.documented import listed, unchanged
from interfaces.http.schemas.payback import Payback
from interfaces.tabular.payback import payback_csv

router = APIRouter(prefix="/payback", tags=["payback"])


@router.get("", response_model=Payback, responses={**listed(), **unchanged()})
def payback(asked: Asked, handler: Paybacks, fresh: FreshList) -> Response:
    """The payback table, as `succotash payback --json` has it. As CSV: its rows."""

    def answer() -> Response:
        view = handler.payback(asked)
        return fresh.reply.listing(view, lambda: payback_csv(view["payback"], view["currency"]))

    return fresh.unless_known(answer)
