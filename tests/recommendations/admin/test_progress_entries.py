"""Staff enter what became of recommendations; what cannot stand is refused in one sentence, and nothing is written."""

import csv

import pytest
from wagtail.models import ModelLogEntry
from wagtail.test.utils.form_data import nested_form_data

from recommendations.models import ProgressEntry
from tests.editing import errors_of, rows
from tests.factories.pages import translate
from tests.factories.people import person_page
from tests.factories.recommendations import addressee, progress_entry, recommendation, recommendation_set
from tests.worlds import world

pytestmark = pytest.mark.django_db

LIST = "/admin/snippets/recommendations/progressentry/"
LATER = "2199-01-01"
SOURCE = {
    "title_en": "Order in Council",
    "title_fr": "",
    "publisher_en": "Privy Council Office",
    "publisher_fr": "",
    "published_on": "",
    "address": "https://gazette.example.org/1",
    "read_on": "2010-10-01",
    "archive_address": "",
    "ORDER": "1",
}
ENTRY = {
    "recommendation": "",
    "set": "",
    "date": "2010-09-13",
    "status": "under_way",
    "judgement_en": "An office was planned.",
    "judgement_fr": "Un bureau était prévu.",
    "answer_en": "",
    "answer_fr": "",
    "assessed_by": "",
}


@world
def sixth():
    return recommendation(recommendation_set(), number=6)


def enter(staff, about, *sources: dict, publish: bool = True, address: str = f"{LIST}add/", **fields):
    """Press “Publish”, or “Save draft”. A field that is a page is chosen."""
    form = ENTRY | ({"recommendation": about.pk} if about else {}) | fields
    form = {name: getattr(value, "pk", value) for name, value in form.items()}
    form["sources"] = rows(*(SOURCE | source for source in sources))
    button = {"action-publish": "action-publish"} if publish else {}
    return staff.post(address, nested_form_data(form) | button)


def test_an_entry_with_a_source_is_public_at_once(staff, sixth):
    response = enter(staff, sixth, {})

    made = ProgressEntry.objects.get()
    assert errors_of(response) == []
    assert (made.live, str(made.about), made.status, made.sources.count()) == (True, str(sixth), "under_way", 1)


def test_without_a_source_it_is_not_published_but_kept_as_a_draft(staff, sixth):
    response = enter(staff, sixth)

    assert errors_of(response) == ["Not published: add at least one source below, or save this as a draft for now."]
    assert ProgressEntry.objects.count() == 0

    enter(staff, sixth, publish=False)
    assert list(ProgressEntry.objects.values_list("live", "date")) == [(False, "2010-09-13")]


def test_the_last_source_of_a_public_entry_cannot_be_taken_away(staff, sixth):
    entry = progress_entry(sixth)
    kept = SOURCE | {"id": entry.sources.get().pk, "DELETE": "on"}

    response = enter(staff, sixth, kept, address=f"{LIST}edit/{entry.pk}/")

    assert errors_of(response) == ["Not published: add at least one source below, or save this as a draft for now."]
    assert ProgressEntry.objects.get().sources.count() == 1


NOT_YET = "The date must be today or in the past."
REFUSED = {
    "about nothing": ({"recommendation": ""}, "Choose either a recommendation or a set."),
    "no status": ({"status": ""}, "Select the status of the recommendation."),
    "a status that is none": (
        {"status": "perfect"},
        "Select a valid choice. perfect is not one of the available choices.",
    ),
    "a day to come": ({"date": LATER}, NOT_YET),
    "a year to come": ({"date": "2199"}, NOT_YET),
    "no date": ({"date": ""}, "This field is required."),
    "no day of the calendar": (
        {"date": "2010-02-30"},
        "Enter a date as 2009-09-22, or as 2009-09 or 2009 if the day or month is not known.",
    ),
    "a date in another order": (
        {"date": "31/12/2009"},
        "Enter a date as 2009-09-22, or as 2009-09 or 2009 if the day or month is not known.",
    ),
    "a year out of reach": ({"date": "2300"}, "Enter a valid year. One of the digits may be mistyped."),
    "one language": ({"judgement_fr": ""}, "This field is required."),
    "an answer in one language": ({"answer_en": "Yes."}, "Fill in both languages, or leave both empty."),
    "direction turned": (
        {"judgement_en": "A\u202eB"},
        "This contains characters that cannot be displayed. Type it in instead of pasting it.",
    ),
    "too long": (
        {"judgement_en": "a" * 3001},
        "Ensure this value has at most 3000 characters (it has 3001).",
    ),
    "NUL": ({"judgement_en": "A\0B"}, "Null characters are not allowed."),
}


