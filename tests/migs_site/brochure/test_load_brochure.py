"""The loader makes what is missing, touches nothing else, and points at mistakes."""

import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from wagtail.models import Page, Site
from wagtail_localize.models import StringTranslation

from donations.models import DonationTarget
from migs_site.brochure.loader import Loader
from migs_site.brochure.values import identity
from migs_site.management.commands.load_brochure import FOLDER
from migs_site.models import ContactDetails, HomePage
from people.models import Membership, Organization, PersonPage
from recommendations.models import Dependency, Edition, ProgressEntry, RecommendationPage
from tests.databases import ROOT, address_of

HERE = Path(__file__).parent
ENGLISH, FRENCH = HERE / "small_brochure.yaml", HERE / "small_brochure.po"


@pytest.fixture(autouse=True)
def _no_home_page(request):
    """A database as Wagtail's migrations leave it: the pages of the other tests are not there."""
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("transactional_db" if "killed" in request.node.name else "db")
        Page.objects.filter(depth=2).delete()


def load(english: Path = ENGLISH, french: Path = FRENCH) -> str:
    output = io.StringIO()
    call_command("load_brochure", english=english, french=french, stdout=output)
    return output.getvalue()


def addresses() -> list[str]:
    return list(Page.objects.filter(depth__gt=1).order_by("path").values_list("url_path", flat=True))


PAGES = [
    "/home/",
    "/home/people/",
    "/home/people/team/",
    "/home/people/ada-example/",
    "/home/advice/",
    "/home/advice/minister/",
    "/home/advice/minister/1/",
    "/home/advice/minister/2/",
    "/accueil/",
    "/accueil/personnes/",
    "/accueil/personnes/equipe/",
    "/accueil/personnes/ada-example/",
    "/accueil/conseils/",
    "/accueil/conseils/ministre/",
    "/accueil/conseils/ministre/1/",
    "/accueil/conseils/ministre/2/",
]


@pytest.mark.django_db
def test_every_page_and_record_is_made_in_both_languages():
    load()

    home = HomePage.objects.get(locale__language_code="fr")
    assert addresses() == PAGES
    assert set(Page.objects.filter(depth__gt=1).values_list("live", flat=True)) == {True}
    assert (home.title, home.headline, home.purposes[0].value["title"]) == ("Petit Institut", "Pourquoi?", "Demander")
    assert Site.objects.get(is_default_site=True).root_page.url_path == "/home/"
    assert [m.role_fr for m in Membership.objects.all()] == ["Codirectrice"]
    assert [(d.recommendation.number, d.needs.number) for d in Dependency.objects.all()] == [(2, 1)]
    assert Organization.objects.get().place_fr == "Montréal"
    assert DonationTarget.objects.get().name_fr == "Dons"
    assert [str(source) for source in ProgressEntry.objects.live().get().sources.all()] == ["A promise, Gazette"]
    assert ProgressEntry.objects.get().judgement_fr == "C’était promis."
    assert ContactDetails.load().postal_address_fr == "1, rue Première"


@pytest.mark.django_db
def test_translators_see_the_french_beside_the_english():
    load()

    strings = StringTranslation.objects.filter(context__path="headline").values_list("translation_of__data", "data")
    assert list(strings) == [("Why?", "Pourquoi?")]


@pytest.mark.django_db
def test_a_second_run_makes_nothing():
    load()
    revisions = Page.objects.order_by("path").values_list("path", "latest_revision_id", "last_published_at")
    before = list(revisions)

    said = load()

    assert said == "The brochure was loaded already.\n"
    assert list(revisions) == before


@pytest.mark.django_db
def test_what_staff_changed_stays_and_what_they_deleted_comes_back():
    load()
    person = PersonPage.objects.get(locale__language_code="en")
    person.surname, person.slug = "Changed", "moved"
    person.save_revision().publish()
    Organization.objects.update(name_en="Renamed")
    RecommendationPage.objects.get(number=2, locale__language_code="fr").delete()

    said = load()

    assert said == "  made advice-2 (fr)\nThe brochure is loaded: 1 things made.\n"
    assert PersonPage.objects.get(locale__language_code="en").name == "Ada Changed"
    assert Organization.objects.get().name_en == "Renamed"
    assert addresses() == [address.replace("/home/people/ada-example/", "/home/people/moved/") for address in PAGES]


