"""Addressees in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from recommendations.models import Addressee


class AddresseeViewSet(SnippetViewSet):
    model = Addressee
    icon = "mail"
    menu_label = _("Addressees")
    menu_order = 230
    add_to_admin_menu = True
    list_display = ["name_en", "name_fr"]
    list_export = ["name_en", "name_fr"]
    copy_view_enabled = False
    panels = [FieldRowPanel([FieldPanel("name_en"), FieldPanel("name_fr")]), FieldPanel("slug")]


register_snippet(AddresseeViewSet)