@pytest.mark.parametrize(("wrong", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_stand_is_refused_in_one_sentence(staff, sixth, wrong, sentence):
    response = enter(staff, sixth, {}, **wrong)

    assert set(errors_of(response)) == {sentence}
    assert ProgressEntry.objects.count() == 0


def test_an_entry_about_a_recommendation_and_a_set_is_refused(staff, sixth):
    response = enter(staff, sixth, {}, set=sixth.get_parent())

    assert errors_of(response) == ["Choose either a recommendation or a set."]


def refusal(page) -> str:
    return f"Choose the English page of “{page.title}”. The French page will follow."


def test_french_pages_are_refused(staff, sixth):
    french, person = translate(sixth), translate(person_page())

    assert errors_of(enter(staff, french, {})) == [refusal(french)]
    assert errors_of(enter(staff, None, {}, set=french.get_parent())) == [refusal(french.get_parent())]
    assert errors_of(enter(staff, sixth, {}, assessed_by=person)) == [refusal(person)]
    assert ProgressEntry.objects.count() == 0


def test_a_person_who_was_merged_into_another_is_refused(staff, sixth):
    kept = person_page()
    merged = person_page(given_names="J.", merged_into=kept, live=False)

    sentence = "This record was merged into Janice Gross Stein. Choose that one."
    assert errors_of(enter(staff, sixth, {}, assessed_by=merged)) == [sentence]
    assert ProgressEntry.objects.count() == 0


BAD_SOURCES = {
    "an address that was not read": (
        {"read_on": ""},
        "Enter the day on which you read this page, as it may change or disappear.",
    ),
    "nothing to find it by": (
        {"address": "", "read_on": ""},
        "If there is no address, enter the date of this source so that it can be found.",
    ),
    "a copy of nothing": (
        {"address": "", "read_on": "", "published_on": "2010", "archive_address": "https://archive.example.org/1"},
        "Enter the address of the page that was archived.",
    ),
    "no web address": (
        {"address": "ftp://gazette.example.org/"},
        "Enter a full address that begins with https:// or http://.",
    ),
    "a script": ({"address": "javascript:alert(1)"}, "Enter a valid URL."),
    "read on a day to come": ({"read_on": LATER}, NOT_YET),
    "no title": ({"title_en": ""}, "This field is required."),
    "two lines": ({"publisher_en": "Office\u2028Other"}, "Enter this on one line."),
}


@pytest.mark.parametrize(("wrong", "sentence"), BAD_SOURCES.values(), ids=BAD_SOURCES.keys())
def test_a_source_that_nobody_can_look_up_is_refused_in_one_sentence(staff, sixth, wrong, sentence):
    response = enter(staff, sixth, wrong)

    assert sentence in errors_of(response)
    assert ProgressEntry.objects.count() == 0


def test_an_outcome_of_a_set_needs_no_status(staff, sixth):
    response = enter(staff, None, {}, set=sixth.get_parent(), status="")

    assert errors_of(response) == []
    assert ProgressEntry.objects.live().get().about == sixth.get_parent().specific


def test_paragraphs_are_kept(staff, sixth):
    response = enter(staff, sixth, {}, judgement_en="One.\r\n\r\nTwo.")

    assert errors_of(response) == []


def test_every_change_is_in_the_history_with_who_made_it(staff, sixth):
    entry = progress_entry(sixth)
    kept = SOURCE | {"id": entry.sources.get().pk}

    enter(staff, sixth, kept, address=f"{LIST}edit/{entry.pk}/", status="partly")

    logged = ModelLogEntry.objects.for_instance(entry).filter(user__email="editor@example.org")
    assert sorted(logged.values_list("action", flat=True)) == ["wagtail.edit", "wagtail.publish"]
    assert staff.get(f"{LIST}history/{entry.pk}/").status_code == 200


def test_editors_take_an_entry_down_and_do_not_delete_it(staff, sixth):
    entry = progress_entry(sixth)

    staff.post(f"{LIST}delete/{entry.pk}/")
    staff.post(f"{LIST}unpublish/{entry.pk}/")

    assert ProgressEntry.objects.get().live is False


def listed(staff, **query) -> list[str]:
    response = staff.get(LIST, query)
    return [(entry.date, entry.source_count) for entry in response.context["object_list"]]


def test_entries_are_listed_newest_first_with_filters_search_and_export(staff, sixth):
    progress_entry(sixth, date="2010", status="announced", judgement_en="Of cabinets.", judgement_fr="x")
    progress_entry(sixth, date="2011", live=False, sources=[])
    progress_entry(sixth.get_parent().specific, date="2012", status="")

    assert listed(staff) == [("2012", 1), ("2011", 0), ("2010", 1)]
    assert listed(staff, status="announced") == [("2010", 1)]
    assert listed(staff, live="false") == [("2011", 0)]
    assert listed(staff, set=sixth.get_parent().pk) == [("2012", 1)]
    assert listed(staff, recommendation__addressee=sixth.addressee_id) == [("2011", 0), ("2010", 1)]
    assert listed(staff, q="cabinets") == [("2010", 1)]
    exported = b"".join(staff.get(LIST, {"export": "csv"}).streaming_content).decode()
    assert [line.split(",")[0] for line in exported.splitlines()] == ["Date", "2012", "2011", "2010"]


def test_addressees_are_listed_with_how_much_is_addressed_to_them(staff, sixth):
    translate(sixth)
    addressee(slug="minister", name_en="Minister", name_fr="Ministre", kind="head_of_government")
    address = "/admin/snippets/recommendations/addressee/"

    def found(**query):
        return [(row.name_en, row.addressed) for row in staff.get(address, query).context["object_list"]]

    assert found() == [("Minister", 0), ("Parliament of Canada", 1)]
    assert found(kind="legislature") == [("Parliament of Canada", 1)]
    assert found(q="parlement") == [("Parliament of Canada", 1)]
    exported = b"".join(staff.get(address, {"export": "csv"}).streaming_content).decode()
    assert len(exported.splitlines()) == 3


@pytest.mark.parametrize("about", ["addressee", "progressentry"])
def test_an_export_holds_no_formula(staff, about):
    addressee(slug="formula", name_en="=1+1", name_fr="=1+1")
    progress_entry(recommendation_set(title="=1+1"), judgement_en="-1", judgement_fr="\t@A")
    address = f"/admin/snippets/recommendations/{about}/"

    written = b"".join(staff.get(address, {"export": "csv"}).streaming_content).decode()

    found = {"addressee": ["'=1+1", "'=1+1"], "progressentry": ["'=1+1", "'-1", "'\t@A"]}
    assert [cell for cell in next(csv.reader(written.splitlines()[1:])) if cell.startswith("'")] == found[about]


def test_all_that_a_source_lacks_is_said_at_once_beside_its_fields(staff, sixth):
    nothing = {name: "" for name in SOURCE if name != "ORDER"} | {"title_fr": "Décret"}

    on_the_web = enter(staff, sixth, {"publisher_en": "", "read_on": ""}, status="")
    printed = enter(staff, sixth, nothing)

    form = on_the_web.context["form"]
    assert dict(form.errors) == {"status": ["Select the status of the recommendation."]}
    assert form.formsets["sources"].errors == [
        {
            "publisher_en": ["This field is required."],
            "read_on": ["Enter the day on which you read this page, as it may change or disappear."],
        }
    ]
    assert printed.context["form"].formsets["sources"].errors == [
        {
            "title_en": ["This field is required."],
            "publisher_en": ["This field is required."],
            "published_on": ["If there is no address, enter the date of this source so that it can be found."],
        }
    ]


def test_an_address_that_is_none_is_not_taken_for_no_address(staff, sixth):
    response = enter(staff, sixth, {"address": "ftp://gazette.example.org/"})

    assert response.context["form"].formsets["sources"].errors == [
        {"address": ["Enter a full address that begins with https:// or http://."]}
    ]
