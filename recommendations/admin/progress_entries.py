"""The list of progress entries in the admin."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from recommendations.models import ProgressEntry, ProgressSource


class ProgressEntryIndexView(IndexView):
    def _get_title_column(self, field_name, column_class=TitleColumn, **kwargs):
        """A draft may have no date yet; its row leads to its form all the same."""
        return super()._get_title_column(field_name, column_class, accessor=date_or_words, **kwargs)

    def get_base_queryset(self):
        rows = super().get_base_queryset().select_related("recommendation", "set", "recommendation__addressee")
        sources = ProgressSource.objects.filter(entry=OuterRef("pk")).order_by()
        counted = sources.values("entry").annotate(number=Count("pk")).values("number")
        return rows.annotate(source_count=Coalesce(Subquery(counted), 0))


def date_or_words(entry: ProgressEntry) -> str:
    return entry.date or gettext("No date yet")


class ProgressEntryViewSet(SnippetViewSet):
    model = ProgressEntry
    icon = "tasks"
    menu_label = _("Progress")
    index_view_class = ProgressEntryIndexView
    list_display = [
        "date",
        Column("about", label=_("About")),
        Column("status_label", label=_("Status"), sort_key="status"),
        Column("source_count", label=_("Sources"), sort_key="source_count"),
        BooleanColumn("live", label=pgettext_lazy("progress entry", "Public"), sort_key="live"),
    ]
    list_filter = {"status": ["exact"], "live": ["exact"], "set": ["exact"], "recommendation__addressee": ["exact"]}
    list_export = ["date", "about", "status", "judgement_en", "judgement_fr", "answer_en", "answer_fr", "live"]
    search_fields = ["date", "judgement_en", "judgement_fr", "answer_en", "answer_fr", "recommendation__title"]
    ordering = ["-date", "-pk"]
    copy_view_enabled = False
