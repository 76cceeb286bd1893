"""The page of progress: every recommendation in one table, with its picture, files and feeds."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.db import models
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.search import index

from migs_site.base.pages import SitePage, localize
from recommendations.models import Addressee, ProgressEntry
from recommendations.progress_table.counts import segments, sets_by_path
from recommendations.progress_table.exports import as_csv, as_json
from recommendations.progress_table.feeds import NEWEST, feed
from recommendations.progress_table.query import ProgressFilter, parse_query
from recommendations.progress_table.rows import visible_columns

ROWS_SHOWN = 50


class ProgressPage(RoutablePageMixin, SitePage):
    """What became of all recommendations, for people and for programs."""

    introduction = models.TextField(_("introduction"), blank=True)
    method = models.TextField(
        _("how the recommendations are assessed"),
        blank=True,
        help_text=_(
            "By whom, on what basis and how often. Shown above the table, even before anything has been assessed."
        ),
    )

    content_panels = [*SitePage.content_panels, FieldPanel("introduction"), FieldPanel("method")]
    search_fields = [*SitePage.search_fields, index.SearchField("introduction"), index.SearchField("method")]
    parent_page_types = ["recommendations.RecommendationIndexPage"]
    subpage_types = []
    max_count_per_parent = 1
    read_parameters = (*ProgressFilter.base_fields, "page")

    class Meta:
        verbose_name = _("progress page")
        verbose_name_plural = _("progress pages")

    def get_context(self, request, *args, slug: str = "", **kwargs):
        """The table with what stands around it; where an addressee's identifier is given, theirs alone."""
        context = super().get_context(request, *args, **kwargs)
        query = parse_query({"addressee": slug} if slug else request.GET, self)
        sizes = [(each, size, self.address(request, "addressee", slug=each.slug)) for each, size in query.addressees]
        context["addressee"] = next((each for each, _size in query.addressees if each.slug == slug), None)
        if slug and not context["addressee"]:
            raise Http404
        context["form"], context["addressees"] = query.form, sizes
        context["total"] = sum(size for _addressee, size in query.addressees)
        context["shown"] = query.page(request.GET.get("page"), ROWS_SHOWN)
        context["columns"] = visible_columns(context["shown"].object_list)
        context["facts"], context["outcomes"] = query.set_facts, query.outcomes()
        context["outcome_count"] = query.outcome_count
        context["summary"] = query.summary(context["total"])
        context["chosen"] = ", ".join(query.form.chosen())
        here, filters = self.get_url(request), {name: value for name, value in query.filters.items() if value}
        if query.assessed_count:
            context["segments"] = segments(
                query.count_by_status, lambda status: here + query_string(filters | {"status": status})
            )
        context["filters"], context["query_string"] = filters, query_string(filters)
        context["csv_address"], context["json_address"] = self.address(request, "csv"), self.address(request, "json")
        context["feed_address"] = self.address(request, "feed")
        if slug:
            context["whole_feed_address"] = context["feed_address"]
            context["feed_address"] = self.address(request, "addressee_feed", slug=slug)
        return context

    def get_cached_paths(self):
        """Everything that this page answers, for what keeps it in front of the site."""
        addressees = Addressee.objects.values_list("slug", flat=True)
        with translation.override(self.locale.language_code):
            below = [self.reverse_subpage(name) for name in ("csv", "json", "feed")]
            for name in ("addressee", "addressee_feed"):
                below += [self.reverse_subpage(name, kwargs={"slug": slug}) for slug in addressees]
        return ["/", *(f"/{path}" for path in below)]

    def address(self, request, name: str, **kwargs) -> str:
        """Where this page answers something below its own address."""
        return (self.get_url(request) or "") + self.reverse_subpage(name, kwargs=kwargs)

    @classmethod
    def feed_route(cls) -> str:
        """What follows the address of this page in that of its feed."""
        return cls.get_resolver().reverse("feed")

    @path("csv/", name="csv")
    def rows_as_csv(self, request):
        return self.rows_as(as_csv, request)

    @path("json/", name="json")
    def rows_as_json(self, request):
        return self.rows_as(as_json, request)

    def rows_as(self, export: Callable, request) -> HttpResponse:
        """All rows of a query. One that cannot be read is answered with one sentence and no rows."""
        query = parse_query(request.GET, self)
        if query.form.errors:
            sentences = [sentence for errors in query.form.errors.values() for sentence in errors]
            return HttpResponseBadRequest(" ".join(sentences), content_type="text/plain; charset=utf-8")
        return export(query.whole_rows(), query.outcomes(), request)

    @path(_("addressees/<slug:slug>/"), name="addressee")
    def addressee(self, request, slug):
        return self.render(request, slug=slug, template="recommendations/addressee.html")

    @path(_("changes/"), name="feed")
    def changes(self, request):
        return self.feed_of(ProgressEntry.objects.changes(), request, title=self.title, address="feed")

    @path(_("addressees/<slug:slug>/changes/"), name="addressee_feed")
    def changes_of_addressee(self, request, slug):
        addressee = Addressee.objects.filter(slug=slug).first()
        if addressee is None:
            raise Http404
        changes = ProgressEntry.objects.changes().filter(
            Q(recommendation__addressee=addressee) | Q(set__addressee=addressee)
        )
        title = f"{self.title}, {addressee.name}"
        return self.feed_of(changes, request, title=title, address="addressee_feed", slug=slug)

    def feed_of(self, changes, request, *, title: str, address: str, **kwargs) -> HttpResponse:
        """The newest of these changes, each with the pages it is about in this page's language."""
        entries, sets = list(changes[:NEWEST]), sets_by_path(self.locale_id)
        for entry in entries:
            entry.set_title = title_of_set(entry, sets)
        for name in ("recommendation", "set"):
            localize([entry for entry in entries if getattr(entry, name)], name, self.locale_id)
        about = self.get_url(request)
        if kwargs:
            about = self.address(request, "addressee", **kwargs)
        address = self.address(request, address, **kwargs)
        return feed(title=title, page=self, entries=entries, address=address, about=about)


def title_of_set(entry: ProgressEntry, sets: dict) -> str:
    """The title of the set of an entry, in the language that ``sets`` were asked for in."""
    if entry.set:
        return sets[entry.set.path][1].title
    _slug, page = sets.get(entry.recommendation.path[: -entry.recommendation.steplen], ("", None))
    return page.title if page else ""


def query_string(filters: dict[str, str]) -> str:
    return f"?{urlencode(filters)}" if filters else ""
