"""Translating pages in the admin: what leads to it, wagtail-localize's forms with what staff need besides, PO files."""

import polib
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_POST
from django.views.i18n import JavaScriptCatalog
from wagtail import hooks
from wagtail.admin import messages as admin_messages
from wagtail.models import Locale
from wagtail_localize.models import Translation
from wagtail_localize.views.edit_translation import upload_pofile, user_can_edit_instance
from wagtail_localize.views.submit_translations import SubmitPageTranslationView
from wagtail_localize.views.update_translations import UpdateTranslationsView

from migs_site.base.primary_pages import is_primary, primary
from migs_site.base.translation import texts_without, translation_of
from migs_site.editorial.earlier_translations import earlier_wordings, take_over_earlier_words

LARGEST_UPLOAD = 5 * 1024 * 1024  # a page of the site has some kilobytes


class TranslatePageView(SubmitPageTranslationView):
    """“Translate this page”, with the only language there is ticked."""

    def get_form(self):
        form = super().get_form()
        locales = list(form.fields["locales"].queryset)
        if not form.is_bound and len(locales) == 1:
            form.initial["locales"] = locales
        return form


class UpdatePageTranslationsView(UpdateTranslationsView):
    """“Sync translated pages”, without the offer of machine translation: nobody's machine translates here."""

    def get_form(self):
        form = super().get_form()
        form.fields.pop("use_machine_translation", None)
        return form


class WordsOfTheForm(JavaScriptCatalog):
    """What the form of a translation says, with French in place of what wagtail-localize’s catalogue gets wrong."""

    packages = ["wagtail_localize"]
    mended = [gettext_noop("Publish in "), gettext_noop("Uses %s version")]

    def get_catalog(self):
        return super().get_catalog() | {words: _(words) for words in self.mended}


def offer_what_helps(props: dict, translation: Translation) -> dict:
    """The contents of wagtail-localize's form: what it shows of each text, and which of its buttons lead anywhere.

    An alias would show the English words at a French address; the earlier French is offered where there is some.
    """
    earlier = earlier_wordings(translation)
    props["links"]["convertToAliasUrl"] = None
    if not any(segment.translation is None for segment in earlier):
        props["machineTranslator"] = None
    english = {segment.pk: words.translation_of.data for segment, words in earlier.items()}
    for segment in props["segments"]:
        if segment["type"] == "string" and segment["id"] in english:
            changed = _("The English has changed. It used to read: “%(words)s”") % {"words": english[segment["id"]]}
            above = segment["location"]["subField"]
            segment["location"]["subField"] = f"{above}. {changed}" if above else changed
    return props


@require_POST
def begin_with_earlier_words(request, translation_id):
    translation = get_object_or_404(Translation, pk=translation_id)
    page = translation.get_target_instance()
    if not user_can_edit_instance(request.user, page):
        raise PermissionDenied
    number = take_over_earlier_words(translation=translation, user=request.user)
    sentence = ngettext(
        "The previous French has been put back in %(number)d text. Compare it with the new English, then publish.",
        "The previous French has been put back in %(number)d texts. Compare them with the new English, then publish.",
        number,
    )
    if number:
        messages.success(request, sentence % {"number": number})
    else:
        messages.info(request, _("None of the untranslated texts had a French version before."))
    return redirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))


@hooks.register("register_admin_urls")
def views_in_place_of_others():
    """Asked first, because this app is listed before wagtail-localize, whose names lead here, too."""
    return [
        path("localize/jsi18n/", WordsOfTheForm.as_view()),
        path("localize/submit/page/<int:page_id>/", TranslatePageView.as_view()),
        path("localize/update/<int:translation_source_id>/", UpdatePageTranslationsView.as_view()),
        path("localize/translate/<int:translation_id>/machine_translate/", begin_with_earlier_words),
    ]


@hooks.register("construct_page_chooser_queryset")
def offer_records_in_english(pages, request):
    """A field for pages of one type names a record, which is its English page: the French one would be refused."""
    if request.GET.get("page_type") in (None, "", "wagtailcore.page"):
        return pages
    return pages.filter(primary())


@hooks.register("insert_global_admin_css")
def make_room_for_the_side_panel():
    return format_html('<link rel="stylesheet" href="{}">', static("admin/translation-editor.css"))


@require_POST
def upload_translation(request, translation_id: int):
    sent = request.FILES.get("file")
    if sent is not None and is_translation(sent):
        return upload_pofile(request, translation_id)
    messages.error(request, _("Choose a PO file that was downloaded from this page."))
    target = get_object_or_404(Translation, pk=translation_id).get_target_instance_edit_url()
    return redirect(target or reverse("wagtailadmin_home"))


def is_translation(sent) -> bool:
    """Whether a file can be read as a PO file, and says of which translation it is."""
    if sent.size > LARGEST_UPLOAD:
        return False
    try:
        text = sent.read().decode()
        # Given a short text without line ends, polib would look for a file of that name.
        return "\n" in text and "X-WagtailLocalize-TranslationID" in polib.pofile(text).metadata
    except (OSError, ValueError, IndexError):
        return False
    finally:
        sent.seek(0)


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
            admin_messages.info(
                request,
                _("This page has no French page yet."),
                [admin_messages.button(begin, _("Translate this page"))],
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
        admin_messages.info(request, sentence % {"number": number}, [admin_messages.button(edit, _("Translate"))])
