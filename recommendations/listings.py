"""Addressees and progress entries as lists in the admin."""

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from recommendations.models import Addressee, ProgressEntry, ProgressSource


class AddresseeIndexView(IndexView):
    def get_base_queryset(self):
        """With the number of recommendations; those of the English pages, which are the record."""
        english = Count("recommendations", filter=Q(recommendations__locale__language_code="en"))
        return super().get_base_queryset().annotate(addressed=english)


class AddresseeViewSet(SnippetViewSet):
    model = Addressee
    icon = "mail"
    menu_label = _("Addressees")
    index_view_class = AddresseeIndexView
    list_display = [
        "name_en",
        "name_fr",
        Column("get_kind_display", label=_("Kind"), sort_key="kind"),
        Column("jurisdiction_en", label=_("Jurisdiction"), sort_key="jurisdiction_en"),
        Column("addressed", label=_("Recommendations"), sort_key="addressed"),
    ]
    list_filter = ["kind", "jurisdiction_en"]
    list_export = ["name_en", "name_fr", "kind", "jurisdiction_en", "jurisdiction_fr", "addressed"]
    export_headings = {"addressed": _("Recommendations")}
    search_fields = ["name_en", "name_fr", "jurisdiction_en", "jurisdiction_fr"]
    copy_view_enabled = False
    panels = [
        FieldRowPanel([FieldPanel("name_en"), FieldPanel("name_fr")], heading=_("Name")),
        FieldPanel("kind"),
        FieldRowPanel([FieldPanel("jurisdiction_en"), FieldPanel("jurisdiction_fr")], heading=_("Jurisdiction")),
        FieldPanel("slug"),
    ]


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
