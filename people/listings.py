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
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem as AdminMenuItem
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import ButtonsColumnMixin, Column, DateColumn, NumberColumn, TitleColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn
from wagtail.admin.views.generic import BaseListingView
from wagtail.admin.views.pages.choose_parent import ChooseParentView
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.widgets.button import Button, ButtonWithDropdownFromHook
from wagtail.models import ReferenceIndex
from wagtail.permissions import page_permission_policy
from wagtail.snippets.views.snippets import IndexView as SnippetIndexView
from wagtail_localize.wagtail_hooks import page_listing_more_buttons

from people.models import GroupPage, Membership, Organization, PersonPage
from people.sorting import sort_key

FRENCH = {
    True: pgettext_lazy("translation", "on the site"),
    False: pgettext_lazy("translation", "draft"),
    None: pgettext_lazy("translation", "none"),
}
# For each choice of a filter, whether the French page is live; None where there is none.
FRENCH_CHOICES = {"live": True, "draft": False, "none": None}
UPDATED = DateColumn("latest_revision_created_at", label=_("Updated"), sort_key="latest_revision_created_at")


def english(pages):
    return pages.filter(locale__language_code=settings.LANGUAGE_CODE)


def in_french(record) -> str:
    return str(FRENCH[record.french_is_live])


class FrenchFilterSet(WagtailFilterSet):
    """Records by how far their French page is. Their own language is always English."""

    french = django_filters.ChoiceFilter(
        label=_("French page"),
        choices=[(choice, FRENCH[is_live]) for choice, is_live in FRENCH_CHOICES.items()],
        method="by_french",
        empty_label=_("All"),
    )

    def _add_locale_filter(self):
        """None: every row is in English."""

    def by_french(self, queryset, name, value):
        return queryset.filter(french_is_live=FRENCH_CHOICES[value])


class ListingMenuItem(AdminMenuItem):
    """Shown to those who have pages to look at; without this, to everybody in the admin."""

    def is_shown(self, request):
        return page_permission_policy.user_has_any_permission(request.user, {"add", "change", "publish"})


class MoreButtons(ButtonWithDropdownFromHook):
    """What can be done with a page, without the two buttons of wagtail-localize: for these alone it asks the database
    four times for each row. Both are also in the editor of the page.
    """

    @cached_property
    def dropdown_buttons(self):
        asked = {"page": self.page, "user": self.user, "next_url": self.next_url}
        offers = [offer for offer in hooks.get_hooks(self.hook_name) if offer is not page_listing_more_buttons]
        found = [button for offer in offers for button in offer(**asked)]
        items = [item for item in found if isinstance(item, MenuItem) and item.is_shown(self.user)]
        buttons = [button for button in found if not isinstance(button, MenuItem) and button.show]
        return [Button.from_menu_item(item) for item in items] + buttons


class RecordTitleColumn(ButtonsColumnMixin, TitleColumn):
    """The title of a page, which leads to its editor, and a menu of what else can be done with it."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Name"))
        super().__init__("title", get_url=edit_address, get_title_id=title_id, **kwargs)

    def get_buttons(self, instance, parent_context):
        request = parent_context["request"]
        label = gettext("More options for '%(title)s'") % {"title": instance.title}
        more = MoreButtons(
            "",
            hook_name="register_page_listing_more_buttons",
            page=instance,
            user=request.user,
            next_url=request.path,
            icon_name="dots-horizontal",
            attrs={"aria-label": label},
        )
        return [more] if more.show else []


def edit_address(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def title_id(page) -> str:
    """What the box for choosing a row calls the row by."""
    return f"page_{page.pk}_title"


class EnglishParentView(ChooseParentView):
    """Asks below which English page a new page shall stand, and only where there are several: French follows."""

    def get_valid_parent_pages(self, user):
        return english(super().get_valid_parent_pages(user))


class RecordIndexView(IndexView):
    """English pages of one type, each with whether its French page is live (``french_is_live``; None without one)."""

    def get_base_queryset(self):
        twins = self.model.objects.filter(translation_key=OuterRef("translation_key"), locale__language_code="fr")
        pages = english(super().get_base_queryset())
        return pages.annotate(french_is_live=Subquery(twins.values("live")[:1]))

    def get_ordering(self):
        """The same order whether staff search or not."""
        return BaseListingView.get_ordering(self)

    def order_queryset(self, queryset):
        return queryset.order_by(self.ordering, "pk")

    def to_row_dict(self, item):
        item.french = in_french(item)
        return super().to_row_dict(item)


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
