"""`succotash import` of leads and events: what they hold, on the screen, in the JSON and in the ledger."""

from __future__ import annotations

from pathlib import Path

from tests.cli.exports import folder_of
from tests.cli.running import in_process

LEADS = """created_time,full_name,email,phone_number,campaign_name,ad_name,lead_status
2026-01-15 10:23:45,Ann Lee,ann@example.org,+4930123456,Spring,Ad 1,Interested
2026-01-16 11:00:00,Bob Roy,,+4930123457,Spring,Ad 1,
2026-01-17 09:15:30,Cy Doe,,,Autumn,Ad 2,Interested
"""
EVENTS = "user_id,event,at\nu1,login,2025-01-05\nu1,login,2025-01-05\nu2,export,2025-01-07\n"


def test_leads_are_counted_by_status_and_source(here: Path) -> None:
    folder_of(here, leads_csv=LEADS)
    [view] = in_process("import", "leads.csv", "--json").json["imports"]
    assert (view["kind"], view["platform"], view["rows"], view["status"]) == ("leads", "meta_lead_ads", 3, "imported")
    assert view["leads"] == {
        "leads": 3,
        "emails": 1,
        "without_contact": 1,
        "campaigns": 2,
        "by_status": {"Interested": 2, "unknown": 1},
        "by_source": {"meta_ads": 3},
    }
    assert {"sums", "orders", "activity"}.isdisjoint(view)


def test_events_are_counted_by_name(here: Path) -> None:
    folder_of(here, events_csv=EVENTS)
    [view] = in_process("import", "events.csv", "--json").json["imports"]
    assert view["activity"] == {"events": 3, "people": 2, "by_event": {"export": 1, "login": 2}}


def test_the_screen_says_what_the_files_hold(here: Path) -> None:
    folder_of(here, leads_csv=LEADS, events_csv=EVENTS)
    said = in_process("import", "leads.csv", "events.csv").out
    assert "3 leads" in said
    assert "3 events of 2 people" in said
    assert "leads.csv: by status: Interested 2, unknown 1" in said
    assert "events.csv: by event: login 2, export 1" in said


def test_the_ledger_keeps_what_was_counted_and_a_later_export_updates(here: Path) -> None:
    folder_of(here, leads_csv=LEADS, events_csv=EVENTS)
    assert in_process("import", "leads.csv", "events.csv").code == 0
    folder_of(
        here, later_csv=LEADS.replace("Interested", "Customer") + LEADS.splitlines()[-1].replace("Cy", "Di") + "\n"
    )
    assert [view["status"] for view in in_process("import", "later.csv", "events.csv", "--json").json["imports"]] == [
        "updated",
        "unchanged",
    ]
    [later, events, leads] = in_process("imports", "list", "--json").json["imports"]
    assert (later["inserted"], later["updated"], later["unchanged"]) == (1, 2, 1)
    assert (leads["leads"]["by_status"], events["activity"]["people"]) == ({"Interested": 2, "unknown": 1}, 2)
    assert later["leads"]["by_status"] == {"Customer": 2, "Interested": 1, "unknown": 1}
