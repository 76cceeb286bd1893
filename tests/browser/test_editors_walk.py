"""A busy coordinator does an editor's daily work in the admin, once in each of its languages, by clicks alone.

What is public afterwards is read on the pages of both languages. What each task costs in clicks is held to a ceiling.
"""

import re

import pytest
from django.utils.text import capfirst
from playwright.sync_api import expect

from tests.browser.clicks import CEILINGS
from tests.browser.conftest import running_site
from tests.browser.documents import both, parse, shown, text_of
from tests.browser.editor import Editor
from tests.browser.tabs import tab
from tests.factories.images import picture_file

HOME = "Montreal Institute for Genocide and Human Rights Studies"
GROUP = {"en": "/en/people/academic-consultation-group/", "fr": "/fr/personnes/groupe-de-consultation-universitaire/"}
COMMITTEE = {"en": "/en/people/research-steering-committee/", "fr": "/fr/personnes/comite-directeur-de-la-recherche/"}
PERSON = {"en": "/en/people/yuki-tanaka-ross/", "fr": "/fr/personnes/yuki-tanaka-ross/"}
SET = {"en": "/en/recommendations/canada/", "fr": "/fr/recommandations/canada/"}
BOOK = {"en": "/en/book/", "fr": "/fr/livre/"}
ARCHIVE = {"en": "/en/the-archive/", "fr": "/fr/les-archives/"}

FIRST = "1. Make preventing mass atrocities a national priority for Canada"
CORRECTED = "Make the prevention of mass atrocities a national priority for Canada"
CORRECTED_FR = "Faire de la prévention des atrocités de masse une priorité nationale"
SECOND = "2. Appoint an International Security Minister as a senior member of the Cabinet"
THIRD_FLOOR = "The archive is open. It is on the third floor."


@pytest.fixture(scope="module", params=["en", "fr"])
def language(request):
    return request.param


@pytest.fixture(scope="module")
def site(language, databases, brochure_template, static_dir, tmp_path_factory):
    """A site of its own for each walk: what is written here is no other test's business."""
    with running_site(databases, brochure_template, static_dir, tmp_path_factory.mktemp("walk")) as site:
        yield site


@pytest.fixture(scope="module")
def editor(language, browser, site):
    with tab(browser, site, viewport={"width": 1440, "height": 900}) as page:
        editor = Editor(page, language)
        editor.sign_in(site.staff_email, site.staff_password)
        yield editor
        print(f"\nClicks, with the admin in {language}:", *editor.table(), sep="\n")


def members(site, addresses: dict[str, str]) -> list[list[str]]:
    return [shown(site, address, "#members ~ .directory .directory__name") for address in addresses.values()]


def test_a_new_person_with_a_portrait(editor, site, tmp_path):
    picture = tmp_path / "portrait.png"
    picture.write_bytes(picture_file(size=(800, 1000)).read())

    editor.begin("a new person with a portrait")
    editor.menu("People", "People")
    editor.add("person")
    editor.write(
        given_names="Yuki", surname="Tanaka-Ross", position="Professor of Law", affiliation="McGill University"
    )
    editor.write_prose("biography", "She teaches law.")
    words = {"alt_en": "A woman at a lectern", "alt_fr": "Une femme au lutrin"}
    editor.upload("portrait", picture, title="Yuki Tanaka-Ross", **words)
    editor.publish()
    editor.link("Translate this page")
    editor.button("Submit")
    editor.translate(
        {
            "Professor of Law": "Professeure de droit",
            "McGill University": "Université McGill",
            "She teaches law.": "Elle enseigne le droit.",
        }
    )
    editor.publish_translation()

    assert both(site, PERSON, ".person-head .type-lead") == {
        "en": ["Professor of Law McGill University"],
        "fr": ["Professeure de droit Université McGill"],
    }
    assert both(site, PERSON, "#biography ~ .prose") == {"en": ["She teaches law."], "fr": ["Elle enseigne le droit."]}
    portraits = [parse(text_of(site.url + address)).select_one(".portrait")["alt"] for address in PERSON.values()]
    assert portraits == ["A woman at a lectern", "Une femme au lutrin"]


