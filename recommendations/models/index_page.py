"""The page of all recommendations, set by set."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from migs_site.base.long_lists import page_of
from migs_site.base.pages import SitePage
from migs_site.base.primary_pages import of_primary
from migs_site.base.versions import narrow

from .querysets import group_by_addressee, size_if_more
from .recommendation_page import RecommendationPage
from .set_page import RecommendationSetPage

# How much of each list one page shows.
SETS_SHOWN = 10
FIRST_SHOWN = 20
SET_COLUMNS = ("slug", "path", "introduction", "addressed_to", "launched_on", "launched_at", "wording_note")


class RecommendationIndexPage(SitePage):
    """All sets of recommendations, each grouped by addressee."""

    introduction = models.TextField(_("introduction"), blank=True)

    content_panels = [*SitePage.content_panels, FieldPanel("introduction")]
    search_fields = [*SitePage.search_fields, index.SearchField("introduction")]
    parent_page_types = ["migs_site.HomePage"]
    subpage_types = ["recommendations.RecommendationSetPage", "recommendations.ProgressPage"]
    max_count_per_parent = 1
    read_parameters = ("page",)

    class Meta:
        verbose_name = _("recommendations index")

    @property
    def quoted_pages(self) -> list[RecommendationSetPage]:
        """The sets whose introductions it shows."""
        return getattr(self, "sets_shown", [])

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        sets = RecommendationSetPage.objects.child_of(self).live().order_by(of_primary("path"))
        shown = page_of(request, narrow(sets, *SET_COLUMNS), SETS_SHOWN)
        shown.object_list = self.sets_shown = list(shown.object_list)
        first = RecommendationPage.objects.first_of_each_set(shown.object_list, FIRST_SHOWN)
        by_set = {page: [each for each in first if each.path.startswith(page.path)] for page in shown.object_list}
        context["progress"] = narrow(self.first_page("recommendations.ProgressPage")).first()
        context["shown"] = shown
        context["sets"] = [(page, group_by_addressee(listed), size_if_more(listed)) for page, listed in by_set.items()]
        return context
