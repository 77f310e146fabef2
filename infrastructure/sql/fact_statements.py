"""The statements that each fact table is written and taken back by, named as they are in `sql/`."""

from __future__ import annotations

from typing import NamedTuple


class Statements(NamedTuple):
    """Of one fact table. `find` and `load_new` are for facts that are all new; those from `stage` to `unstage`, in the
    order in which they run, for a set of which some may be known; the last four, in their order, take an import back.
    """

    find: str
    load_new: str
    stage: str
    load: str
    supersede: str
    repeat: str
    insert: str
    unstage: str
    step_back: str
    restore: str
    remove_facts: str
    remove_versions: str


AD_METRICS = Statements(
    "find_ad_metrics",
    "load_new_ad_metrics",
    "stage_ad_metrics",
    "load_ad_metrics",
    "supersede_ad_metrics",
    "repeat_ad_metrics",
    "insert_ad_metrics",
    "unstage_ad_metrics",
    "step_back_ad_metrics",
    "restore_ad_metrics",
    "remove_facts_of_ad_metrics",
    "remove_versions_of_ad_metrics",
)

ORDERS = Statements(
    "find_orders",
    "load_new_orders",
    "stage_orders",
    "load_orders",
    "supersede_orders",
    "repeat_orders",
    "insert_orders",
    "unstage_orders",
    "step_back_orders",
    "restore_orders",
    "remove_facts_of_orders",
    "remove_versions_of_orders",
)
RATES = Statements(
    "find_exchange_rates",
    "load_new_exchange_rates",
    "stage_exchange_rates",
    "load_exchange_rates",
    "supersede_exchange_rates",
    "repeat_exchange_rates",
    "insert_exchange_rates",
    "unstage_exchange_rates",
    "step_back_exchange_rates",
    "restore_exchange_rates",
    "remove_facts_of_exchange_rates",
    "remove_versions_of_exchange_rates",
)
LEADS = Statements(
    "find_leads",
    "load_new_leads",
    "stage_leads",
    "load_leads",
    "supersede_leads",
    "repeat_leads",
    "insert_leads",
    "unstage_leads",
    "step_back_leads",
    "restore_leads",
    "remove_facts_of_leads",
    "remove_versions_of_leads",
)
ACTIVITY = Statements(
    "find_activity",
    "load_new_activity",
    "stage_activity",
    "load_activity",
    "supersede_activity",
    "repeat_activity",
    "insert_activity",
    "unstage_activity",
    "step_back_activity",
    "restore_activity",
    "remove_facts_of_activity",
    "remove_versions_of_activity",
)

TABLES = (AD_METRICS, ORDERS, RATES, LEADS, ACTIVITY)