def test_a_new_member_of_a_committee(editor, site):
    editor.begin("make somebody a member")
    editor.menu("People", "Committees and groups")
    editor.open("Academic Consultation Group")
    row = editor.add_row("memberships")
    editor.choose(f"{row}-person", "Yuki Tanaka-Ross")
    editor.write(**{f"{row}-role_en": "Chair", f"{row}-role_fr": "Présidente"})
    editor.publish()

    assert [names.count("Yuki Tanaka-Ross") for names in members(site, GROUP)] == [1, 1]
    roles = {code: [line for line in lines if "Tanaka" in line] for code, lines in both(site, GROUP, "li").items()}
    assert roles == {"en": ["Yuki Tanaka-Ross Chair"], "fr": ["Yuki Tanaka-Ross Présidente"]}


def test_the_correction_of_a_public_recommendation(editor, site):
    before = both(site, {code: f"{address}1/" for code, address in SET.items()}, "h1")

    editor.begin("correct a recommendation")
    editor.menu("Recommendations", "Recommendations")
    editor.open(FIRST)
    editor.write(statement=CORRECTED, correction_en="It was unclear.", correction_fr="C’était peu clair.")
    editor.publish()
    site.wait_for_jobs()
    editor.link("Translate")
    editor.translate({CORRECTED: CORRECTED_FR})
    editor.publish_translation()

    pages = {code: f"{address}1/" for code, address in SET.items()}
    assert both(site, pages, "h1") == {
        "en": [f"Recommendation 1: {CORRECTED}"],
        "fr": [f"Recommandation 1 : {CORRECTED_FR}"],
    }
    earlier = {code: lines[0].split(":", 1)[1].strip() for code, lines in before.items()}
    assert both(site, pages, ".corrections q") == {code: [words] for code, words in earlier.items()}
    assert both(site, pages, ".corrections li > p:nth-child(2)") == {
        "en": ["It was unclear."],
        "fr": ["C’était peu clair."],
    }


def test_progress_with_a_source(editor, site):
    editor.begin("record progress")
    editor.menu("Recommendations", "Progress")
    editor.add("progress entry")
    editor.choose("recommendation", SECOND)
    editor.write(date="2010-09-13", judgement_en="A minister was named.", judgement_fr="Un ministre a été nommé.")
    editor.pick(status="under_way")
    row = editor.add_row("sources")
    source = {"title_en": "Order in Council", "publisher_en": "Privy Council Office", "published_on": "2010-09-13"}
    editor.write(**{f"{row}-{name}": text for name, text in source.items()})
    editor.publish()

    pages = {code: f"{address}2/" for code, address in SET.items()}
    assert both(site, pages, ".progress-entries__words") == {
        "en": ["A minister was named."],
        "fr": ["Un ministre a été nommé."],
    }
    assert both(site, pages, ".progress-sources li") == {
        "en": ["Order in Council, Privy Council Office, 13 September 2010"],
        "fr": ["Order in Council, Privy Council Office, 13 septembre 2010"],
    }


def test_an_edition_with_isbn_price_and_a_seller(editor, site):
    editor.begin("add an edition")
    editor.menu("The book", "Editions")
    editor.add("edition")
    editor.choose("book", "The book")
    facts = {"year": "2012", "isbn": "9780773538054", "price": "24.95", "priced_on": "2012-03"}
    editor.write(imprint="McGill-Queen’s University Press", **facts)
    editor.pick(format="paperback", currency="CAD")
    row = editor.add_row("sellers")
    editor.choose(f"{row}-organization", "Amazon.ca")
    editor.write(**{f"{row}-address": "https://www.amazon.ca/dp/0773538054"})
    editor.save()

    assert {code: names[-1] for code, names in both(site, BOOK, ".edition__name").items()} == {
        "en": "Paperback, English, 2012",
        "fr": "Livre broché, anglais, 2012",
    }
    last = ".edition:last-of-type"
    assert both(site, BOOK, f"{last} .sellers__list a") == {"en": ["Amazon.ca"], "fr": ["Amazon.ca"]}
    facts = {code: parts[0] for code, parts in both(site, BOOK, f"{last} .facts").items()}
    assert ["978-0-7735-3805-4" in words for words in facts.values()] == [True, True]
    assert re.findall("Price (.*)|Prix (.*)", facts["en"] + "\n" + facts["fr"]) == [
        ("24.95 CAD (March 2012)", ""),
        ("", "24,95 CAD (mars 2012)"),
    ]


