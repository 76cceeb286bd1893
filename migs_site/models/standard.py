"""A page of text: the institute's profile, graduate studies, and whatever comes later."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from migs_site.base.blocks import BodyBlock
from migs_site.base.pages import SitePage


class StandardPage(SitePage):
    """An introduction, and a body built from blocks."""

    introduction = models.TextField(_("introduction"), blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    content_panels = [*SitePage.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    search_fields = [*SitePage.search_fields, index.SearchField("introduction"), index.SearchField("body")]
    parent_page_types = ["migs_site.HomePage", "migs_site.StandardPage"]
    subpage_types = ["migs_site.StandardPage", "migs_site.ProjectPage"]

    class Meta:
        verbose_name = _("text page")
