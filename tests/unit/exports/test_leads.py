"""Leads: contacts, lead ads, forms and sheets."""

from __future__ import annotations

import json
from datetime import date, datetime

import numpy as np
import pytest

from domain.imports.summary import MOST_NAMED, OTHERS, lead_sums
from domain.shared.periods import Period
from infrastructure.exports.kinds.questions import MOST_CHARACTERS
from tests.unit.exports.files import leads, reading, refusal, rejected, told

HUBSPOT = """Contact ID,First Name,Last Name,Email,Phone Number,Lifecycle Stage,Lead Status,Create Date,\
Last Modified Date,\
Contact Owner,Lead Source,Country
C-1,Ann,Lee,Ann@Example.org ,+1-588-734-6947,Lead,In Progress,2024-08-18,2025-01-28,owner@example.org,Direct Traffic,\
Ghana
C-2,Bob,,bob@example.org,,Other,,2022-05-12,2025-03-14,owner@example.org,Paid Search,Peru
C-3,,,,,Customer,,2022-05-13,2025-03-14,owner@example.org,,Peru
"""
LEAD_ADS = """id,created_time,ad_id,ad_name,adset_id,adset_name,campaign_id,campaign_name,form_id,form_name,\
is_organic,platform,\
what_are_you_looking_for?,email,full_name,phone_number,lead_status
l:11,2026-01-15T10:23:45+01:00,ag:1,Ad 1,as:1,Set 1,c:1,Spring,f:1,Form A,false,fb,a_pump,Ann@Example.org,Ann Lee,\
p:+49301234567,CREATED
l:12,2026-01-15T10:23:45+01:00,,,,,,,f:1,Form A,true,ig,,,Bob Roy,p:+49301234568,CREATED
"""
CENTER = """Created,Name,Email address,Source,Form,Channel,Stage,Owner,Labels,Phone number,Secondary phone number,\
WhatsApp number
"08/13/2024, 21:35",Ann Lee,ann@example.org,Paid,Form A,Instagram,Intake,Unassigned,,+4930123456,,
"08/10/2024, 09:05",Bob Roy,,Organic,,Messenger,Converted,Unassigned,,,,
"""
TYPEFORM = """#,What is your e-mail?,And your number?,How big is the team?,utm_source,Response Type,Start Date (UTC),\
Stage Date (UTC),\
Submit Date (UTC),Network ID,Tags,Ending
r1,Ann@Example.org,'+56954886178,5-10,google,completed,2024-03-01 10:00:00,,2024-03-01 10:05:00,n1,,thanks
r2,bob@example.org,,2-4,,partial,2024-03-01 11:00:00,2024-03-01 11:01:00,,n2,,
"""
FORMS = """Timestamp,What is your name?,Contact,Which days?
2024-03-01 10:00:00,Ann Lee,ann@example.org,"Mon, Tue"
2024-03-01 10:00:00,Bob Roy,bob@example.org,
2024-03-01 10:00:00,Bob Roy,bob@example.org,
"""
PLAIN = """email,created_at,name,source,campaign,utm_source,utm_medium,gclid
Ann@Example.org ,2024-03-01T10:00:00Z,Ann Lee,google,Spring,google,cpc,abc
bob@example.org,2024-03-02,Bob Roy,,,,,
"""


def test_contacts_have_a_stage_and_a_source() -> None:
    result = reading(HUBSPOT)
    facts = leads(result)
    assert (result.platform, result.kind, result.rows, result.currency) == ("hubspot", "leads", 3, None)
    assert (facts.number.tolist(), facts.status.tolist()) == (["C-1", "C-2", "C-3"], ["Lead", "Other", "Customer"])
    assert (facts.name.tolist(), facts.email.tolist()[0]) == (["Ann Lee", "Bob", ""], "ann@example.org")
    assert (facts.phone.tolist()[0], facts.source.tolist()) == ("+15887346947", ["Direct Traffic", "Paid Search", ""])
    assert facts.key.tolist() == [f"hubspot|shop|C-{n}" for n in (1, 2, 3)]
    assert facts.created_local.tolist()[0] == datetime.fromisoformat("2024-08-18")
    assert result.period == Period(date(2022, 5, 12), date(2024, 8, 18))
    assert set(facts.answers) == {""}


def test_the_sums_count_what_the_file_holds() -> None:
    sums = lead_sums(leads(reading(HUBSPOT)))
    assert (sums.leads, sums.emails, sums.without_contact, sums.campaigns) == (3, 2, 1, 0)
    assert sums.by_status == (("Customer", 1), ("Lead", 1), ("Other", 1))
    assert sums.by_source == (("", 1), ("Direct Traffic", 1), ("Paid Search", 1))


def test_names_that_are_counted_are_bounded() -> None:
    rows = "".join(f"p{n}@example.org,2024-03-01,{n if n < 90 else 'much'}\n" for n in range(100))
    by_source = dict(lead_sums(leads(reading("email,created_at,source\n" + rows))).by_source)
    assert (len(by_source), by_source["much"], sum(by_source.values())) == (MOST_NAMED + 1, 10, 100)
    assert by_source[OTHERS] == 100 - 10 - (MOST_NAMED - 1)


