"""The page that asks for gifts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from migs_site.base.blocks import PROSE, BodyBlock
from migs_site.base.pages import SitePage


class DonatePageQuerySet(PageQuerySet):
    def without_button(self):
        """Pages that cannot send donors on: without a target, or one without an address for the page's language."""
        has_own = Q(locale__language_code="fr") & Q(target__address_fr__gt="")
        hidden = self.filter(Q(target=None) | (Q(target__address_en="") & ~has_own))
        return hidden.select_related("target", "locale")


class DonatePage(SitePage):
    """What a gift supports, what the donor receives, and how to give. Printed addresses lead here."""

    introduction = models.TextField(_("introduction"))
    supports = RichTextField(_("what gifts support"), features=PROSE)
    tax_receipt = RichTextField(_("tax receipt"), features=PROSE)
    how = RichTextField(
        _("how to give"),
        features=PROSE,
        help_text=_("Shown below the button, or on its own until there is an address."),
    )
    target = models.ForeignKey(
        "donations.DonationTarget",
        verbose_name=_("donation target"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The button appears once this target has an address."),
    )
    button = models.CharField(_("button"), max_length=60)
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    objects = PageManager.from_queryset(DonatePageQuerySet)()

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("supports"),
        FieldPanel("tax_receipt"),
        MultiFieldPanel([FieldPanel("target"), FieldPanel("button"), FieldPanel("how")], heading=_("Giving")),
        FieldPanel("body"),
    ]
    search_fields = [*SitePage.search_fields, index.SearchField("introduction"), index.SearchField("supports")]
    parent_page_types = ["migs_site.HomePage"]
    subpage_types = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("donate page")

    @property
    def shows_contact_details(self) -> bool:
        """Where there is no button, donors are told how to reach the institute."""
        return not (self.target and self.target.address)
