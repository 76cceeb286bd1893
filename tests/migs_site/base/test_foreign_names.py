"""Names that keep their language are marked with it on pages in the other one."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client

from migs_site.base.foreign_names import mark_names, names_one_a_line
from tests.factories import pages, people

NAMES = 'Will to Intervene\nMobilizing the Will to Intervene\nSmith & Sons\nO\'Brien "Inc"\nquot'


def marked(html: str, names: str = NAMES) -> str:
    return mark_names(html, names, "en", "fr").replace('<span lang="en">', "[").replace("</span>", "]")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Le projet Will to Intervene.</p>", "<p>Le projet [Will to Intervene].</p>"),
        ("<p>Will\u00a0to\n Intervene</p>", "<p>[Will\u00a0to\n Intervene]</p>"),
        ("<p>Mobilizing the Will to Intervene</p>", "<p>[Mobilizing the Will to Intervene]</p>"),
        ("Smith &amp; Sons", "[Smith &amp; Sons]"),
        # Escaped as templates do it, and as rich text does
        ("O&#x27;Brien &quot;Inc&quot;", "[O&#x27;Brien &quot;Inc&quot;]"),
        ('<p>O\'Brien "Inc"</p>', '<p>[O\'Brien "Inc"]</p>'),
        ("Will to Intervene, Will to Intervene", "[Will to Intervene], [Will to Intervene]"),
        # No whole name
        ("<p>Will to Intervenez, Goodwill to Intervene, a-Will to Intervene</p>", None),
        ("<p>Will to <b>Intervene</b></p>", None),
        # Marked already, however deep
        ('<p lang="en">Will to Intervene</p>', None),
        ('<p lang="en-CA"><b>the <i>Will to Intervene</i></b><br></p>', None),
        ('<p lang="en">a<br>b<img src="x"></p><p>Will to Intervene</p>', "…<p>[Will to Intervene]</p>"),
        ('<p title="a>b" lang="en">Will to Intervene</p>', None),
        ('<p title="not lang=en">Will to Intervene</p>', '<p title="not lang=en">[Will to Intervene]</p>'),
        ('<div lang="en"><p lang="fr">Will to Intervene</p></div>', '<div lang="en"><p lang="fr">[Will to Intervene]…'),
        # No words
        ('<a title="Will to Intervene" href="/Will to Intervene/">x</a>', None),
        ('<a title="a > Will to Intervene">x</a><b>Will to Intervene</b>', "</a><b>[Will to Intervene]</b>"),
        ("<a title='\"a > Will to Intervene'>x</a>", None),
        ('<iframe srcdoc="<p>Will to Intervene</p>"></iframe>', None),
        ('<!doctype html SYSTEM "Will to Intervene"><p>A &quot;word&quot;</p>', None),
        ('<SCRIPT>"Will to Intervene"</Script ><TextArea>Will to Intervene</TEXTAREA>', None),
        ("<!-- Will to Intervene --><title>Will to Intervene</title>", None),
        ('<script>"Will to Intervene"</script><style>Will to Intervene</style>', None),
        ("<textarea>Will to Intervene</textarea><select><option>Will to Intervene</option></select>", None),
        # Broken markup loses nothing
        ("</b></p>Will to Intervene<p", "</b></p>[Will to Intervene]<p"),
        ('<p title="open>Will to Intervene</p>', '<p title="open>[Will to Intervene]</p>'),
        ("1 < 2 Will to Intervene", "1 < 2 [Will to Intervene]"),
    ],
)
def test_a_name_is_marked_in_words_of_another_language_alone(html, expected):
    found = marked(html)

    if expected is None:
        assert found == html
    else:
        assert expected.strip("…") in found
        assert found.replace("[", "").replace("]", "") == html


@pytest.mark.parametrize("names", ["", "\n \n"])
def test_without_names_nothing_changes(names):
    assert marked("<p>Will to Intervene</p>", names) == "<p>Will to Intervene</p>"


def test_a_name_is_no_pattern():
    assert marked("<p>a.b. (c) axb</p>", "a.b. (c)") == "<p>[a.b. (c)] axb</p>"


@pytest.mark.parametrize("names", ["de", "Will to Intervene\n la "])
def test_staff_cannot_list_a_word_that_is_in_every_sentence(names):
    with pytest.raises(ValidationError):
        names_one_a_line(names)


@pytest.mark.django_db
def test_the_names_that_staff_list_are_marked_in_titles_menus_and_lists_of_every_page():
    pages.contact_details(english_names="Will to Intervene", french_names="Institut Maïmonide")
    project = pages.project_page(title="Will to Intervene", show_in_menus=True)
    person = people.person_page()
    in_french = pages.translate(person), pages.translate(project, {"Will to Intervene": "Will to Intervene"})

    found = []
    for page in (*in_french, project, person):
        soup = BeautifulSoup(Client().get(page.url).content, "html.parser")
        found.append({(tag.parent.name, tag["lang"]) for tag in soup.select(".masthead span[lang], h1 span[lang]")})

    assert found == [{("a", "en")}, {("a", "en"), ("h1", "en")}, set(), set()]
