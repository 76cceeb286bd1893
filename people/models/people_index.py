"""The page of everybody: the groups, and all people by surname."""

from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Left
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext
from wagtail.admin.panels import FieldPanel
from wagtail.models import Locale
from wagtail.search import index

from migs_site.base.content_version import cached
from migs_site.base.dates import begun_by, not_over_by
from migs_site.base.pages import SitePage
from migs_site.base.primary_pages import of_primary, of_type, primary, primary_id
from migs_site.base.versions import narrow
from people.filters import PeopleFilter

from .groups import GroupPage
from .memberships import SHOWN_OF_A_PERSON, Membership, alive_on
from .persons import PersonPage

PEOPLE_ON_A_PAGE = 40
GROUPS_ON_A_PAGE = 12


class ListedPerson(NamedTuple):
    """A person in the list. role: the groups they sit on, or else sat on. anchor: where a letter begins, its place."""

    person: PersonPage
    role: str
    anchor: str


class Letter(NamedTuple):
    letter: str
    page: int
    anchor: str


def number_of_people(number: int, total: int) -> str:
    """“3 of 36 people”."""
    sentence = ngettext("%(number)s of %(total)s people", "%(number)s of %(total)s people", number)
    return sentence % {"number": number, "total": total}


class PeopleIndexPage(SitePage):
    """Everybody, by group and by surname."""

    introduction = models.TextField(_("introduction"), blank=True)

    content_panels = [*SitePage.content_panels, FieldPanel("introduction")]
    search_fields = [*SitePage.search_fields, index.SearchField("introduction")]
    parent_page_types = ["migs_site.HomePage"]
    subpage_types = ["people.GroupPage", "people.PersonPage"]
    max_count_per_parent = 1
    read_parameters = (*PeopleFilter.base_fields, "groups", "page")

    class Meta:
        verbose_name = _("people index")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        groups = GroupPage.objects.filter(of_type(GroupPage)).child_of(self).live()
        groups = groups.annotate(english_slug=english_slug()).order_by(of_primary("path"))
        groups = list(narrow(groups, "slug"))
        shown_groups = Paginator(groups, GROUPS_ON_A_PAGE).get_page(request.GET.get("groups"))
        form = PeopleFilter(request.GET, [(group.english_slug, group.title) for group in groups])
        filters = form.cleaned_filters()
        chosen, counted = self.chosen(groups, **filters)
        # Once for all pages of a list and both languages: at 10,000 people it is half of what a page costs.
        name = ("letters", filters.get("group", ""), filters.get("who", ""))
        letters = cached(name, lambda: letters_of(everybody(), counted))
        context["shown_groups"] = shown_groups
        sizes = GroupPage.objects.filter(pk__in=[group.pk for group in shown_groups]).sizes()
        context["groups"] = [(group, sizes[group.pk]) for group in shown_groups]
        context["form"] = form
        context["number"] = sum(size for _letter, size, _all in letters)
        context["total"] = sum(total for _letter, _size, total in letters)
        context["letters"] = places(letters)
        context["chosen"], context["found"] = (
            ", ".join(form.chosen()),
            number_of_people(context["number"], context["total"]),
        )
        context["shown"] = self.people_on_page(everybody().filter(chosen), context["number"], request.GET.get("page"))
        context["entries"] = self.entries(context["shown"], groups)
        return context

    def chosen(self, groups: list[GroupPage], group: str = "", who: str = "") -> tuple[Q, Q]:
        """The condition of these filters: as it is quickest for a page of people, and where all are counted.

        group: a group's English slug. who: “current”, those who serve today, or “former”, those who have served and
        do not.
        """
        if not group and not who:
            return Q(), Q()
        # Groups that are off the site are few: to leave them out costs less than to look up the group of each row.
        hidden = GroupPage.objects.filter(of_type(GroupPage), live=False)
        terms = Membership.objects.exclude(group__in=list(hidden.values_list("pk", flat=True)))
        if group:
            terms = terms.filter(group=primary_id(next(found for found in groups if found.english_slug == group)))
        has_served = Exists(terms.begun().filter(person=OuterRef("pk")))
        serves = Exists(terms.current().filter(person=OuterRef("pk")))
        # To count them PostgreSQL reads the memberships once each way, where it would look up those of each person.
        today = timezone.localdate()
        started = terms.filter(begun_by("starts_on", today))
        counted_served = Q(pk__in=started.values("person"))
        counted_serves = Q(alive_on(today), pk__in=started.filter(not_over_by("ends_on", today)).values("person"))
        if who == "current":
            return Q(serves), counted_serves
        if who == "former":
            return Q(has_served, ~serves), counted_served & ~counted_serves
        return Q(has_served), counted_served

    def people_on_page(self, people: models.QuerySet, number: int, page: str | None) -> ListPage:
        """A page of people, each in this page's language where it exists in it, in one query."""
        paginator = Paginator(people, PEOPLE_ON_A_PAGE)
        paginator.count = number  # the letters have counted them
        shown = paginator.get_page(page)
        keys = shown.object_list.values("translation_key")
        translations = PersonPage.objects.live().filter(translation_key__in=keys).order_by("sort_key", "pk")
        by_key = {}
        for person in narrow(translations, "sort_key", *SHOWN_OF_A_PERSON):
            if person.locale_id == self.locale_id or person.translation_key not in by_key:
                by_key[person.translation_key] = person
        shown.object_list = list(by_key.values())
        return shown

    @staticmethod
    def entries(people: ListPage, groups: list[GroupPage]) -> list[ListedPerson]:
        """What is shown of each person: today's groups by title, or else those they have left, in one query."""
        titles = {group.translation_key: group.title for group in groups}
        keys = [person.translation_key for person in people]
        rows = Membership.objects.begun().public().filter(person__translation_key__in=keys).order_by("group__path")
        held, left = {}, {}
        for person, group, is_over in rows.values_list("person__translation_key", "group__translation_key", "is_over"):
            if group in titles:
                (left if is_over else held).setdefault(person, {})[titles[group]] = True
        entries, letters = [], set()
        for person in people:
            letter = person.sort_key[:1]
            anchor = "" if letter in letters else anchor_of(letter)
            letters.add(letter)
            role = ", ".join(held.get(person.translation_key, ())) or formerly(left.get(person.translation_key, ()))
            entries.append(ListedPerson(person, role, anchor))
        return entries


