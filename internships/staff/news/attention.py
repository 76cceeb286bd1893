"""How things stand, on *What needs attention*, for coordinators."""

from django.urls import reverse
from django.utils.translation import ngettext

from internships.models.visibility import may_coordinate
from internships.staff.news.standing import Standing, standing_for
from migs_site.editorial.attention import AttentionItem


def applications_to_see_to(request) -> list[AttentionItem]:
    if not may_coordinate(request.user):
        return []
    index = reverse("applications:index")
    return [AttentionItem(sentence, f"{index}?{query}") for sentence, query in sentences(standing_for(request.user))]


def sentences(standing: Standing) -> list[tuple[str, str]]:
    """One for each kind that there is, and the filters that show them in the list."""
    new = ngettext(
        "%(number)d new application has not been read yet.",
        "%(number)d new applications have not been read yet.",
        standing.new,
    )
    overdue = ngettext(
        "%(number)d application has waited for an answer longer than promised.",
        "%(number)d applications have waited for an answer longer than promised.",
        standing.overdue,
    )
    unanswered = ngettext(
        "%(number)d offer was not answered by its deadline.",
        "%(number)d offers were not answered by their deadline.",
        standing.unanswered,
    )
    longest = ngettext(
        "The application waiting longest arrived %(number)d day ago.",
        "The application waiting longest arrived %(number)d days ago.",
        standing.longest or 0,
    )
    found = [
        (standing.new, new, "state=received"),
        (standing.overdue, overdue, "overdue=yes&ordering=received_at"),
        (standing.unanswered, unanswered, "state=offer"),
        (standing.longest, longest, "state=received&state=in_review&ordering=received_at"),
    ]
    return [(said % {"number": number}, query) for number, said, query in found if number]
