"""Where the two languages differ in what is public: a report, and a line for each kind on “What needs attention”.

Every public page is to be public in both languages, whatever its type: a visitor who reads French finds the same
institute. Words that wait for a translator are told of by wagtail-localize's own report (wagtail_hooks.py).
"""

import django_filters
from django import forms
from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, Subquery, TextChoices, Value, When
from django.db.models.functions import Length, Substr
from django.urls import path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import page_permission_policy
from wagtail.query import PageQuerySet

from migs_site.base.primary_pages import primary
from migs_site.base.translation import waiting_translations
from migs_site.editorial.attention import AttentionItem

WRITERS = ["add", "change", "publish"]
MAY_BEGIN = "wagtail_localize.submit_translation"


class Gap(TextChoices):
    UNTRANSLATED = "untranslated", _("No French page")
    UNPUBLISHED = "unpublished", _("French page ready to publish")
    ALONE = "alone", _("Live in French only")
    ELSEWHERE = "elsewhere", _("French page elsewhere in the page tree")


def sentence_about(gap: str, number: int) -> str:
    sentences = {
        Gap.UNTRANSLATED: ngettext(
            "%(number)d live page has no French page.", "%(number)d live pages have no French page.", number
        ),
        Gap.UNPUBLISHED: ngettext(
            "%(number)d French page is fully translated but not published.",
            "%(number)d French pages are fully translated but not published.",
            number,
        ),
        Gap.ALONE: ngettext(
            "%(number)d French page is live although its English page is not.",
            "%(number)d French pages are live although their English pages are not.",
            number,
        ),
        Gap.ELSEWHERE: ngettext(
            "%(number)d French page is not in the same place in the page tree as its English page.",
            "%(number)d French pages are not in the same place in the page tree as their English pages.",
            number,
        ),
    }
    return sentences[gap] % {"number": number}


def parent_key() -> Subquery:
    """The translation key of the page above."""
    above = Page.objects.filter(path=Substr(OuterRef("path"), 1, Length(OuterRef("path")) - Page.steplen))
    return Subquery(above.order_by().values("translation_key"))


def pages_with_gaps() -> PageQuerySet:
    """Each page that differs from its other language, with the first ``gap`` it has."""
    same = Page.objects.filter(translation_key=OuterRef("translation_key"), alias_of=None).order_by()
    english, others = same.filter(primary()), same.exclude(primary())
    waiting = waiting_translations().filter(
        source__object_id=OuterRef("translation_key"), target_locale_id=OuterRef("locale_id")
    )
    is_english = primary()
    has_public_english = Exists(english.filter(live=True))
    gap = Case(
        When(is_english & Q(live=True) & ~Exists(others), then=Value(Gap.UNTRANSLATED)),
        When(
            ~is_english & Q(live=False, _approved_schedule=False) & has_public_english & ~Exists(waiting),
            then=Value(Gap.UNPUBLISHED),
        ),
        When(~is_english & Q(live=True) & ~has_public_english, then=Value(Gap.ALONE)),
        When(
            ~is_english & Q(live=True) & ~Q(parent_key=F("english_parent_key")),
            then=Value(Gap.ELSEWHERE),
        ),
        default=Value(""),
        output_field=CharField(),
    )
    pages = Page.objects.filter(depth__gt=1, alias_of=None).annotate_approved_schedule()
    pages = pages.annotate(
        parent_key=parent_key(),
        english_parent_key=Subquery(english.annotate(above=parent_key()).values("above")),
    )
    return pages.annotate(gap=gap).exclude(gap="")


def gaps_for(user) -> PageQuerySet:
    """Those that somebody may do something about."""
    mine = page_permission_policy.instances_user_has_any_permission_for(user, WRITERS)
    pages = pages_with_gaps().filter(pk__in=mine.order_by().values("pk"))
    return pages if user.has_perm(MAY_BEGIN) else pages.exclude(gap=Gap.UNTRANSLATED)


@hooks.register("needs_attention")
def pages_in_one_language(request) -> list[AttentionItem]:
    if not page_permission_policy.user_has_any_permission(request.user, WRITERS):
        return []
    numbers = dict(gaps_for(request.user).order_by().values_list("gap").annotate(number=Count("pk")))
    report = reverse("language_report")
    return [
        AttentionItem(sentence_about(gap, numbers[gap]), f"{report}?gap={gap}") for gap in Gap.values if gap in numbers
    ]


class GapFilterSet(WagtailFilterSet):
    gap = django_filters.ChoiceFilter(
        label=_("State"), choices=Gap.choices, empty_label=_("All"), widget=forms.RadioSelect
    )

    class Meta:
        model = Page
        fields = ["gap"]


def mended_at(page) -> str:
    """Where a French page is begun, or the page itself."""
    name = "wagtail_localize:submit_page_translation" if page.gap == Gap.UNTRANSLATED else "wagtailadmin_pages:edit"
    return reverse(name, args=[page.pk])


class LanguageReport(ReportView):
    permission_policy = page_permission_policy
    any_permission_required = WRITERS
    index_url_name = "language_report"
    index_results_url_name = "language_report_results"
    page_title = _("Pages in one language")
    header_icon = "wagtail-localize-language"
    model = Page
    filterset_class = GapFilterSet
    default_ordering = "title"
    export_filename = "pages-in-one-language"
    columns = [
        TitleColumn("title", label=_("Page"), sort_key="title", get_url=mended_at),
        Column("state", label=_("State"), accessor=lambda page: Gap(page.gap).label),
        Column("address", label=_("Address"), accessor="url"),
    ]
    list_export = ["title", "state", "locale"]
    export_headings = {"title": _("Page"), "state": _("State"), "locale": _("Language")}

    def get_base_queryset(self):
        return gaps_for(self.request.user).select_related("locale")

    def to_row_dict(self, item):
        return {"title": item.title, "state": str(Gap(item.gap).label), "locale": str(item.locale)}


class ReportMenuItem(MenuItem):
    def is_shown(self, request):
        return page_permission_policy.user_has_any_permission(request.user, WRITERS)


@hooks.register("register_reports_menu_item")
def show_report():
    report = reverse_lazy("language_report")
    icon = LanguageReport.header_icon
    return ReportMenuItem(LanguageReport.page_title, report, name="one-language", icon_name=icon, order=20)


@hooks.register("register_admin_urls")
def addresses_of_report():
    results = LanguageReport.as_view(results_only=True)
    return [
        path("reports/languages/", LanguageReport.as_view(), name="language_report"),
        path("reports/languages/results/", results, name="language_report_results"),
    ]