def test_lead_ads_name_the_advertisement_and_ids_lose_their_letter() -> None:
    result = reading(LEAD_ADS)
    facts = leads(result)
    assert (result.platform, result.rows, facts.key.tolist()) == (
        "meta_lead_ads",
        2,
        ["meta_lead_ads|shop|11", "meta_lead_ads|shop|12"],
    )
    assert (facts.campaign[0], facts.adset[0], facts.ad[0], facts.form[0]) == ("Spring", "Set 1", "Ad 1", "Form A")
    assert (facts.phone[0], facts.email.tolist()) == ("+49301234567", ["ann@example.org", ""])
    assert facts.created_at.tolist()[0] == datetime.fromisoformat("2026-01-15T09:23:45")
    assert [json.loads(cell) if cell else {} for cell in facts.answers] == [{"what_are_you_looking_for?": "a_pump"}, {}]


def test_a_lead_of_the_platform_is_its_own_unless_it_was_organic() -> None:
    assert leads(reading(LEAD_ADS)).source.tolist() == ["meta_ads", "organic social"]


def test_a_sample_without_ids_is_told_apart_by_who_and_when() -> None:
    text = """created_time,full_name,email,phone_number,campaign_name,ad_name,lead_status
2026-01-15 10:23:45,Ann Lee,ann@example.org,+91 5550020087,Spring,Ad 1,Interested
2026-01-15 10:23:45,Ann Lee,ann@example.org,+91 5550020087,Spring,Ad 1,Interested
"""
    facts = leads(reading(text))
    head = "meta_lead_ads|shop|ann@example.org|+915550020087|Ann Lee|2026-01-15T10:23:45|"
    assert facts.key.tolist() == [f"{head}|0", f"{head}|1"]


def test_the_key_of_a_lead_does_not_change_with_what_became_of_it() -> None:
    later = LEAD_ADS.replace("CREATED", "QUALIFIED").replace("Spring", "Spring 2")
    assert leads(reading(later)).key.tolist() == leads(reading(LEAD_ADS)).key.tolist()
    plain = PLAIN.replace("google,Spring", "bing,Autumn")
    assert leads(reading(plain)).key.tolist() == leads(reading(PLAIN)).key.tolist()


def test_the_leads_center_says_what_was_paid_for() -> None:
    result = reading(CENTER)
    facts = leads(result)
    assert (result.platform, facts.source.tolist()) == ("meta_lead_ads", ["meta_ads", "organic social"])
    assert (facts.status.tolist(), facts.form.tolist()) == (["Intake", "Converted"], ["Form A", ""])
    assert facts.created_local.tolist()[0] == datetime.fromisoformat("2024-08-13T21:35")
    assert (facts.phone[0], facts.name[1]) == ("+4930123456", "Bob Roy")


def test_typeform_finds_the_contact_among_the_questions() -> None:
    result = reading(TYPEFORM)
    facts = leads(result)
    assert (result.platform, facts.email.tolist()) == ("typeform", ["ann@example.org", "bob@example.org"])
    assert (facts.utm_source.tolist(), facts.key[0]) == (["google", ""], "typeform|shop|r1")
    assert [json.loads(cell) for cell in facts.answers] == [
        {"And your number?": "+56954886178", "How big is the team?": "5-10"},
        {"How big is the team?": "2-4"},
    ]


def test_a_number_is_a_phone_only_where_it_is_asked_for_as_one() -> None:
    assert leads(reading(TYPEFORM)).phone.tolist() == ["", ""]
    asked = TYPEFORM.replace("And your number?", "And your phone number?")
    assert leads(reading(asked)).phone.tolist() == ["+56954886178", ""]


def test_a_response_that_was_not_submitted_is_partial_and_dates_from_its_start() -> None:
    facts = leads(reading(TYPEFORM))
    assert facts.status.tolist() == ["completed", "partial"]
    assert facts.created_at.tolist() == [
        datetime.fromisoformat("2024-03-01T10:05:00"),
        datetime.fromisoformat("2024-03-01T11:00:00"),
    ]
    assert np.isnat(facts.created_local).all()


def test_an_old_response_tells_by_its_dates_whether_it_was_submitted() -> None:
    old = TYPEFORM.replace("utm_source,Response Type,", "utm_source,").replace("completed,", "").replace("partial,", "")
    facts = leads(reading(old))
    assert facts.status.tolist() == ["completed", "partial"]


def test_two_questions_for_an_address_are_not_chosen_between() -> None:
    text = TYPEFORM.replace("And your number?", "E-mail of a friend").replace("'+56954886178", "zed@example.org")
    result = reading(text)
    assert set(leads(result).email) == {""}
    assert told(result) == {"several_emails": "2 columns may be the email of the lead, and none is taken for it"}


