"""Makes the French page of an English one through wagtail-localize, so that translators see both side by side."""

from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource

from migs_site.brochure.source import French


def translate(page: Page, key: str, locale: Locale, french: French) -> Page:
    """Fill in every string of a page from the PO file, make its French page and publish it.

    Mistake where a string has no French: half a French page would not be one.
    """
    source, _created = TranslationSource.update_or_create_from_instance(page)
    translation, _created = Translation.objects.get_or_create(source=source, target_locale=locale)
    po = translation.export_po()
    for segment in po:
        segment.msgstr = french.need(key, segment.msgid)
    translation.import_po(po)
    # Publishing is left to us: wagtail-localize would wait for the commit, and a kill in between would lose it.
    translated, _created = source.create_or_update_translation(locale, publish=False)
    translated.get_latest_revision().publish()
    return translated
