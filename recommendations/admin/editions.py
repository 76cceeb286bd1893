"""The lists of editions of the book, of their sellers and of library catalogues in the admin."""

import django_filters
from django import forms
from django.db.models import Count
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from stdnum import isbn
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import ModelPermissionPolicy
from wagtail.snippets.views.snippets import IndexView as SnippetIndexView
from wagtail.snippets.views.snippets import SnippetViewSet

from migs_site.base.form_rows import UniqueRowsPanel
from recommendations.isbn import isbn13
from recommendations.iso_codes import country_name, in_order, language_name
from recommendations.models import BookSeller, Edition, LibraryCatalogue


def codes_in_use(model, field: str, name) -> list[tuple[str, str]]:
    """The codes that stand in a field of any row, with their names, as choices of a filter."""
    codes = model.objects.exclude(**{field: ""}).order_by().values_list(field, flat=True).distinct()
    return in_order({code: name(code) for code in codes})


def code_filter(model, field: str, name, label) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        label=label, choices=lambda: codes_in_use(model, field, name), widget=forms.RadioSelect, empty_label=_("All")
    )


class EditionFilterSet(WagtailFilterSet):
    language = code_filter(Edition, "language", language_name, _("Language"))

    class Meta:
        model = Edition
        fields = ["language", "format", "is_out_of_print"]


class EditionIndexView(SnippetIndexView):
    @cached_property
    def search_query(self):
        """An ISBN is found however it is typed."""
        typed = super().search_query
        return isbn13(typed) if isbn.is_valid(typed) else typed


class EditionViewSet(SnippetViewSet):
    model = Edition
    icon = "openquote"
    menu_label = _("Editions")
    copy_view_enabled = False
    index_view_class = EditionIndexView
    filterset_class = EditionFilterSet
    search_fields = ["isbn", "imprint", "book__book_title"]
    list_display = [
        "__str__",
        Column("language", label=_("Language"), accessor="language_name", sort_key="language"),
        Column("format", label=_("Format"), accessor="get_format_display", sort_key="format"),
        "year",
        "isbn",
        "imprint",
        BooleanColumn("is_out_of_print", label=_("Out of print"), sort_key="is_out_of_print"),
        Column("sellers", label=_("Sellers"), accessor="seller_count"),
    ]
    list_export = [
        "book.book_title",
        "language",
        "format",
        "imprint",
        "place_en",
        "place_fr",
        "year",
        "pages",
        "isbn",
        "price",
        "currency",
        "priced_on",
        "is_out_of_print",
    ]
    export_headings = {"book.book_title": _("Book")}
    export_filename = "editions"
    panels = [
        PageChooserPanel("book"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("language"), FieldPanel("format")]),
                FieldRowPanel([FieldPanel("imprint"), FieldPanel("year")]),
                FieldRowPanel([FieldPanel("place_en"), FieldPanel("place_fr")]),
                FieldRowPanel([FieldPanel("isbn"), FieldPanel("pages")]),
            ],
            heading=_("The edition"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("price"), FieldPanel("currency"), FieldPanel("priced_on")]),
                FieldPanel("is_out_of_print"),
            ],
            heading=_("Price and availability"),
        ),
        UniqueRowsPanel("sellers", label=_("seller"), heading=_("Sellers, in the order visitors see them")),
    ]

    def get_queryset(self, request):
        return Edition.objects.select_related("book").annotate(seller_count=Count("sellers"))


class LibraryCatalogueViewSet(SnippetViewSet):
    model = LibraryCatalogue
    icon = "search"
    menu_label = _("Libraries")
    copy_view_enabled = False
    search_fields = ["name_en", "name_fr", "address"]
    list_display = ["name_en", "name_fr", "address"]
    list_export = ["name_en", "name_fr", "address"]
    export_filename = "library-catalogues"
    panels = [
        FieldRowPanel([FieldPanel("name_en"), FieldPanel("name_fr")]),
        FieldPanel("slug"),
        FieldPanel("address"),
    ]


class SellerFilterSet(WagtailFilterSet):
    country = code_filter(BookSeller, "country", country_name, _("Country"))
    language = code_filter(BookSeller, "language", language_name, _("Language of the shop"))

    class Meta:
        model = BookSeller
        fields = ["country", "language"]


class ReadByThoseWhoChangeEditions(ModelPermissionPolicy):
    """A seller is entered, changed and removed in the form of its edition."""

    def user_has_permission(self, user, action):
        return action == "view" and super().user_has_permission(user, "change")


class SellerIndexView(IndexView):
    any_permission_required = ["view"]

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("organization", "edition__book")

    def get_edit_url(self, instance):
        return reverse("wagtailsnippets_recommendations_edition:edit", args=[instance.edition_id])


class BookSellerViewSet(ModelViewSet):
    name = "book_sellers"
    model = BookSeller
    icon = "globe"
    menu_label = _("Sellers")
    copy_view_enabled = False
    sort_order_field = None
    index_view_class = SellerIndexView
    filterset_class = SellerFilterSet
    form_fields = []
    search_fields = ["organization__name_en", "organization__name_fr", "address", "edition__isbn"]
    ordering = ["organization__name_en", "pk"]
    list_display = [
        "organization",
        Column("edition", label=_("Edition"), accessor="edition"),
        Column("country", label=_("Country"), accessor="country_name", sort_key="country"),
        Column("language", label=_("Language of the shop"), accessor="language_name", sort_key="language"),
        "address",
    ]
    list_export = ["organization.name_en", "edition", "edition.isbn", "country", "language", "address"]
    export_headings = {"organization.name_en": _("Seller"), "edition.isbn": _("ISBN")}
    export_filename = "sellers"

    @property
    def permission_policy(self):
        return ReadByThoseWhoChangeEditions(Edition)

    def get_urlpatterns(self):
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in {"index", "index_results"}]

    def on_register(self):
        """The rows have no forms and no permissions of their own."""
        super(ModelViewSet, self).on_register()
