"""Donation targets in the admin: where gifts go, how many donors were sent, and when the button is hidden."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from donations.models import DonatePage, DonationTarget
from migs_site.editorial.attention import AttentionItem


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
    menu_label = pgettext_lazy("donations", "Targets")
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
        DonorsSentPanel(heading=_("Donors referred, by month")),
    ]


class DonationsMenu(SnippetViewSetGroup):
    menu_label = pgettext_lazy("menu", "Donations")
    menu_name = "donations-menu"
    menu_icon = "site"
    menu_order = 240
    items = [DonationTargetViewSet]


register_snippet(DonationsMenu)


@hooks.register("needs_attention")
def hidden_buttons(request) -> list[AttentionItem]:
    """Live donate pages whose button is hidden, for want of an address."""
    return [hidden_button(page, request.user) for page in DonatePage.objects.live().without_button()]


def hidden_button(page: DonatePage, user) -> AttentionItem:
    """Leads to the target for those who may say where gifts go, and to the page for others."""
    names = {"title": page.title, "locale": page.locale, "target": page.target}
    edit_page = reverse("wagtailadmin_pages:edit", args=[page.pk])
    if not page.target:
        sentence = _("The donate button is hidden on “%(title)s” (%(locale)s): the page has no donation target.")
        return AttentionItem(sentence % names, edit_page)
    sentence = _(
        "The donate button is hidden on “%(title)s” (%(locale)s): the donation target “%(target)s” has no address."
    )
    edit_target = reverse("wagtailsnippets_donations_donationtarget:edit", args=[page.target_id])
    return AttentionItem(
        sentence % names, edit_target if user.has_perm("donations.change_donationtarget") else edit_page
    )
