"""Pages of one type as a list in the admin: one row the English page, with how far its French page is."""

import django_filters
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem as AdminMenuItem
from wagtail.admin.ui.tables import ButtonsColumnMixin, DateColumn, TitleColumn
from wagtail.admin.views.generic import BaseListingView
from wagtail.admin.views.pages.choose_parent import ChooseParentView
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.wagtail_hooks import page_listing_more_buttons
from wagtail.admin.widgets.button import ButtonWithDropdownFromHook
from wagtail.permissions import page_permission_policy

from migs_site.base.primary_pages import primary

FRENCH = {
    True: pgettext_lazy("translation", "live"),
    False: pgettext_lazy("translation", "draft"),
    None: pgettext_lazy("translation", "none"),
}
# For each choice of a filter, whether the French page is live; None where there is none.
FRENCH_CHOICES = {"live": True, "draft": False, "none": None}
# For the menu of a row, a hook of its own: in Wagtail's, wagtail-localize asks the database up to four times a row for
# two buttons that are in the editor as well.
PAGE_MENU_HOOK = "register_page_menu_buttons"
hooks.register(PAGE_MENU_HOOK, page_listing_more_buttons)
UPDATED = DateColumn("latest_revision_created_at", label=_("Updated"), sort_key="latest_revision_created_at")


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


class RecordTitleColumn(ButtonsColumnMixin, TitleColumn):
    """The title of a page, which leads to its editor, and a menu of what else can be done with it."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Name"))
        super().__init__("title", get_url=edit_address, get_title_id=title_id, **kwargs)

    def get_buttons(self, instance, parent_context):
        request = parent_context["request"]
        label = gettext("More options for '%(title)s'") % {"title": instance.title}
        more = ButtonWithDropdownFromHook(
            "",
            hook_name=PAGE_MENU_HOOK,
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
        return super().get_valid_parent_pages(user).filter(primary())


class RecordIndexView(IndexView):
    """English pages of one type, each with whether its French page is live (``french_is_live``; None without one)."""

    def get_base_queryset(self):
        versions = self.model.objects.filter(translation_key=OuterRef("translation_key"), locale__language_code="fr")
        pages = super().get_base_queryset().filter(primary())
        return pages.annotate(french_is_live=Subquery(versions.values("live")[:1]))

    def get_ordering(self):
        """The same order whether staff search or not."""
        return BaseListingView.get_ordering(self)

    def order_queryset(self, queryset):
        return queryset.order_by(self.ordering, "pk")

    def to_row_dict(self, item):
        item.french = in_french(item)
        return super().to_row_dict(item)
