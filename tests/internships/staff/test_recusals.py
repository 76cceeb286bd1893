"""Whoever has recused themselves from an application sees nothing of it, wherever they look."""

import pytest
from django.contrib.auth.models import Permission
from django.test import RequestFactory
from django.urls import reverse

from internships.models import Application, Recusal
from internships.models.visibility import coordinators
from internships.staff import services
from internships.staff.summaries import WITH_REVIEWS, summary
from migs_site.audit.models import AuditEntry, reference_to
from migs_site.outbox.visibility import visible_mails
from tests.editing import signed_in
from tests.factories import internships
from tests.factories.accounts import user
from tests.factories.outbox import mail
from tests.internships.staff.people import coordinator, listed, read, reviewer, said, send

pytestmark = pytest.mark.django_db

REASON = {"recuse-reason": "My niece."}


@pytest.fixture
def made():
    return internships.application(name="Zoé Unmistakable", email="zoe@example.org")


@pytest.mark.parametrize("who", [coordinator, reviewer])
def test_it_is_gone_from_every_place(made, who):
    user = who("rob")
    internships.assignment(made, user)
    internships.application(name="Other", email="zoe@example.org", reference="OTHER")
    internships.assignment(Application.objects.get(reference="OTHER"), user)

    response = send(user, "recuse", made, **REASON)

    assert said(response) == [f"You have recused yourself from {made.reference} and will not see it again."]
    assert listed(user) == listed(user, {"q": "OTHER"}) == ["OTHER"]
    assert listed(user, {"q": made.reference}) == []
    assert read(user, made).status_code == 404
    client = signed_in(user)
    files = [
        client.get(reverse(f"applications:{name}", args=[made.pk, "cv"])).status_code for name in ("view", "download")
    ]
    assert files == [404, 404]
    other = read(user, Application.objects.get(reference="OTHER"))
    assert made.reference.encode() not in other.content
    assert user not in coordinators(made)


def test_no_change_gets_through_either(made):
    ann = coordinator("ann")
    internships.recusal(made, ann)
    data = {"move-to": "in_review", "note-text": "x", "review-abstains": "on", "handler-handled_by": ann.pk}

    names = ("move", "write_note", "give_review", "hand_over", "assign", "delete", "recuse")
    answers = {name: send(ann, name, made, **data).status_code for name in names}

    led_away = answers.pop("recuse")  # to the list: a recusal may be sent twice
    assert (answers, led_away) == (dict.fromkeys(names[:-1], 404), 200)
    made.refresh_from_db()
    assert (made.state, made.notes.count(), made.reviews.count(), made.handled_by) == ("received", 0, 0, None)


def test_a_change_that_was_under_way_is_refused(made):
    ann = coordinator("ann")
    internships.recusal(made, ann)

    with pytest.raises(services.Hidden):
        services.write_note(application=made, by=ann, text="x")


def test_what_was_asked_of_them_is_taken_back_and_their_review_counts_no_longer(made):
    ann, rob = coordinator("ann"), reviewer("rob")
    internships.criterion()
    internships.assignment(made, rob)
    internships.review(made, rob, 5)
    internships.review(made, ann, 1)
    services.hand_over(application=made, to=ann, by=ann)

    send(rob, "recuse", made, **REASON)
    send(ann, "recuse", made, **REASON)

    found = Application.objects.prefetch_related(*WITH_REVIEWS).get()
    assert (found.handled_by, found.assignments.count(), str(summary(found))) == (None, 0, "")


def test_a_reason_is_needed(made):
    ann = coordinator("ann")

    response = send(ann, "recuse", made, **{"recuse-reason": " "})

    assert (response.status_code, Recusal.objects.count()) == (200, 0)


def test_it_is_recorded_and_another_coordinator_can_lift_it(made):
    ann, bob = coordinator("ann"), coordinator("bob")
    send(ann, "recuse", made, **REASON)
    [recusal] = Recusal.objects.all()

    own = send(ann, "lift_recusal", made, recusal.pk).status_code
    page = read(bob, made).content.decode()
    lifted = said(send(bob, "lift_recusal", made, recusal.pk))

    assert (own, "My niece." in page, lifted) == (404, True, ["Ann can see this application again."])
    assert listed(ann) == [made.reference]
    actions = AuditEntry.objects.filter(action__contains="recus").order_by("pk")
    assert list(actions.values_list("action", "detail")) == [
        ("application.recused", {"person": ann.pk}),
        ("application.recusal_lifted", {"person": ann.pk}),
    ]


def test_nobody_who_is_recused_is_assigned_or_handed_the_application(made):
    ann, bob = coordinator("ann"), coordinator("bob")
    internships.recusal(made, bob)

    send(ann, "assign", made, **{"assign-reviewer": bob.pk})
    send(ann, "hand_over", made, **{"handler-handled_by": bob.pk})

    made.refresh_from_db()
    assert (made.handled_by, made.assignments.count()) == (None, 0)


def test_an_administrator_in_the_group_can_recuse_themselves(made):
    root = coordinator("root")
    root.is_superuser = True
    root.save()

    send(root, "recuse", made, **REASON)

    assert (listed(root), read(root, made).status_code) == ([], 404)


@pytest.mark.parametrize("groups", [["Internship coordinators"], ["Internship reviewers"], []])
def test_mails_about_it_are_hidden_too(made, groups):
    """Of who may read the outbox: by the permission that is its own."""
    rob = user("rob@example.org", groups=groups)
    rob.user_permissions.add(Permission.objects.get(codename="view_mail"))
    other = internships.application(name="Other")
    for about in (made, other, ""):
        mail(f"about {about}", about=about)
    before = mails_of(rob)

    internships.recusal(made, rob)

    about_made, about_other = reference_to(made), reference_to(other)
    expected = ([about_made, about_other], [about_other]) if groups == ["Internship coordinators"] else ([""], [""])
    assert (sorted(before), sorted(mails_of(rob))) == (sorted(expected[0]), sorted(expected[1]))


def mails_of(member) -> list[str]:
    request = RequestFactory().get("/")
    request.user = type(member).objects.get(pk=member.pk)
    return [mail.about for mail in visible_mails(request)]
