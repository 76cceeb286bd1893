"""People, groups and organizations as lists in the admin: what is searched, filtered, shown and exported.

Each person and group is one row, the English page: it is the record that both languages share.
"""

import django_filters
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn
from wagtail.models import ReferenceIndex
from wagtail.snippets.views.snippets import IndexView as SnippetIndexView

from migs_site.base.page_listings import (
    UPDATED,
    FrenchFilterSet,
    RecordIndexView,
    RecordTitleColumn,
    in_french,
)
from people.models import GroupPage, Membership, Organization, PersonPage
from people.sorting import sort_key


class PersonFilterSet(FrenchFilterSet):
    group = django_filters.ModelChoiceFilter(
        label=_("Group"),
        queryset=lambda request: GroupPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).order_by(
            "title"
        ),
        method="with_state",
        empty_label=_("All"),
    )
    membership = django_filters.ChoiceFilter(
        label=_("Membership"),
        choices=[
            ("current", pgettext_lazy("people", "Serve today")),
            ("former", pgettext_lazy("people", "Served formerly, not today")),
            ("none", pgettext_lazy("people", "Never served")),
        ],
        method="with_state",
        empty_label=_("All"),
    )

    class Meta:
        model = PersonPage
        fields = ["group", "membership", "standing", "french"]

    def with_state(self, queryset, name, value):
        """Both filters are one question, asked in filter_queryset: whether people serve in this group."""
        return queryset

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        group, state = (self.form.cleaned_data.get(name) for name in ("group", "membership"))
        rows = Membership.objects.filter(group=group) if group else Membership.objects.all()
        rows = rows.filter(person=OuterRef("pk"))
        ever, today = Exists(rows), Exists(rows.current())
        asked = {"current": today, "former": ever & ~today, "none": ~ever}
        return queryset.filter(asked.get(state) or (ever if group else Q()))


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
        Column("groups_today", label=_("Groups today"), accessor=lambda person: "; ".join(person.groups_today)),
        Column("standing_in_words", label=_("Standing"), sort_key="standing"),
        Column("position", label=_("Position"), sort_key="position"),
        Column("affiliation", label=_("Affiliation"), sort_key="affiliation"),
        Column("french", label=_("French page"), accessor=in_french),
        UPDATED,
        PageStatusColumn("status", label=_("Status"), sort_key="live"),
    ]


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


ROLES = ["is_partner", "is_funder", "is_collaborator", "is_seller"]


def roles_of(organization: Organization) -> str:
    """What an organization is to us, in words."""
    fields = [Organization._meta.get_field(name) for name in ROLES if getattr(organization, name)]
    return ", ".join(str(field.verbose_name) for field in fields)


def usage_of_organization(organization: Organization) -> str:
    return reverse("wagtailsnippets_people_organization:usage", args=[organization.pk])


class OrganizationIndexView(SnippetIndexView):
    """Organizations, each with the number of pages and records that name it (``uses``)."""

    def get_base_queryset(self):
        return super().get_base_queryset().annotate(uses=ReferenceIndex.usage_count_subquery(Organization))

    def to_row_dict(self, item):
        item.roles = roles_of(item)
        return super().to_row_dict(item)
