"""Campaign figures that a program hands over as a table in memory."""

from __future__ import annotations

from dataclasses import dataclass

from domain.shared.money import currency_code
from domain.shared.periods import Period
from domain.shared.text import clean


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameRequest:
    """How a frame is taken in. `platform` is of the rows that name none, `account` of a frame that names none,
    `currency` what it is read as if it names none. With `strict` a frame with a rejected row is not stored.
    InvalidValue if the currency cannot be one.
    """

    platform: str = ""
    account: str = ""
    currency: str | None = None
    strict: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "platform", clean(self.platform))
        object.__setattr__(self, "account", clean(self.account))
        if self.currency is not None:
            object.__setattr__(self, "currency", currency_code(self.currency))


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedRow:
    """A row that cannot be right, counted from 1."""

    row: int
    reason: str
    raw: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameFigures:
    """Sums over the kept rows, None where no row tells: micro-units, counts plain."""

    spend: int | None = None
    impressions: int | None = None
    clicks: int | None = None
    conversions: int | None = None
    conversion_value: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameImport:
    """What became of a frame. `import_id` is its entry in the ledger, None if nothing was stored; `message` says why,
    or what is to be known. `rejects` are the first ones of the `rejected` rows."""

    success: bool
    status: str
    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    import_id: int | None = None
    message: str = ""
    rejects: tuple[RejectedRow, ...] = ()
    currency: str | None = None
    period: Period | None = None
    figures: FrameFigures | None = None
