"""Who gets where: every address of this app in the admin, for everybody, asked and sent.

The addresses come from the resolver. One that is new, and has no row here, fails the test until somebody has decided.
"""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from internships.models import Application, Letter, SavedView
from internships.wagtail_hooks import InternshipsMenu
from tests.editing import signed_in
from tests.factories import accounts, internships
from tests.migs_site.editorial.admin_views import AdminView, admin_views

pytestmark = pytest.mark.django_db

COORDINATORS, REVIEWERS = ["Internship coordinators"], ["Internship reviewers"]
# Columns: a visitor, an editor, an administrator in no group, a reviewer without assignment, one who is assigned it,
# one who has recused themselves, a coordinator who has, a coordinator.
# s: sent to sign in; r: refused; n: not found; m: nothing is answered this way; o: shown; d: done, and led on.
TABLE = {
    "applications:index": ("srrooooo", "srrmmmmm"),
    "applications:index_results": ("srrooooo", "srrmmmmm"),
    "applications:save_view": ("smmmmmmm", "srrddddd"),
    "applications:delete_view": ("smmmmmmm", "srrddddd"),
    "applications:inspect": ("srrnonno", "srrnmnnm"),
    "applications:delete": ("srrnrnno", "srrnrnnd"),
    "applications:download": ("srrnonno", "smmmmmmm"),
    "applications:view": ("srrnonno", "smmmmmmm"),
    "applications:move": ("srrrrrnd", "srrrrrnd"),
    "applications:write_note": ("srrrrrnd", "srrrrrnd"),
    "applications:hand_over": ("srrrrrnd", "srrrrrnd"),
    "applications:assign": ("srrrrrnd", "srrrrrnd"),
    "applications:unassign": ("srrrrrnd", "srrrrrnd"),
    "applications:give_review": ("srrndnnd", "srrndnnd"),
    "applications:recuse": ("srrndddd", "srrndddd"),
    "applications:lift_recusal": ("srrrrrnd", "srrrrrnd"),
    "rounds:index": ("srorrroo", "srmrrrmm"),
    "rounds:index_results": ("srorrroo", "srmrrrmm"),
    "rounds:add": ("srorrroo", "srorrroo"),
    "rounds:edit": ("srorrroo", "srorrroo"),
    "rounds:delete": ("srorrroo", "srdrrrdd"),
    "rounds:history": ("srorrroo", "srmrrrmm"),
    "rounds:history_results": ("srorrroo", "srmrrrmm"),
    "rounds:usage": ("srorrroo", "srmrrrmm"),
    "late-codes:index": ("srorrroo", "srmrrrmm"),
    "late-codes:index_results": ("srorrroo", "srmrrrmm"),
    "late-codes:add": ("srorrroo", "srorrroo"),
    "late-codes:edit": ("srorrroo", "srorrroo"),
    "late-codes:delete": ("srorrroo", "srdrrrdd"),
    "late-codes:history": ("srorrroo", "srmrrrmm"),
    "late-codes:history_results": ("srorrroo", "srmrrrmm"),
    "late-codes:usage": ("srorrroo", "srmrrrmm"),
    "decisions:choose": ("srrrrroo", "srrrrroo"),
    "decisions:figures": ("srrrrroo", "srrrrrmm"),
    "decisions:files": ("srrrrroo", "srrrrroo"),
    "decisions:batch": ("srrrrrno", "srrrrrnd"),
    "decisions:import": ("srrrrroo", "srrrrroo"),
    "decisions:imported": ("srrrrroo", "srrrrroo"),
    "decisions:write": ("srrrrrno", "srrrrrnd"),
    "letters:index": ("srrrrroo", "srrrrrmm"),
    "letters:index_results": ("srrrrroo", "srrrrrmm"),
    "letters:edit": ("srrrrroo", "srrrrrdd"),
    "review_criteria:index": ("srrrrroo", "srrrrrmm"),
    "review_criteria:index_results": ("srrrrroo", "srrrrrmm"),
    "review_criteria:add": ("srrrrroo", "srrrrrdd"),
    "review_criteria:edit": ("srrrrroo", "srrrrrdd"),
    "review_criteria:delete": ("srrrrrrr", "srrrrrrr"),
    "review_criteria:history": ("srrrrroo", "srrrrrmm"),
    "review_criteria:history_results": ("srrrrroo", "srrrrrmm"),
    "review_criteria:usage": ("srrrrroo", "srrrrrmm"),
    "review_criteria:reorder": ("srrrrrmm", "srrrrroo"),
}
SENT = {
    "applications:save_view": {"name": "Mine", "query": "state=received"},
    "applications:move": {"move-to": "in_review"},
    "applications:write_note": {"note-text": "Called back."},
    "applications:give_review": {"review-abstains": "on"},
    "applications:recuse": {"recuse-reason": "My student."},
    "decisions:write": {"subject": "Hello", "text": "Dear [[name]]", "form": "3f0c9d5e-6f2b-4c8d-9d0e-1a2b3c4d5e6f"},
    "letters:edit": {"subject": "Hello", "text": "Dear [[name]]"},
    "review_criteria:add": {"name_en": "Style", "name_fr": "Style", "weight": "1"},
    "review_criteria:edit": {"name_en": "Style", "name_fr": "Style", "weight": "1"},
}

