"""Recommendations, addressees and editions of the book in the admin."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from migs_site.outside_links.sources import AddressField
from recommendations.edition_listings import BookSellerViewSet, EditionViewSet, LibraryCatalogueViewSet
from recommendations.models import Addressee, BookSeller, RecommendationPage


class AddresseeViewSet(SnippetViewSet):
    model = Addressee
    icon = "mail"
    menu_label = _("Addressees")
    menu_order = 230
    add_to_admin_menu = True
    list_display = ["name_en", "name_fr"]
    list_export = ["name_en", "name_fr"]
    copy_view_enabled = False
    panels = [FieldRowPanel([FieldPanel("name_en"), FieldPanel("name_fr")]), FieldPanel("slug")]


register_snippet(AddresseeViewSet)
register_snippet(EditionViewSet)
register_snippet(LibraryCatalogueViewSet)


@hooks.register("register_admin_viewset")
def list_sellers():
    return BookSellerViewSet("book_sellers")


@hooks.register("before_copy_page")
def refuse_copies_of_recommendations(request, page):
    """A copy would have the same number, and with it the same address."""
    if not isinstance(page.specific, RecommendationPage):
        return None
    messages.error(request, _("A recommendation is not copied, because its number is its address: add a new one."))
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("outside_links")
def addresses_of_sellers():
    sellers = BookSeller.objects.select_related("organization")
    return AddressField(
        sellers, "address", edited_at="wagtailsnippets_recommendations_edition:edit", edited_by="edition_id"
    )
