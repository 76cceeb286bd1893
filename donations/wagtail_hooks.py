"""Donation targets in the admin: where gifts go, how many donors were sent, and when the button is hidden."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.admin.ui.components import Component
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from donations.models import DonatePage, DonationTarget


class DonorsSentPanel(Panel):
    """How many donors were sent to this target, by month. Nobody can change it."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "donations/admin/donors_sent.html"

        def is_shown(self):
            return self.instance.pk is not None

        def get_context_data(self, parent_context=None):
            return super().get_context_data(parent_context) | {"months": self.instance.counts.by_month()}


class DonationTargetViewSet(SnippetViewSet):
    model = DonationTarget
    icon = "site"
    menu_label = _("Donation targets")
    menu_order = 240
    add_to_admin_menu = True
    list_display = ["name_en", "address_en", "address_fr", "designation_en"]
    copy_view_enabled = False
    panels = [
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("name_en"), FieldPanel("name_fr")]), FieldPanel("slug")], heading=_("Name")
        ),
        MultiFieldPanel(
            [
                FieldPanel("address_en"),
                FieldPanel("address_fr"),
                FieldRowPanel([FieldPanel("designation_en"), FieldPanel("designation_fr")]),
            ],
            heading=_("Where gifts go"),
        ),
        DonorsSentPanel(heading=_("Donors sent there, by month")),
    ]


register_snippet(DonationTargetViewSet)


class HiddenButtonWarning(Component):
    """On the first page of the admin: a live donate page whose button is hidden, for want of an address."""

    order = 90
    template_name = "donations/admin/hidden_button.html"

    def __init__(self, pages):
        self.pages = pages

    def get_context_data(self, parent_context):
        return {"pages": self.pages}


@hooks.register("construct_homepage_panels")
def warn_of_hidden_button(request, panels):
    pages = list(DonatePage.objects.live().without_button())
    if pages:
        panels.append(HiddenButtonWarning(pages))
