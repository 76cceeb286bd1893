"""The list of people in the admin: one row a person, the English page."""

import django_filters
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q
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
from people.models import GroupPage, Membership, PersonPage
from people.sorting import sort_key


class PersonFilterSet(FrenchFilterSet):
    group = django_filters.ModelChoiceFilter(
        label=_("Group"),
        queryset=lambda request: GroupPage.objects.filter(primary()).order_by("title"),
        method="with_state",
        empty_label=_("All"),
    )
    membership = django_filters.ChoiceFilter(
        label=_("Membership"),
        choices=[
            ("current", pgettext_lazy("people", "Serving today")),
            ("former", pgettext_lazy("people", "Served in the past, not today")),
            ("none", pgettext_lazy("people", "Never served")),
        ],
        method="with_state",
        empty_label=_("All"),
    )

    class Meta:
        model = PersonPage
        fields = ["group", "membership", "standing", "french"]

    def with_state(self, queryset, name, value):
        """Does nothing: filter_queryset applies both filters together, whether people serve in this group."""
        return queryset

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        group, state = (self.form.cleaned_data.get(name) for name in ("group", "membership"))
        rows = Membership.objects.filter(group=group) if group else Membership.objects.all()
        rows = rows.filter(person=OuterRef("pk"))
        ever, today = Exists(rows), Exists(rows.current())
        conditions = {"current": today, "former": ever & ~today, "none": ~ever}
        return queryset.filter(conditions.get(state) or (ever if group else Q()))


class PersonIndexView(RecordIndexView):
    def get_base_queryset(self):
        groups = Membership.objects.current().filter(person=OuterRef("pk")).order_by("group__path")
        people = super().get_base_queryset().filter(merged_into=None)
        return people.annotate(groups_today=ArraySubquery(groups.values("group__title")))

    def search_queryset(self, queryset):
        """People in whose name, position or affiliation every word is found; accents and capitals do not matter in
        names."""
        for word in self.search_query.split() if self.is_searching else []:
            name = Q(sort_key__contains=sort_key(word)) if sort_key(word) else Q(title__icontains=word)
            queryset = queryset.filter(name | Q(position__icontains=word) | Q(affiliation__icontains=word))
        return queryset

    columns = [
        BulkActionsColumn("bulk_actions"),
        RecordTitleColumn(sort_key="sort_key"),
        Column("groups_today", label=_("Current groups"), accessor=lambda person: "; ".join(person.groups_today)),
        Column("standing_in_words", label=_("Standing"), sort_key="standing"),
        Column("position", label=_("Position"), sort_key="position"),
        Column("affiliation", label=_("Affiliation"), sort_key="affiliation"),
        Column("french", label=_("French page"), accessor=in_french),
        UPDATED,
        PageStatusColumn("status", label=_("Status"), sort_key="live"),
    ]


class PersonListing(PageListingViewSet):
    name = "people"
    menu_item_class = ListingMenuItem
    model = PersonPage
    icon = "user"
    menu_label = _("People")
    index_view_class = PersonIndexView
    choose_parent_view_class = EnglishParentView
    filterset_class = PersonFilterSet
    columns = PersonIndexView.columns
    ordering = "sort_key"
    list_export = [
        "title",
        "sort_name",
        "groups_today",
        "position",
        "affiliation",
        "french",
        "latest_revision_created_at",
        "status_string",
    ]
    export_headings = {
        "title": _("Name"),
        "groups_today": _("Current groups"),
        "french": _("French page"),
        "latest_revision_created_at": _("Updated"),
        "status_string": _("Status"),
    }
    export_filename = "people"
