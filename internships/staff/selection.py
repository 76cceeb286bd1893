"""Which applications somebody has in mind who comes from the list: those that are ticked, or all that it shows."""

import uuid

from internships.models import Application
from internships.staff.filters import ApplicationFilterSet
from internships.staff.listing import ApplicationIndexView

MOST = 500


def listed(request):
    """The list as the address of this page narrows it down and orders it, with what its columns show."""
    view = ApplicationIndexView(
        model=Application,
        default_ordering="-received_at",
        index_results_url_name="applications:index_results",
        filterset_class=ApplicationFilterSet,
        search_fields=["words"],
    )
    view.setup(request)
    return view.get_queryset()


def offered(request) -> list[Application]:
    """What is offered to be ticked: what the address names, or else the list; the first of it where it is long."""
    named = numbers(request.GET.getlist("id"))
    found = Application.objects.visible_to(request.user).filter(pk__in=named) if named else listed(request)
    return list(found[:MOST])


def ticked(request):
    """What was ticked, of what may be seen."""
    found = Application.objects.visible_to(request.user).filter(pk__in=numbers(request.POST.getlist("id"))[:MOST])
    return found.order_by("received_at", "pk")


def numbers(texts: list[str]) -> list[uuid.UUID]:
    """Without what is no number."""
    found = []
    for text in texts:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found
