"""After a change in English a translator may begin with the French that there was."""

import pytest
from django.contrib.messages import get_messages
from django.utils.translation import override
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.strings import StringValue

from migs_site.editorial.earlier_translations import EarlierWords, take_over_earlier_words
from migs_site.editorial.services import bring_translations_up_to_date
from tests.editing import signed_in, translators_form
from tests.factories import pages
from tests.factories.accounts import editor, user

pytestmark = pytest.mark.django_db


def changed(page, **fields):
    """Publish other English words; gives the translation, whose boxes are empty for them."""
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    bring_translations_up_to_date(page=page)
    return Translation.objects.get(source__object_id=page.translation_key)


def french_of(translation, path: str) -> list[str]:
    """The French of each text of a field, in the order of the page; empty where there is none."""
    segments = translation.source.stringsegment_set.filter(context__path__startswith=path).order_by("order")
    return [each.translation or "" for each in segments.annotate_translation(pages.french())]


def marked(client, page) -> dict[str, str]:
    """The words above each text whose English has changed, by its field."""
    above = {each["contentPath"]: each["location"]["subField"] for each in translators_form(client, page)["segments"]}
    return {path.split(".")[0]: words for path, words in above.items() if words and "has changed" in words}


def press(client, translation) -> list[str]:
    response = client.post(f"/admin/localize/translate/{translation.pk}/machine_translate/")
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_the_earlier_french_of_a_changed_text_is_taken_over_in_one_click_and_marked():
    page = pages.project_page()
    french = pages.translate(page)
    translation = changed(page, introduction="Why states act late, or never.")
    client = signed_in(editor())

    offered = translators_form(client, french)["machineTranslator"]["name"]
    empty = french_of(translation, "introduction")
    told = press(client, translation)

    assert offered == "the previous French text"
    assert (empty, french_of(translation, "introduction")) == ([""], ["[fr] Why states act late."])
    assert told == ["The previous French has been put back in 1 text. Compare it with the new English, then publish."]
    taken = StringTranslation.objects.get(translation_of__data="Why states act late, or never.")
    assert (taken.tool_name, taken.translation_type) == ("the previous French text", "machine")


def test_a_text_whose_english_changed_shows_the_earlier_english_until_it_is_translated_anew(staff):
    page = pages.project_page()
    french = pages.translate(page)
    whole = marked(staff, french)
    translation = changed(page, introduction="Why states act late, or never.")

    missing = marked(staff, french)
    take_over_earlier_words(translation=translation, user=None)
    taken_over = marked(staff, french)
    StringTranslation.objects.filter(translation_type="machine").update(translation_type="manual")

    said = {"introduction": "The English has changed. It used to read: “Why states act late.”"}
    assert (whole, missing, taken_over, marked(staff, french)) == ({}, said, said, {})


def test_the_earlier_english_stands_with_the_name_of_the_part_in_a_block(staff):
    message = {"claim": "States act late.", "explanation": "", "anchor": "late"}
    page = pages.standard_page(body=[("key_message", message)])
    french = pages.translate(page)
    page.body[0].value["claim"] = "States act too late."
    changed(page)

    assert marked(staff, french) == {"body": "Message. The English has changed. It used to read: “States act late.”"}


def test_french_that_was_published_as_it_was_is_marked_no_more(staff, django_capture_on_commit_callbacks):
    page = pages.project_page()
    french = pages.translate(page)
    translation = changed(page, introduction="Other words.")
    take_over_earlier_words(translation=translation, user=None)

    with django_capture_on_commit_callbacks(execute=True):
        staff.post(f"/admin/pages/{french.pk}/edit/", {"action": "publish"})

    assert marked(staff, french) == {}


def test_the_earlier_french_is_offered_only_where_there_is_some(staff):
    page, first = pages.project_page(), pages.standard_page()
    translated, begun = pages.translate(page), pages.translate(first, live=False)
    StringTranslation.objects.filter(context__object_id=first.translation_key).delete()

    offered = [translators_form(staff, each)["machineTranslator"] for each in (begun, translated)]
    changed(page, introduction="Other words.")

    assert offered == [None, None]
    assert translators_form(staff, translated)["machineTranslator"]["name"] == "the previous French text"


