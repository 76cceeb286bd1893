"""The list of addressees in the admin, and their form."""

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from recommendations.models import Addressee


class AddresseeIndexView(IndexView):
    def get_base_queryset(self):
        """With the number of recommendations; those of the English pages, which stand for both languages."""
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