MISTAKES = {
    "a word that no field has": (
        "headline: Why?",
        "headlin: Why?",
        26,
        "“headlin” is no field of HomePage: expected one of",
    ),
    "a page type that does not exist": ("migs_site.HomePage", "migs_site.Hom", 23, "“migs_site.Hom” is no page type"),
    "a key twice": ("    introduction: We", "    slug: We", 27, "“slug” stands twice in one mapping: keep one"),
    "a page without a type": ("    type: people.GroupPage\n", "", 42, "a page needs “type”"),
    "a parent that does not exist": (
        "parent: people\n    title: Team",
        "parent: x\n    title: Team",
        44,
        "no page “x”",
    ),
    "a person that does not exist": ("{person: ada,", "{person: eva,", 49, "there is no page “eva” in this file"),
    "a record that does not exist": ("organizations: [press]", "organizations: [pres]", 31, "no organization “pres”"),
    "a block that does not exist": (
        "- heading:",
        "- headin:",
        31,
        "there is no block “headin”: expected one of heading,",
    ),
    "a date that is none": ("2009-09-22", "2009-09-xx", 66, "launched_on: “2009-09-xx” value has an invalid date"),
    "a number that is too small": (
        "number: 1",
        "number: 0",
        70,
        "number: Ensure this value is greater than or equal to 1",
    ),
    "text where a list belongs": ("[press]\n", "press\n", 31, "expected a list, found"),
    "a tab": ("    headline: Why?", "\theadline: Why?", 26, "found character '\\t' that cannot start any token"),
    "half a mapping": ("kind: government}", "kind: government", 18, "expected ',' or '}'"),
    "records without a model": ("  model: donations.DonationTarget\n", "", 18, "“donation_targets” needs “model”"),
    "a record as a page": ("migs_site.HomePage", "people.Organization", 23, "“people.Organization” is no page type"),
    "a page as a record": ("people.Organization", "people.PersonPage", 13, "“people.PersonPage” is no model"),
    "a number as a model": ("people.Organization", "7", 13, "“7” is no model"),
    "a model that does not exist": ("people.Organization", "people.Organ", 13, "“people.Organ” is no model"),
    "records in a list": (
        "  model: recommendations.Addressee\n  minister: {name: Minister, kind: government}",
        "  - minister",
        15,
        "expected a mapping, found",
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("right", "wrong", "line", "said"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_in_the_english_stops_with_file_line_and_what_was_expected(tmp_path, right, wrong, line, said):
    english = tmp_path / "content.yaml"
    text = ENGLISH.read_text(encoding="utf-8")
    assert text.count(right) >= 1
    english.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    before = addresses()

    with pytest.raises(CommandError) as refusal:
        load(english)

    assert str(refusal.value).startswith(f"Nothing was loaded. {english}, line {line}: ")
    assert said in str(refusal.value)
    assert addresses() == before


@pytest.mark.django_db
def test_a_string_without_french_stops_the_loader_and_is_named(tmp_path):
    french = tmp_path / "fr.po"
    french.write_text(FRENCH.read_text(encoding="utf-8").replace('msgstr "Répondre"', 'msgstr ""'), encoding="utf-8")
    before = addresses()

    with pytest.raises(CommandError) as refusal:
        load(french=french)

    assert str(refusal.value) == f"Nothing was loaded. {french}: no French for “Answer” (msgctxt “advice-2”)"
    assert addresses() == before


@pytest.mark.django_db(transaction=True)
def test_killed_half_way_it_leaves_nothing():
    before = addresses()
    environment = os.environ | {"DATABASE_URL": address_of(connection.settings_dict["NAME"])}
    command = [sys.executable, "-u", "manage.py", "load_brochure", "--english", ENGLISH, "--french", FRENCH]

    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as loader:
        for line in loader.stdout:
            if line == "  made team (fr)\n":
                loader.send_signal(signal.SIGKILL)
                break

    assert loader.wait() == -signal.SIGKILL
    assert addresses() == before
    assert ContactDetails.objects.count() == 0


@pytest.mark.django_db
def test_the_real_brochure_loads_and_uses_every_french_string(brochure_loader):
    made = brochure_loader.load()
    assert made > 100

    french = brochure_loader.french
    committees = Membership.objects.filter(group__kind="committee")
    assert committees.count() == 33
    assert committees.values("person").distinct().count() == 31
    assert sorted(set(french.words) - french.used) == []
    [edition] = Edition.objects.all()
    assert (edition.book.translation_key, edition.isbn, edition.format) == (identity("book"), "978-0-7735-3804-7", "")
    sellers = edition.sellers.values_list("organization__slug", "country")
    assert list(sellers) == [("mqup", "CA"), ("amazon-com", "US"), ("amazon-ca", "CA")]
    assert brochure_loader.load() == made  # the second run made nothing
    assert Edition.objects.count() == 1


@pytest.fixture
def brochure_loader():
    return Loader(FOLDER / "content.yaml", FOLDER / "fr.po", lambda line: None)
