"""The lists and files whose time is taken: where each stands, and who asks for it."""

from typing import NamedTuple

from django.db.models import QuerySet
from django.test import Client
from wagtail.models import Page

from migs_site.accounts.models import User
from people.models import Membership, PersonPage
from people.models.people_index import PEOPLE_ON_A_PAGE
from recommendations.models import BookPage, RecommendationPage

HOST = "127.0.0.1"


class Question(NamedTuple):
    """rows: over how many the time is spread."""

    client: Client
    address: str
    rows: int = 1

    def ask(self) -> None:
        response = self.client.get(self.address, SERVER_NAME=HOST)
        if response.status_code != 200:
            raise RuntimeError(f"{self.address} answered {response.status_code}")
        for _part in response.streaming_content if response.streaming else []:
            pass


def english(model: type[Page]) -> QuerySet:
    return model.objects.live().filter(locale__language_code="en")


def last_of(model: type[Page]) -> Page:
    """Of pages that there are many of, one of the last made."""
    return english(model).order_by("path").last()


def lists() -> dict[str, Question]:
    visitor, staff = Client(), signed_in()
    public = {name: Question(visitor, address) for name, address in public_lists().items()}
    return public | {f"Admin, {name}": Question(staff, address) for name, address in ADMIN.items()}


def public_lists() -> dict[str, str]:
    group, recommendation = Membership.objects.order_by("pk").last().group, last_of(RecommendationPage)
    progress = "/en/recommendations/progress/"
    return {
        "Home": "/en/",
        "People": "/en/people/",
        "People, French": "/fr/personnes/",
        "People, last full page": f"/en/people/?page={english(PersonPage).count() // PEOPLE_ON_A_PAGE}",
        "People, current": "/en/people/?who=current",
        "People, former": "/en/people/?who=former",
        "People of a group": f"/en/people/?group={group.slug}",
        "People, former, of a group": f"/en/people/?group={group.slug}&who=former",
        "People, last page of groups": "/en/people/?groups=9999",
        "Group": group.url,
        "Group on a day": f"{group.url}?on=2009-09-22",
        "Person": last_of(PersonPage).url,
        "Book": last_of(BookPage).url,
        "Recommendations": "/en/recommendations/",
        "Recommendations, last page": "/en/recommendations/?page=9999",
        "Set": recommendation.get_parent().url,
        "Recommendation with its corrections": recommendation.url,
        "Progress": progress,
        "Progress, French": "/fr/recommandations/suivi/",
        "Progress, last page": f"{progress}?page=9999",
        "Progress of a set": f"{progress}?set={recommendation.get_parent().slug}",
        "Progress of one status": f"{progress}?status=carried_out",
        "Progress of an addressee": f"{progress}addressees/prime-minister/",
        "Changes (Atom)": f"{progress}changes/",
        "Changes of an addressee (Atom)": f"{progress}addressees/prime-minister/changes/",
    }


ADMIN = {
    "people": "/admin/people/",
    "people, searched": "/admin/people/?q=a",
    "people, former": "/admin/people/?membership=former",
    "groups": "/admin/people_groups/",
    "groups by members": "/admin/people_groups/?ordering=-members_today",
    "organizations": "/admin/snippets/people/organization/",
    "recommendations": "/admin/recommendations/",
    "recommendations by status": "/admin/recommendations/?ordering=status",
    "recommendations due": "/admin/recommendations/?due=yes",
    "progress": "/admin/snippets/recommendations/progressentry/",
    "progress, searched": "/admin/snippets/recommendations/progressentry/?q=a",
    "addressees": "/admin/snippets/recommendations/addressee/",
    "editions": "/admin/snippets/recommendations/edition/",
    "sellers": "/admin/book_sellers/",
    "outside links": "/admin/reports/outside-links/",
}


def files() -> dict[str, Question]:
    """What holds all rows at once."""
    visitor, staff = Client(), signed_in()
    recommendations = RecommendationPage.objects.live().filter(locale__language_code="en").count()
    people = PersonPage.objects.filter(locale__language_code="en").count()
    progress = "/en/recommendations/progress/"
    return {
        "Progress as CSV": Question(visitor, f"{progress}csv/", recommendations),
        "Progress as JSON": Question(visitor, f"{progress}json/", recommendations),
        "Sitemap": Question(visitor, "/sitemap.xml", Page.objects.live().count()),
        "Export of people (CSV)": Question(staff, "/admin/people/?export=csv", people),
        "Export of recommendations (CSV)": Question(staff, "/admin/recommendations/?export=csv", recommendations),
    }


def signed_in() -> Client:
    client = Client()
    client.force_login(User.objects.get_or_create(email="root@example.org", is_superuser=True)[0])
    return client
