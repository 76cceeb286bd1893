"""The applications before and after one in the list that somebody came from."""

from django.db.models import Q

from internships.models import Application
from internships.staff.filters import ApplicationFilterSet
from internships.staff.listing import ApplicationIndexView

# The list of the admin, without its rows.
LIST = {
    "model": Application,
    "default_ordering": "-received_at",
    "filterset_class": ApplicationFilterSet,
    "index_results_url_name": "applications:index_results",
    "search_fields": ["words"],
}


def neighbours(application: Application, request) -> tuple[Application | None, Application | None]:
    """Asks for two rows, however long the list: the nearest on either side in its order."""
    view = ApplicationIndexView(**LIST)
    view.setup(request)
    rows = view.get_queryset().prefetch_related(None).select_related(None).only("pk", "reference")
    return beside(rows, view.ordering, application, backwards=True), beside(rows, view.ordering, application)


def beside(rows, ordering: str, application: Application, *, backwards: bool = False) -> Application | None:
    falls = ordering.startswith("-") != backwards
    name, sign, than = ordering.lstrip("-"), "-" if falls else "", "lt" if falls else "gt"
    value = getattr(application, name)
    further = Q(**{f"{name}__{than}": value}) | Q(**{name: value, f"pk__{than}": application.pk})
    from_here = {f"{name}__{than}e": value}  # says nothing new, but lets the index begin here
    return rows.filter(further, **from_here).order_by(f"{sign}{name}", f"{sign}pk").first()