def test_what_was_taken_over_waits_until_staff_publish_it():
    page = pages.project_page()
    french = pages.translate(page)
    translation = changed(page, introduction="Other words.")
    take_over_earlier_words(translation=translation, user=editor())

    assert bring_translations_up_to_date(page=page) == []
    french.refresh_from_db()
    assert french.introduction == "[fr] Why states act late."


def test_each_paragraph_gets_the_french_of_the_one_that_it_was():
    first, second = "States act late, and pay for it later.", "Prevention is cheaper than war by far."
    page = pages.contact_page(introduction=f"<p>{first}</p><p>{second}</p>")
    pages.translate(page)
    new = "A sentence about something else entirely: telephone numbers."

    translation = changed(page, introduction=f"<p>{new}</p><p>{second[:-1]}, always.</p><p>{first}</p>")
    take_over_earlier_words(translation=translation, user=None)
    take_over_earlier_words(translation=translation, user=None)

    assert french_of(translation, "introduction") == ["", f"[fr] {second}", f"[fr] {first}"]


def test_the_words_of_another_page_are_no_suggestion():
    page, other = pages.project_page(), pages.project_page(title="Other", acronym="", introduction="Elsewhere.")
    pages.translate(page)
    pages.translate(other)

    translation = changed(page, seo_title="Elsewhere.")
    take_over_earlier_words(translation=translation, user=None)

    assert french_of(translation, "seo_title") == [""]


def test_a_page_without_an_earlier_wording_says_so(staff):
    page = pages.project_page()
    pages.translate(page, live=False)
    translation = Translation.objects.get(source__object_id=page.translation_key)
    StringTranslation.objects.all().delete()

    assert press(staff, translation) == ["None of the untranslated texts had a French version before."]
    assert StringTranslation.objects.count() == 0


def test_only_those_who_may_edit_the_french_page_take_words_over():
    page = pages.project_page()
    pages.translate(page)
    translation = changed(page, introduction="Other words.")

    press(signed_in(user(groups=["Donations"])), translation)

    assert french_of(translation, "introduction") == [""]


def test_a_text_that_had_different_french_in_two_places_has_no_one_suggestion():
    pages_changed = [pages.project_page(title=title, acronym="", introduction=title) for title in ("One", "Two")]
    for page in pages_changed:
        pages.translate(page)
        changed(page, introduction="The same.")
    alone = pages.standard_page(introduction="Alone")
    pages.translate(alone)
    changed(alone, introduction="Alone.")

    suggest = EarlierWords({}).translate
    texts = [StringValue("The same."), StringValue("Alone.")]

    assert suggest(pages.english(), pages.french(), texts) == {texts[1]: StringValue("[fr] Alone")}


def test_the_offer_is_in_the_language_of_the_admin():
    with override("fr"):
        assert str(EarlierWords.display_name) == "le texte français précédent"


def test_the_only_language_is_ticked_already(staff):
    page = pages.standard_page()

    form = staff.get(f"/admin/localize/submit/page/{page.pk}/").context["form"]
    sent = staff.post(f"/admin/localize/submit/page/{page.pk}/", {"locales": [pages.french().pk]})

    assert (form["locales"].value(), sent.status_code) == ([pages.french().pk], 302)
    assert page.has_translation(pages.french())


def test_no_machine_is_offered_when_translations_are_synchronised(staff):
    page = pages.standard_page()
    pages.translate(page)
    translation = Translation.objects.get(source__object_id=page.translation_key)

    form = staff.get(f"/admin/localize/update/{translation.source_id}/").context["form"]

    assert list(form.fields) == ["publish_translations"]


def test_the_translator_has_room_beside_an_open_panel(staff):
    page = pages.standard_page()
    french = pages.translate(page)

    assert 'href="/static/admin/translation-editor.css"' in staff.get(f"/admin/pages/{french.pk}/edit/").text
