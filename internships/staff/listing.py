"""The list of applications in the admin, each row as the one who reads it may see it."""

from django.db.models import F
from django.db.models.functions import ExtractDay, Now
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView

from internships.models import Application, InternshipSettings
from internships.models.querysets import WAITING
from internships.models.visibility import may_coordinate
from internships.staff.bounded_pages import MOST, BoundedPaginator
from internships.staff.saved_views import saved_views_of
from internships.staff.spreadsheet import RecordedExport
from internships.staff.summaries import WITH_REVIEWS, summary

LONG = ["typed", "availability", "message", "words", "neutral_words"]
NOT_OF_A_LIST = ["p", "_w_filter_fragment"]


def list_query(query: QueryDict) -> str:
    """What narrows down and orders a list, without the page of it that is shown."""
    kept = query.copy()
    for name in NOT_OF_A_LIST:
        kept.pop(name, None)
    return kept.urlencode()


def project_titles(application: Application) -> str:
    return ", ".join(project.title for project in application.projects.all())


def number_of_flags(application: Application) -> str:
    return str(len(application.flags) or "")


class ApplicationIndexView(RecordedExport, IndexView):
    """Who may see a list at all is said by its policy; which rows, by ``visible_to``."""

    any_permission_required = ["view"]
    paginator_class = BoundedPaginator
    template_name = "internships/admin/listing.html"
    results_template_name = "internships/admin/listing_results.html"

    def get_base_queryset(self):
        found = Application.objects.visible_to(self.request.user).select_related("handled_by")
        return found.defer(*LONG).annotate(days=ExtractDay(Now() - F("received_at")))

    def get_queryset(self):
        return super().get_queryset().prefetch_related("projects", *WITH_REVIEWS)

    def order_queryset(self, queryset):
        """Of two alike always the same first."""
        last = "pk" if not self.ordering.startswith("-") else "-pk"
        return queryset.order_by(self.ordering, last)

    def search_queryset(self, queryset):
        return queryset.matching(self.search_query, "words" if self.coordinates else "neutral_words", few=MOST)

    @cached_property
    def coordinates(self) -> bool:
        return may_coordinate(self.request.user)

    @cached_property
    def columns(self):
        return self.columns_of_coordinators() if self.coordinates else self.columns_of_reviewers()

    def columns_of_coordinators(self) -> list[Column]:
        return [
            TitleColumn("reference", label=_("Reference number"), sort_key="reference", get_url=self.get_inspect_url),
            TitleColumn("name", label=_("Name"), sort_key="name", get_url=self.get_inspect_url),
            *self.columns_of_all(),
            Column("handled_by", label=_("Handled by")),
            Column("flags", label=_("Flags"), accessor=number_of_flags),
            Column("reviews", label=_("Reviews"), accessor=summary),
        ]

    def columns_of_reviewers(self) -> list[Column]:
        """Without names, and without what others think."""
        return [
            TitleColumn("reference", label=_("Reference number"), sort_key="reference", get_url=self.get_inspect_url),
            *self.columns_of_all(),
            Column("mine", label=_("My review"), accessor=self.own_review),
        ]

    def columns_of_all(self) -> list[Column]:
        return [
            DateColumn("received_at", label=_("Received"), sort_key="received_at"),
            Column("days", label=_("Waiting"), accessor=self.days_waiting),
            Column("state", label=_("State"), accessor="get_state_display"),
            Column("projects", label=_("Projects"), accessor=project_titles),
            Column("level", label=_("Level of study"), accessor="get_level_display"),
        ]

    @cached_property
    def reply_days(self) -> int | None:
        return InternshipSettings.current().reply_days

    def days_waiting(self, application: Application) -> str:
        if application.state not in WAITING:
            return ""
        days = ngettext("%(number)d day", "%(number)d days", application.days) % {"number": application.days}
        is_overdue = self.reply_days and application.days >= self.reply_days
        return pgettext("waiting", "%(days)s, overdue") % {"days": days} if is_overdue else days

    def own_review(self, application: Application) -> str:
        own = [review for review in application.reviews.all() if review.reviewer_id == self.request.user.pk]
        return pgettext("review", "Given") if own else pgettext("review", "To do")

    def get_inspect_url(self, instance):
        """With the list that it stands in, so that its page can lead to the next of that list."""
        address, query = reverse(self.inspect_url_name, args=[instance.pk]), list_query(self.request.GET)
        return f"{address}?{query}" if query else address

    def get_context_data(self, *args, **kwargs):
        views = saved_views_of(self.request.user, self.request.GET)
        return super().get_context_data(*args, saved_views=views, **kwargs)
