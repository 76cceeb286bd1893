"""A project of the institute, with the days on which it made something public and those who paid for it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable
from wagtail.search import index

from migs_site.base.bilingual import Bilingual
from migs_site.base.blocks import PROSE, BodyBlock
from migs_site.base.citable_works import Work
from migs_site.base.form_rows import RowsPanel, UniqueRowsPanel
from migs_site.base.pages import SitePage


class ProjectPage(SitePage):
    acronym = models.CharField(_("acronym"), max_length=20, blank=True)
    started_on = models.DateField(_("started on"), null=True, blank=True)
    introduction = models.TextField(_("introduction"))
    aims = RichTextField(_("aims"), features=PROSE, blank=True)
    audience = RichTextField(_("audience"), features=PROSE, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)
    takes_interns = models.BooleanField(
        _("takes interns"), default=False, help_text=_("Applicants can choose this project in the internship form.")
    )

    shared_rows = ("launches", "funders")

    content_panels = [
        *SitePage.content_panels,
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("acronym"), FieldPanel("started_on")]), FieldPanel("takes_interns")],
            heading=_("Facts"),
        ),
        FieldPanel("introduction"),
        FieldPanel("aims"),
        FieldPanel("audience"),
        RowsPanel("launches", label=_("launch"), heading=_("Launches, shown on both the English and French pages")),
        UniqueRowsPanel("funders", label=_("funder"), heading=_("Funders, shown on both the English and French pages")),
        FieldPanel("body"),
    ]
    search_fields = [
        *SitePage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("aims"),
        index.SearchField("body"),
        index.FilterField("takes_interns"),
    ]
    parent_page_types = ["migs_site.HomePage", "migs_site.StandardPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("project page")

    def citable_works(self) -> list[Work]:
        changed = self.last_published_at
        issued = timezone.localdate(changed).isoformat() if changed else ""
        return [
            Work(
                kind="webpage",
                name=gettext("The page “%(title)s”") % {"title": self.title},
                title=self.title,
                issued=issued,
            )
        ]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["launches"] = self.shared("launches")
        context["funders"] = [funder.organization for funder in self.shared("funders").select_related("organization")]
        return context


class Launch(models.Model):
    """A day on which a project made something public."""

    project = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="launches")
    date = models.DateField(_("date"))
    what_en = models.CharField(_("what was launched (English)"), max_length=200)
    what_fr = models.CharField(_("what was launched (French)"), max_length=200)
    place_en = models.CharField(_("place (English)"), max_length=200)
    place_fr = models.CharField(_("place (French)"), max_length=200)

    what = Bilingual()
    place = Bilingual()

    panels = [
        FieldPanel("date"),
        FieldRowPanel([FieldPanel("what_en"), FieldPanel("what_fr")]),
        FieldRowPanel([FieldPanel("place_en"), FieldPanel("place_fr")]),
    ]

    class Meta:
        ordering = ["date", "pk"]
        verbose_name = _("launch")

    def __str__(self):
        return f"{self.date}: {self.what}"


class ProjectFunder(Orderable):
    project = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="funders")
    organization = models.ForeignKey(
        "people.Organization", verbose_name=_("funder"), on_delete=models.PROTECT, related_name="funded_projects"
    )

    panels = [FieldPanel("organization")]

    class Meta(Orderable.Meta):
        verbose_name = _("funder")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "organization"],
                name="funder_once_per_project",
                deferrable=models.Deferrable.DEFERRED,  # two rows of one form may change places
                violation_error_message=_("This funder is already in the list."),
            ),
        ]

    def __str__(self):
        return str(self.organization)
