"""Publishing an English page leads on to its French: a message says what is missing, with a button that leads there."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Locale

from migs_site.base.primary_pages import is_primary
from migs_site.base.translation import texts_without, translation_of


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def lead_to_french(request, page):
    """Of the page as it was just published: its French follows in the background, and may not be there yet."""
    if "action-publish" not in request.POST or not page.live or not is_primary(page):
        return
    for locale in Locale.objects.exclude(pk=page.locale_id):
        french = page.get_translation_or_none(locale)
        if french:
            say_what_is_missing(request, page, french)
        elif request.user.has_perm("wagtail_localize.submit_translation"):
            begin = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
            messages.info(
                request, _("This page has no French page yet."), [messages.button(begin, _("Translate this page"))]
            )


def say_what_is_missing(request, page, french) -> None:
    number = texts_without(page, french.locale) if translation_of(french) else 0
    if number:
        sentence = ngettext(
            "%(number)d text on this page needs to be translated into French.",
            "%(number)d texts on this page need to be translated into French.",
            number,
        )
        edit = reverse("wagtailadmin_pages:edit", args=[french.pk])
        messages.info(request, sentence % {"number": number}, [messages.button(edit, _("Translate"))])