MADE = {
    "review_criteria": internships.criterion,
    "rounds": internships.round_of,
    "letters": Letter.objects.first,
    "late-codes": lambda: internships.late_code(internships.round_of()),
}


def views() -> list[AdminView]:
    own = tuple(f"{viewset.name}:" for viewset in InternshipsMenu.items)
    return [
        view for view in admin_views() if view.name.startswith(own) or view.callback.__module__.startswith("intern")
    ]


@pytest.fixture
def people():
    application = internships.application()
    found = {
        "visitor": AnonymousUser(),
        "editor": accounts.editor(),
        "administrator": accounts.superuser(),
        **{
            name: accounts.user(f"{name}@example.org", groups=REVIEWERS) for name in ("stranger", "assigned", "recused")
        },
        **{name: accounts.user(f"{name}@example.org", groups=COORDINATORS) for name in ("partial", "coordinator")},
    }
    for name in ("assigned", "recused"):
        internships.assignment(application, found[name])
    for name in ("recused", "partial"):
        internships.recusal(application, found[name])
    internships.criterion()
    return found


def arguments(name: str, people: dict, person) -> dict:
    application = Application.objects.get()
    if name == "applications:delete_view":
        owner = person if person.pk else people["coordinator"]
        return {"pk": SavedView.objects.create(owner=owner, name="Old").pk}
    if name == "decisions:batch":
        return {"batch": internships.decision(application).batch}
    if name == "decisions:imported":
        return {"pk": internships.imported_mail().pk}
    if not name.startswith(("applications:", "decisions:")):
        return {"pk": MADE[name.partition(":")[0]]().pk}
    return {
        "pk": application.pk,
        "kind": "cv",
        "reviewer": people["assigned"].pk,
        "recusal": application.recusals.first().pk,
    }


def answer(response) -> str:
    """One letter for what somebody got."""
    if response.status_code == 302:
        to = response["Location"]
        return (
            "s" if to.startswith(reverse("wagtailadmin_login")) else "r" if to == reverse("wagtailadmin_home") else "d"
        )
    return {200: "o", 404: "n", 405: "m"}[response.status_code]


def asked(view: AdminView, people: dict, method: str) -> str:
    found = ""
    for person in people.values():
        with transaction.atomic():
            address = view.address(arguments(view.name, people, person))
            client = signed_in(person) if person.pk else Client()
            sent = {"assign-reviewer": people["coordinator"].pk, "handler-handled_by": people["coordinator"].pk}
            data = sent | SENT.get(view.name, {}) if method == "post" else {}
            response = getattr(client, method)(address, data)
            found += answer(response)
            b"".join(response.streaming_content if response.streaming else [])
            transaction.set_rollback(True)
    return found


def test_everybody_gets_where_they_may_and_nowhere_else(people, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)

    found = {view.name: tuple(asked(view, people, method) for method in ("get", "post")) for view in views()}

    assert found == TABLE
