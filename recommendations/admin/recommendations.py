"""The list of recommendations in the admin: one row the English page, which stands for both languages."""

import django_filters
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn
from wagtail.admin.viewsets.pages import PageListingViewSet

from migs_site.base.page_listings import (
    UPDATED,
    EnglishParentView,
    FrenchFilterSet,
    ListingMenuItem,
    RecordIndexView,
    RecordTitleColumn,
    in_french,
)
from migs_site.base.primary_pages import primary
from recommendations.models import Addressee, RecommendationPage, RecommendationSetPage, Status
from recommendations.models.cited_words import PRINTED


class RecommendationFilterSet(FrenchFilterSet):
    set = django_filters.ModelChoiceFilter(
        label=_("Set"),
        queryset=lambda request: RecommendationSetPage.objects.filter(primary()).order_by("path"),
        method="of_set",
        empty_label=_("All"),
    )
    addressee = django_filters.ModelChoiceFilter(
        label=_("Addressee"), queryset=Addressee.objects.order_by("name_en", "pk"), empty_label=_("All")
    )
    status = django_filters.ChoiceFilter(
        label=pgettext_lazy("recommendation", "Status"), choices=Status.choices, empty_label=_("All")
    )
    due = django_filters.ChoiceFilter(
        label=_("Assessment"),
        choices=[("yes", pgettext_lazy("recommendations", "Due for assessment"))],
        method="if_due",
        empty_label=_("All"),
    )

    class Meta:
        model = RecommendationPage
        fields = ["set", "addressee", "status", "due", "french"]

    def of_set(self, queryset, name, value):
        return queryset.descendant_of(value)

    def if_due(self, queryset, name, value):
        return queryset.due_for_assessment(timezone.localdate())


class RecommendationIndexView(RecordIndexView):
    def get_base_queryset(self):
        sets = RecommendationSetPage.objects.filter(path=OuterRef("within"))
        rows = super().get_base_queryset().english_with_status().with_place()
        # Wagtail reads each row again as what it is, and what was selected with it would be lost.
        return rows.annotate(set_title=Subquery(sets.values("title"))).prefetch_related("addressee")

    def order_queryset(self, queryset):
        return queryset.order_by(self.ordering, "within", "number", "pk")

    def search_queryset(self, queryset):
        """Those in whose statement or addressee every word is found; a figure finds a number as well."""
        for word in self.search_query.split() if self.is_searching else []:
            found = Q(statement__icontains=word) | Q(addressee__name_en__icontains=word)
            found |= Q(addressee__name_fr__icontains=word) | Q(title__istartswith=f"{word}.")
            queryset = queryset.filter(found)
        return queryset

    columns = [
        BulkActionsColumn("bulk_actions"),
        RecordTitleColumn(label=_("Recommendation"), sort_key="number"),
        Column("set", label=_("Set"), accessor="set_title", sort_key="within"),
        Column("addressee", label=_("Addressee"), accessor="addressee.name", sort_key="addressee__name_en"),
        Column("status", label=pgettext_lazy("recommendation", "Status"), accessor="status_label", sort_key="status"),
        Column("assessed_on", label=_("Last assessed"), sort_key="assessed_on"),
        PageStatusColumn("english", label=_("English page"), sort_key="live"),
        Column("french", label=_("French page"), accessor=in_french),
        UPDATED,
    ]


class RecommendationListing(PageListingViewSet):
    name = "recommendations"
    menu_item_class = ListingMenuItem
    model = RecommendationPage
    icon = "list-ol"
    menu_label = _("Recommendations")
    index_view_class = RecommendationIndexView
    choose_parent_view_class = EnglishParentView
    filterset_class = RecommendationFilterSet
    columns = RecommendationIndexView.columns
    ordering = "within"
    list_export = [
        "number",
        "statement",
        *PRINTED,
        "set_title",
        "addressee.name",
        "status_label",
        "assessed_on",
        "status_string",
        "french",
        "latest_revision_created_at",
    ]
    export_headings = {
        "set_title": _("Set"),
        "addressee.name": _("Addressee"),
        "status_label": pgettext_lazy("recommendation", "Status"),
        "assessed_on": _("Last assessed"),
        "status_string": _("English page"),
        "french": _("French page"),
        "latest_revision_created_at": _("Updated"),
    }
    export_filename = "recommendations"
