"""The first page of each language."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from migs_site.base.blocks import BilingualPageChooserBlock, BodyBlock, destination
from migs_site.base.packed_rows import packed, unpacked
from migs_site.base.pages import SitePage, linked_pages
from migs_site.base.versions import LINKED_BY
from migs_site.metadata.structured_data import absolute, institute_named

from .contact import dialled


class PurposeBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=60)
    text = blocks.TextBlock(label=_("Text"))
    page = BilingualPageChooserBlock(
        label=_("Linked page"),
        required=False,
        help_text=_("The page with more information. Its title becomes the link."),
    )

    class Meta:
        icon = "pick"
        label = _("Purpose")
        template = "blocks/purpose.html"
        preview_template = "blocks/previews/purposes.html"
        description = _("One of the institute’s purposes, shown below the introduction.")

    def get_preview_value(self):
        words = {"title": gettext("Sample purpose"), "text": gettext("Two or three lines of explanation.")}
        return self.normalize(words | {"page": None})

    def get_context(self, value, parent_context=None):
        return super().get_context(value, parent_context) | {"destination": destination(value.get("page"))}


class DateBlock(blocks.StructBlock):
    date = blocks.CharBlock(
        label=_("Date"), max_length=40, help_text=_("As readers will see it: 1986, or 5 February 2008.")
    )
    event = blocks.CharBlock(label=_("What happened"), max_length=200)

    class Meta:
        icon = "date"
        label = _("Date")
        template = "blocks/date.html"
        preview_template = "blocks/previews/chronology.html"
        description = _("A day or a year, and what happened then.")
        preview_value = {"date": "2001", "event": _("A sample event")}


TEAM_SHOWN, RECOMMENDATIONS_SHOWN = 12, 5  # the rest is one click away


class HomePage(SitePage):
    """What the institute is, its question, and the ways in."""

    headline = models.CharField(_("headline"), max_length=120, help_text=_("The institute’s question, in large type."))
    introduction = models.TextField(_("introduction"))
    purposes = StreamField([("purpose", PurposeBlock())], verbose_name=_("purposes"), blank=True)
    dates = StreamField([("date", DateBlock())], verbose_name=_("dates"), blank=True)
    recommendations_page = models.ForeignKey(
        "recommendations.RecommendationSetPage",
        verbose_name=_("recommendations shown here"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    book_page = models.ForeignKey(
        "recommendations.BookPage",
        verbose_name=_("book shown here"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    team_page = models.ForeignKey(
        "people.GroupPage",
        verbose_name=_("team shown here"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = StreamField(BodyBlock(), verbose_name=_("ways to help"), blank=True)

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("headline"),
        FieldPanel("introduction"),
        FieldPanel("purposes"),
        FieldPanel("dates"),
        MultiFieldPanel(
            [
                PageChooserPanel("recommendations_page"),
                PageChooserPanel("book_page"),
                PageChooserPanel("team_page"),
            ],
            heading=_("Shown on this page"),
        ),
        FieldPanel("body"),
    ]
    search_fields = [*SitePage.search_fields, index.SearchField("introduction"), index.SearchField("body")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "donations.DonatePage",
        "internships.InternshipPage",
        "migs_site.ContactPage",
        "migs_site.ProjectPage",
        "migs_site.StandardPage",
        "people.PeopleIndexPage",
        "recommendations.BookPage",
        "recommendations.RecommendationIndexPage",
    ]
    max_count = 2  # one in each language

    class Meta:
        verbose_name = _("home page")

    def clean(self):
        super().clean()
        if self.expire_at:
            raise ValidationError({"expire_at": gettext("A home page stays public: leave this empty.")})

    @property
    def heading(self) -> str:
        return self.headline

    def schema_node(self, contact) -> dict:
        other = contact.name_en if get_language() == "fr" else contact.name_fr
        return institute_named(contact) | {
            "alternateName": [name for name in (contact.acronym, other) if name],
            "url": contact.website,
            "logo": absolute(reverse("wordmark", args=[get_language()])),
            "sameAs": [network.address for network in contact.networks],
            "telephone": dialled(contact.telephone),
            "faxNumber": dialled(contact.fax),
            "email": contact.email,
            "address": ", ".join(contact.postal_address.splitlines()),
            "parentOrganization": {"@type": "CollegeOrUniversity", "name": contact.university},
        }

    def following(self) -> models.QuerySet:
        """None: the home page ends with ways of its own."""
        return Page.objects.none()

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        progress = self.first_page("recommendations.ProgressPage")
        linked, found = linked_pages(
            self, "recommendations_page", "book_page", "team_page", progress=packed(progress, *LINKED_BY)
        )
        shown, team = linked["recommendations_page"], linked["team_page"]
        context["set"] = shown
        first = shown.first_entries(RECOMMENDATIONS_SHOWN) if shown else ([], None)
        context["recommendations"], context["size"] = first
        is_assessed = first[0] and found["progress"]
        context["progress"] = unpacked(progress.model, found["progress"][0]) if is_assessed else None
        context["book"] = self.book_shown = linked["book_page"]
        context["team"] = team
        context["memberships"] = team.first_members(TEAM_SHOWN) if team else []
        context["groups"] = team.neighbours if team else []
        context["people"] = team.live_parent if team else None
        return context

    @property
    def quoted_pages(self) -> list[Page]:
        """The book, of which it shows the introduction and the cover."""
        return [book] if (book := getattr(self, "book_shown", None)) else []