def formerly(groups: Iterable[str]) -> str:
    return pgettext("groups", "Formerly %(groups)s") % {"groups": ", ".join(groups)} if groups else ""


def english_slug() -> Coalesce:
    """What a group is called in questions, so that an address asks the same in both languages."""
    translations = GroupPage.objects.filter(translation_key=OuterRef("translation_key"))
    english = translations.filter(primary())
    return Coalesce(Subquery(english.values("slug")[:1]), "slug")


def everybody() -> models.QuerySet:
    """The English pages of all people, which stand for them in both languages, by sort name."""
    english = Locale.objects.filter(language_code=settings.LANGUAGE_CODE).values("pk")
    return PersonPage.objects.live().filter(locale=Subquery(english)).order_by("sort_key", "pk")


def letters_of(people: models.QuerySet, chosen: Q) -> list[tuple[str, int, int]]:
    """The letters that sort names begin with, how many people of each are chosen, and how many there are; one query."""
    letters = people.order_by().annotate(letter=Left("sort_key", 1)).values_list("letter")
    return list(letters.annotate(size=Count("pk", filter=chosen), total=Count("pk")).order_by("letter"))


def places(letters: list[tuple[str, int, int]]) -> list[Letter]:
    """The page on which each letter begins that somebody chosen has."""
    before, found = 0, []
    for letter, size, _total in letters:
        if not size:
            continue
        found.append(Letter(letter.upper(), before // PEOPLE_ON_A_PAGE + 1, anchor_of(letter)))
        before += size
    return found


def anchor_of(letter: str) -> str:
    return f"letter-{letter}" if letter.isascii() and letter.isalnum() else f"letter-{ord(letter or ' '):x}"
