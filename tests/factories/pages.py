"""Pages of the site as a whole, and their French. Every page is live unless the test says otherwise."""

from contextlib import contextmanager, nullcontext

from django.utils import timezone
from django_tasks import task_backends
from django_tasks.backends.dummy import DummyBackend
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import Translation, TranslationSource

from migs_site.models import ContactDetails, ContactPage, HomePage, ProjectPage, StandardPage


@contextmanager
def indexes_left_to_publishing():
    """Wagtail writes its two indexes at every save. No save in this block does: what it made is published after it."""
    at_once = task_backends["default"]
    task_backends["default"] = DummyBackend("default", {})
    try:
        yield
    finally:
        task_backends["default"] = at_once


def english() -> Locale:
    return Locale.objects.get_or_create(language_code="en")[0]


def french() -> Locale:
    return Locale.objects.get_or_create(language_code="fr")[0]


def home_page(**fields) -> HomePage:
    """The English home page at /en/; its French translation is made with it, at /fr/. The same one when asked again."""
    existing = HomePage.objects.filter(locale=english()).first()
    if existing:
        return existing
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root", locale=english())
    root.get_children().delete()
    root.refresh_from_db()
    fields = {
        "title": "Institute",
        "slug": "home",
        "headline": "Why do governments not act?",
        "introduction": "We study genocide.",
    } | fields
    home = root.add_child(instance=HomePage(locale=english(), **fields))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page": home, "site_name": "MIGS"}
    )
    translate(home)
    return home


def add(parent: Page, page: Page) -> Page:
    """Put a new page below another, live, with a revision like one that an editor has published."""
    page.locale = parent.locale
    if page.live:
        with indexes_left_to_publishing():
            parent.add_child(instance=page)
            revision = page.save_revision(clean=False)  # adding it has checked it
        revision.publish()
    else:
        parent.add_child(instance=page)
    page.refresh_from_db()
    return page


def standard_page(parent=None, **fields) -> StandardPage:
    fields = {"title": "About us", "introduction": "Who we are."} | fields
    return add(parent or home_page(), StandardPage(**fields))


def project_page(parent=None, **fields) -> ProjectPage:
    fields = {"title": "Will to Intervene", "acronym": "W2I", "introduction": "Why states act late."} | fields
    return add(parent or home_page(), ProjectPage(**fields))


def contact_page(parent=None, **fields) -> ContactPage:
    fields = {"title": "Contact", "introduction": "<p>Write to us.</p>"} | fields
    return add(parent or home_page(), ContactPage(**fields))


def contact_details(**fields) -> ContactDetails:
    fields = {
        "name_en": "Institute for Genocide Studies",
        "name_fr": "Institut d’études sur le génocide",
        "acronym": "MIGS",
        "university_en": "Concordia University",
        "university_fr": "Université Concordia",
        "postal_address_en": "1 Test Street\nMontreal",
        "postal_address_fr": "1, rue du Test\nMontréal",
        "telephone": "514 555-0100",
        "telephone_extensions": "11, 12",
        "fax": "514 555-0199",
        "email": "office@example.org",
        "website": "https://migs.example.org/",
    } | fields
    return ContactDetails.objects.update_or_create(pk=1, defaults=fields)[0]


def translate(page: Page, words: dict[str, str] | None = None, *, live: bool = True) -> Page:
    """The French page of an English one, made as staff make it: side by side in wagtail-localize.

    ``words`` gives the French of English strings; any other string becomes “[fr] …”, and an address stays as it is.
    Parents without French are translated first.
    """
    parent = page.get_parent()
    if not parent.is_root() and not parent.has_translation(french()):
        translate(parent.specific)
    with indexes_left_to_publishing() if live else nullcontext():
        source, _created = TranslationSource.update_or_create_from_instance(page)
        translation, _created = Translation.objects.get_or_create(source=source, target_locale=french())
        fill_in(translation, words or {})
        target, _created = source.create_or_update_translation(french(), publish=False, copy_parent_pages=True)
    if live:
        target.get_latest_revision().publish()
    return type(page).objects.get(pk=target.pk)


def fill_in(translation: Translation, words: dict[str, str]) -> None:
    """Give every string of a translation its French."""
    po = translation.export_po()
    for entry in po:
        if not entry.obsolete:
            same = entry.msgid if entry.msgctxt == "slug" else f"[fr] {entry.msgid}"
            entry.msgstr = words.get(entry.msgid, same)
    assert translation.import_po(po) == []
    translation.translations_last_updated_at = timezone.now()
    translation.save()


def pair(title: str = "One", parent=None) -> tuple[StandardPage, StandardPage]:
    """A page and its French."""
    page = standard_page(parent, title=title)
    return page, translate(page)
