"""Recommendations, those they are addressed to, what became of them, and editions of the book, in the admin."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from migs_site.editorial.attention import AttentionItem
from migs_site.link_checker.sources import AddressField
from recommendations import contributions, figures  # noqa: F401 (they register their hooks)
from recommendations.admin.addressees import AddresseeViewSet
from recommendations.admin.editions import BookSellerViewSet, EditionViewSet, LibraryCatalogueViewSet
from recommendations.admin.progress_entries import ProgressEntryViewSet
from recommendations.admin.recommendations import RecommendationListing
from recommendations.models import Addressee, BookSeller, ProgressEntry, ProgressSource, RecommendationPage


class RecommendationsMenu(SnippetViewSetGroup):
    menu_label = pgettext_lazy("menu", "Recommendations")
    menu_name = "recommendations-menu"
    menu_icon = "list-ol"
    menu_order = 210
    items = [RecommendationListing, ProgressEntryViewSet, AddresseeViewSet]


class BookMenu(SnippetViewSetGroup):
    menu_label = pgettext_lazy("menu", "The book")
    menu_name = "book-menu"
    menu_icon = "openquote"
    menu_order = 220
    items = [EditionViewSet, BookSellerViewSet, LibraryCatalogueViewSet]


register_snippet(RecommendationsMenu)
register_snippet(BookMenu)


@hooks.register("needs_attention")
def recommendations_to_assess(request):
    if not request.user.has_perm("recommendations.add_progressentry"):
        return []
    number = RecommendationPage.objects.due_for_assessment(timezone.localdate()).count()
    sentence = ngettext(
        "%(number)d recommendation is due for assessment.", "%(number)d recommendations are due for assessment.", number
    )
    return (
        [AttentionItem(sentence % {"number": number}, reverse("recommendations:index") + "?due=yes")] if number else []
    )


@hooks.register("needs_attention")
def drafts_of_progress(request):
    """Those that were never public; what the site knew before there were entries became such drafts, too."""
    if not request.user.has_perm("recommendations.change_progressentry"):
        return []
    number = ProgressEntry.objects.filter(live=False, first_published_at=None).count()
    sentence = ngettext(
        "%(number)d progress entry is a draft that has never been published.",
        "%(number)d progress entries are drafts that have never been published.",
        number,
    )
    address = reverse("wagtailsnippets_recommendations_progressentry:list") + "?live=false"
    return [AttentionItem(sentence % {"number": number}, address)] if number else []


@hooks.register("needs_attention")
def addressees_without_a_kind(request):
    """Those from before there were kinds; the form asks for one."""
    if not request.user.has_perm("recommendations.change_addressee"):
        return []
    number = Addressee.objects.filter(kind="").count()
    sentence = ngettext(
        "%(number)d addressee has no kind: open it and choose one.",
        "%(number)d addressees have no kind: open each and choose one.",
        number,
    )
    address = reverse("wagtailsnippets_recommendations_addressee:list") + "?ordering=kind"
    return [AttentionItem(sentence % {"number": number}, address)] if number else []


@hooks.register("before_copy_page")
def refuse_copies_of_recommendations(request, page):
    """A copy would have the same number, and with it the same address."""
    if not isinstance(page.specific, RecommendationPage):
        return None
    messages.error(
        request, _("A recommendation cannot be copied, because its number is its address. Add a new one instead.")
    )
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("refuse_deletion")
def keep_what_is_cited(pages) -> str:
    cited = RecommendationPage.objects.filter(pk__in=pages.values("pk"), published_number__isnull=False).first()
    sentence = _(
        "Not deleted: “%(title)s” has been published and may be cited by its number. Unpublish it instead; its "
        "number, its corrections and its address are kept."
    )
    return sentence % {"title": cited.title} if cited else ""


@hooks.register("outside_links")
def addresses_of_sellers():
    sellers = BookSeller.objects.select_related("organization")
    return AddressField(
        sellers, "address", edited_at="wagtailsnippets_recommendations_edition:edit", edited_by="edition_id"
    )


@hooks.register("outside_links")
def addresses_of_sources():
    sources = ProgressSource.objects.filter(entry__live=True)
    return AddressField(
        sources, "address", edited_at="wagtailsnippets_recommendations_progressentry:edit", edited_by="entry_id"
    )


@hooks.register("outside_links")
def addresses_of_archived_copies():
    sources = ProgressSource.objects.filter(entry__live=True)
    return AddressField(
        sources, "archive_address", edited_at="wagtailsnippets_recommendations_progressentry:edit", edited_by="entry_id"
    )
