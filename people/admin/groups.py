"""The list of committees and groups in the admin: one row a group, the English page."""

import django_filters
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, NumberColumn
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
from people.models import GroupPage, Membership


class GroupFilterSet(FrenchFilterSet):
    confirmed = django_filters.ChoiceFilter(
        label=_("List of members"),
        choices=[("due", _("Not confirmed in the last two years"))],
        method="by_confirmation",
        empty_label=_("All"),
    )

    class Meta:
        model = GroupPage
        fields = ["kind", "confirmed", "french"]

    def by_confirmation(self, queryset, name, value):
        return queryset.to_confirm(timezone.localdate())


class GroupIndexView(RecordIndexView):
    def get_base_queryset(self):
        today = Membership.objects.current().filter(group=OuterRef("pk")).order_by().values("group")
        members = Subquery(today.annotate(members=Count("person", distinct=True)).values("members"))
        return super().get_base_queryset().annotate(members_today=Coalesce(members, 0))

    def search_queryset(self, queryset):
        return queryset.filter(title__icontains=self.search_query) if self.is_searching else queryset

    columns = [
        BulkActionsColumn("bulk_actions"),
        RecordTitleColumn(sort_key="title"),
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        NumberColumn("members_today", label=_("Members"), sort_key="members_today"),
        Column("confirmed_on", label=_("List confirmed"), sort_key="confirmed_on"),
        Column("french", label=_("French page"), accessor=in_french),
        UPDATED,
        PageStatusColumn("status", label=_("Status"), sort_key="live"),
    ]


class GroupListing(PageListingViewSet):
    name = "people_groups"
    menu_item_class = ListingMenuItem
    model = GroupPage
    icon = "group"
    menu_label = _("Committees and groups")
    index_view_class = GroupIndexView
    choose_parent_view_class = EnglishParentView
    filterset_class = GroupFilterSet
    columns = GroupIndexView.columns
    ordering = "title"
    list_export = [
        "title",
        "get_kind_display",
        "members_today",
        "confirmed_on",
        "french",
        "latest_revision_created_at",
        "status_string",
    ]
    export_headings = {
        "title": _("Name"),
        "get_kind_display": _("Kind"),
        "members_today": _("Members"),
        "confirmed_on": _("List confirmed"),
        "french": _("French page"),
        "latest_revision_created_at": _("Updated"),
        "status_string": _("Status"),
    }
    export_filename = "groups"