def test_a_google_form_needs_no_words_for_its_address() -> None:
    result = reading(FORMS)
    facts = leads(result)
    assert (result.platform, result.rows) == ("google_forms", 3)
    assert facts.email.tolist() == ["ann@example.org", "bob@example.org", "bob@example.org"]
    assert json.loads(facts.answers[0]) == {"What is your name?": "Ann Lee", "Which days?": "Mon, Tue"}
    assert len(set(facts.key)) == 3


def test_answers_of_one_instant_by_nobody_are_several_leads() -> None:
    result = reading("Timestamp,Colour\n" + "2024-03-01 10:00:00,red\n" * 3)
    facts = leads(result)
    assert facts.key.tolist() == [f"google_forms|shop||||2024-03-01T10:00:00||{nth}" for nth in range(3)]
    assert lead_sums(facts).without_contact == 3


@pytest.mark.parametrize(
    "first", ["Zeitstempel", "Horodateur", "Marca temporal", "Carimbo de data/hora", "タイムスタンプ"]
)
def test_a_google_form_is_known_by_its_first_word_in_many_languages(first: str) -> None:
    assert reading(FORMS.replace("Timestamp", first)).platform == "google_forms"


@pytest.mark.parametrize(
    "header",
    [
        "timestamp,colour",
        "Colour,Timestamp",
        "Timestamp,Amount",
        "Timestamp,Level,Message",
        "Timestamp,Open,High,Low,Close",
        "Time stamp,colour",
    ],
)
def test_other_tables_of_times_are_no_google_forms(header: str) -> None:
    row = ",".join(["2024-03-01 10:00:00"] + ["1"] * header.count(","))
    assert refusal(f"{header}\n{row}\n").startswith("unrecognised")


def test_leads_of_a_sheet_name_what_brought_them() -> None:
    result = reading(PLAIN)
    facts = leads(result)
    assert (result.platform, facts.email[0], facts.name[0]) == ("plain", "ann@example.org", "Ann Lee")
    assert (facts.source[0], facts.campaign[0], facts.utm_medium[0], facts.click_id[0]) == (
        "google",
        "Spring",
        "cpc",
        "gclid",
    )
    assert facts.created_at.tolist()[0] == datetime.fromisoformat("2024-03-01T10:00:00")
    assert facts.created_local.tolist()[1] == datetime.fromisoformat("2024-03-02")


def test_leads_of_a_sheet_may_be_told_in_another_language() -> None:
    facts = leads(
        reading("Erstellt am;E-Mail-Adresse;Vorname;Nachname;Quelle\n2024-03-01;ann@example.org;Ann;Lee;Messe\n")
    )
    assert (facts.name[0], facts.source[0]) == ("Ann Lee", "Messe")


def test_a_sheet_with_amounts_is_of_orders() -> None:
    assert reading("email,created_at,amount\nann@example.org,2024-03-01,10.00\n").kind == "orders"


def test_a_lead_without_a_readable_date_is_rejected() -> None:
    text = PLAIN.replace("2024-03-02", "").replace("2024-03-01T10:00:00Z", "2024-02-30")
    assert rejected(reading(text)) == {
        2: 'created_at "2024-02-30" is not a day of the calendar',
        3: "created_at is blank where a date must stand",
    }


def test_a_lead_said_twice_under_its_number_is_one_and_said_otherwise_is_rejected() -> None:
    lines = HUBSPOT.splitlines(keepends=True)
    result = reading("".join([*lines, lines[1], lines[2].replace("Other", "Lead")]))
    assert (result.rows, list(told(result))) == (3, ["duplicates"])
    assert rejected(result) == {6: "says otherwise than line 3 of the same lead; the first is kept"}


def test_answers_are_bounded_and_a_loss_is_told() -> None:
    questions = ",".join(f"q{n}" for n in range(40))
    row = ",".join(["x" * 900] * 40)
    result = reading(f"Timestamp,{questions}\n2024-03-01 10:00:00,{row}\n")
    kept = json.loads(leads(result).answers[0])
    assert list(kept) == [f"q{n}" for n in range(22)]
    assert sum(len(name) + len(answer) for name, answer in kept.items()) <= MOST_CHARACTERS
    assert list(told(result)) == ["answers_cut"]


def test_questions_of_one_name_and_of_none_are_kept_apart() -> None:
    result = reading("Timestamp,Why?,,Why?\n2024-03-01 10:00:00,a,b,c\n")
    assert json.loads(leads(result).answers[0]) == {"Why?": "a", "column 3": "b", "Why? (column 4)": "c"}


def test_a_google_form_that_was_downloaded_tells_its_offset() -> None:
    facts = leads(reading("Timestamp,Colour\n2024/01/15 10:23:45 PM GMT+1,red\n2024/01/15 10:23:45 AM GMT+5:30,red\n"))
    assert facts.created_at.tolist() == [
        datetime.fromisoformat("2024-01-15T21:23:45"),
        datetime.fromisoformat("2024-01-15T04:53:45"),
    ]


def test_responses_that_do_not_say_when_they_were_submitted_are_not_read() -> None:
    assert refusal(TYPEFORM.replace("Submit Date (UTC)", "Submitted")).startswith("unrecognised")