def test_a_roster_of_five_with_one_decision_to_make(editor, site):
    before = members(site, COMMITTEE)

    editor.begin("paste a roster of five")
    editor.menu("People", "Committees and groups")
    editor.button("More options for '%(title)s'", title="Research Steering Committee")
    editor.link("Paste a list of members", editor.page.locator("body"))
    editor.write(text="Robbert Fowler\nMarie Tremblay\nKim Min-ji\nLouise Arbour\nPayam Akhavan")
    editor.button("Review the list")
    editor.page.locator("[name='names-0-decision']").select_option(index=1)  # he is a member already
    editor.button("Import")
    expect(editor.messages).to_have_count(1)
    site.wait_for_jobs()

    new = {"Marie Tremblay", "Kim Min-ji", "Louise Arbour", "Payam Akhavan"}
    assert [set(after) - set(names) for after, names in zip(members(site, COMMITTEE), before, strict=True)] == [new] * 2


def test_the_end_of_a_membership(editor, site):
    assert [names.count("Harvey Yarosky") for names in members(site, COMMITTEE)] == [1, 1]

    editor.begin("end a membership")
    editor.menu("People", "Committees and groups")
    editor.open("Research Steering Committee")
    editor.main.get_by_role("region", name="Harvey Yarosky").locator("[name$=ends_on]").fill("2012-06-30")
    editor.publish()

    assert [names.count("Harvey Yarosky") for names in members(site, COMMITTEE)] == [0, 0]
    former = {"en": "/en/people/harvey-yarosky/", "fr": "/fr/personnes/harvey-yarosky/"}
    ends = [re.findall("2012", " ".join(lines)) for lines in both(site, former, "main").values()]
    assert ends == [["2012"], ["2012"]]


def test_a_page_is_written_and_translated(editor, site):
    editor.begin("write a page")
    editor.open_home(HOME)
    editor.link("Add child page")
    editor.open(capfirst(editor.words("text page")))
    editor.write(title="The archive", introduction="What we keep.")
    editor.insert("body", "Text")
    editor.write_prose("body", "The archive is open. It is on the second floor.")
    editor.publish()

    editor.count("translate it")
    editor.link("Translate this page")
    editor.button("Submit")
    editor.translate(
        {
            "The archive": "Les archives",
            "What we keep.": "Ce que nous conservons.",
            "The archive is open. It is on the second floor.": "Les archives sont ouvertes, au deuxième étage.",
        }
    )
    editor.tab("Promote")
    editor.translate({"the-archive": "les-archives"})
    editor.publish_translation()

    assert both(site, ARCHIVE, "h1") == {"en": ["The archive"], "fr": ["Les archives"]}


def test_a_translated_page_is_brought_up_to_date(editor, site):
    """The page that the test above has made."""
    editor.begin("change a sentence")
    editor.open_home(HOME)
    editor.open("The archive")
    editor.write_prose("body", THIRD_FLOOR)
    editor.publish()
    site.wait_for_jobs()

    assert both(site, ARCHIVE, ".prose") == {
        "en": [THIRD_FLOOR],
        "fr": ["Les archives sont ouvertes, au deuxième étage."],
    }

    editor.count("update the French")
    editor.link("Translate")
    editor.press(editor.main.get_by_role("button", name=editor.words("the previous French text")))
    editor.translate({THIRD_FLOOR: "Les archives sont ouvertes, au troisième étage."}, "Edit")
    editor.publish_translation()

    assert both(site, ARCHIVE, ".prose") == {
        "en": [THIRD_FLOOR],
        "fr": ["Les archives sont ouvertes, au troisième étage."],
    }


def test_no_task_costs_more_clicks_than_its_ceiling(editor):
    """Of what the tests above have counted."""
    assert {task: clicks for task, clicks in editor.clicks.items() if clicks > CEILINGS[task]} == {}
    assert list(editor.clicks) == list(CEILINGS)


def test_publishing_waits_for_a_text_that_is_being_saved(editor, site):
    editor.count("publish too early")
    with editor.saving() as held, editor.another_page():
        editor.translate({THIRD_FLOOR: "Les archives sont ouvertes, au quatrième étage."}, "Edit")
        editor.press_publish_translation()
        editor.press_publish_translation()
        assert len(held) == 1
        held[0].continue_()
    expect(editor.messages).to_have_count(1)

    assert shown(site, ARCHIVE["fr"], ".prose") == ["Les archives sont ouvertes, au quatrième étage."]


def test_nothing_is_published_when_a_text_could_not_be_saved(editor):
    editor.page.reload()
    expect(editor.messages).to_have_count(0)
    with editor.saving() as held:
        editor.translate({THIRD_FLOOR: "Les archives sont fermées."}, "Edit")
        editor.press_publish_translation()
        held[0].abort()
        expect(editor.main.locator("li.errored")).to_be_visible()

    expect(editor.messages).to_have_count(0)
