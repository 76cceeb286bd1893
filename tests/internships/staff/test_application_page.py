"""One application on one screen, and the way to the next."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.db.models.functions import Now
from django.urls import reverse

from internships.models import Application, StateChange
from migs_site.audit.models import AuditEntry
from tests.editing import signed_in
from tests.factories import internships
from tests.internships import samples
from tests.internships.forms import words
from tests.internships.staff.people import coordinator, read, reviewer, said, send

pytestmark = pytest.mark.django_db


def page(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser").select_one("main")


def links(response, selector: str) -> list[str]:
    return [link["href"] for link in page(response).select(selector)]


def log() -> list[tuple]:
    return list(AuditEntry.objects.order_by("pk").values_list("action", "about", "detail"))


def test_reviewers_read_the_answers_and_not_who_it_is():
    rob, made = reviewer(), internships.application(name="Zoé Unmistakable", message="Bonjour", flags=["too_fast"])
    internships.assignment(made, rob)
    internships.note(made, coordinator(), text="Called back.")

    text = read(rob, made).content.decode()

    assert [
        word for word in ("Unmistakable", "camille@example.org", "Called back", "sooner", "cv.pdf") if word in text
    ] == []
    assert [word for word in (made.reference, "Bonjour", "McGill University") if word not in text] == []


def test_coordinators_read_flags_in_words_and_other_applications_from_the_address():
    ann, made = coordinator(), internships.application(email="z@example.org", flags=["too_fast", "unheard_of"])
    same = internships.application(email="Z@Example.org", name="Other")
    hidden = internships.application(email="z@example.org", name="Hidden")
    internships.recusal(hidden, ann)

    text = str(page(read(ann, made)))

    assert [word in text for word in ("sooner after it was opened than", "unheard_of", same.reference)] == [True] * 3
    assert hidden.reference not in text


def test_what_a_student_wrote_is_text_and_nothing_else():
    evil = '<img src=x onerror="alert(1)">'
    made = internships.application(
        name=evil, institution=evil, availability=evil, message=f"{evil}\u202egnp.exe", email='"<b>"@example.org'
    )
    internships.note(made, coordinator("ann"), text=evil)

    response = read(coordinator(), made)

    assert page(response).select("img, [onerror], b") == []
    assert links(response, "a[href^='mailto:']") == ["mailto:%22%3Cb%3E%22@example.org"]


def test_the_next_and_the_one_before_are_those_of_the_list_one_came_from():
    ann, made = coordinator(), {}
    for reference, level in (("A", "masters"), ("B", "doctoral"), ("C", "masters"), ("D", "masters")):
        made[reference] = internships.application(reference=reference, name=reference, level=level)

    def beside(reference: str, query: str) -> list[str]:
        found = links(read(ann, made[reference], query), "a[rel]")
        pages = {reverse("applications:inspect", args=[one.pk]): one.reference for one in made.values()}
        return [pages[address.removesuffix(query)] for address in found]

    assert beside("C", "?level=masters&ordering=name") == ["A", "D"]
    assert beside("C", "?ordering=-name") == ["D", "B"]
    assert beside("A", "?ordering=reference") == ["B"]
    assert beside("B", "?q=mcgill&level=masters&ordering=name") == ["A", "C"]
    assert beside("A", "?ordering=nonsense&state=nonsense&received_at_from=never") == beside("A", "")


def test_of_two_alike_none_is_skipped():
    ann = coordinator()
    for number in range(4):
        internships.application(name="Ann", reference=f"R{number}")

    first, address, seen = Application.objects.order_by("name", "pk").first(), "?ordering=name&q=ann", []
    response = read(ann, first, address)
    while response:
        seen.append(page(response).select_one("h1").get_text(strip=True)[-2:])
        after = links(response, "a[rel=next]")
        response = signed_in(ann).get(after[0]) if after else None

    assert seen == [each.reference for each in Application.objects.order_by("name", "pk")]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("who", "queries"), [(coordinator, 34), (reviewer, 23)])
def test_the_page_costs_the_same_for_one_and_for_three(number, who, queries, django_assert_num_queries):
    user, made = who(), internships.application()
    internships.review(made, user)
    internships.assignment(made, user)
    for place in range(number):
        internships.criterion()
        other = coordinator(f"other{place}")
        internships.application(name=f"Duplicate {place}")
        internships.review(made, other, 3, 3, 3)
        internships.assignment(made, other)
        internships.note(made, other)
        internships.recusal(made, coordinator(f"recused{place}"))
    client, address = signed_in(user), reverse("applications:inspect", args=[made.pk])
    client.get(address)

    with django_assert_num_queries(queries):
        client.get(address)


def test_staff_see_until_when_it_is_kept():
    made = internships.timed(
        internships.application(state="withdrawn"), closed_at=datetime.datetime(2026, 8, 31, 12, tzinfo=datetime.UTC)
    )

    assert "Kept until 28 February 2027" in words(page(read(coordinator(), made)).select_one(".application__facts"))


def test_a_pdf_is_shown_in_place_and_nothing_else_is():
    ann, made = coordinator(), internships.application()
    internships.application_file(made, kind="cv", format="docx", original_name="cv.docx")
    client = signed_in(ann)

    shown = client.get(reverse("applications:view", args=[made.pk, "writing_sample"]))
    other = client.get(reverse("applications:view", args=[made.pk, "cv"]))

    assert (b"".join(shown.streaming_content), other.status_code) == (samples.pdf("writing_sample"), 404)
    assert {
        name: shown[name]
        for name in ("Content-Type", "Content-Disposition", "X-Content-Type-Options", "X-Frame-Options")
    } == {
        "Content-Type": "application/pdf",
        "Content-Disposition": f'inline; filename="{made.reference}-writing_sample.pdf"',
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "SAMEORIGIN",
    }
    assert shown["Content-Security-Policy"].split("; ")[:2] == [
        "sandbox allow-scripts allow-same-origin",
        "default-src 'none'",
    ]
    assert links(read(ann, made), "a[target]") == [
        reverse("applications:view", args=[made.pk, kind]) for kind in ("writing_sample", "cover_letter")
    ]


def test_what_the_malware_scan_holds_back_has_no_buttons_and_a_sentence():
    ann, made = coordinator(), internships.application()
    made.files.filter(kind="cv").update(scan_state="quarantined", scanned_at=Now())

    response = read(ann, made)

    shown = [address for address in links(response, ".application__files a") if "/cv/" in address]
    assert (shown, "malware was found in it" in page(response).get_text()) == ([], True)
    viewed = signed_in(ann).get(reverse("applications:view", args=[made.pk, "cv"]))
    assert (viewed.status_code, viewed["Content-Type"]) == (409, "text/plain; charset=utf-8")  # in the frame
    assert "malware was found" in viewed.content.decode()


def test_a_move_has_its_reason_and_one_that_is_impossible_is_a_sentence():
    ann, made = coordinator("ann"), internships.application()

    moved = send(ann, "move", made, **{"move-to": "in_review", "move-reason": "Promising."})
    refused = send(ann, "move", made, **{"move-to": "accepted", "move-reason": "My words."})

    assert said(moved) == ["This application is now “In review”."]
    text = page(refused).get_text(" ", strip=True)
    assert "cannot become “Offer accepted”. Reload the page" in text
    assert "My words." in text
    [change] = StateChange.objects.filter(actor="staff")
    assert (change.to_state, change.by, change.reason) == ("in_review", ann, "Promising.")


def test_a_note_that_is_too_long_is_not_lost():
    made = internships.application()

    refused = send(coordinator(), "write_note", made, **{"note-text": "word " * 1001})

    assert "word word" in page(refused).select_one("textarea[name=note-text]").get_text()
    assert made.notes.count() == 0


def test_what_is_sent_twice_is_done_once():
    ann, made = coordinator("ann"), internships.application()

    for _twice in range(2):
        moved = send(ann, "move", made, **{"move-to": "in_review"})
        send(ann, "write_note", made, **{"note-text": "Called back."})

    assert said(moved)[-1] == "This application is now “In review”."
    assert (made.notes.count(), made.state_changes.filter(actor="staff").count()) == (1, 1)
    first, second = (send(ann, "recuse", made, **{"recuse-reason": "My niece."}) for _twice in range(2))
    assert (first.status_code, second.status_code, made.recusals.count()) == (200, 200, 1)


def test_who_handles_it_is_taken_and_handed_over_to_coordinators_alone():
    ann, bob, made = coordinator("ann"), coordinator("bob"), internships.application()

    def handler(to) -> object:
        send(ann, "hand_over", made, **{"handler-handled_by": to})
        made.refresh_from_db()
        return made.handled_by

    assert [handler(ann.pk), handler(bob.pk), handler(reviewer().pk), handler(10**9), handler("")] == [
        ann,
        bob,
        bob,
        bob,
        None,
    ]


def test_everything_that_is_opened_or_changed_is_in_the_audit_log_without_a_name():
    ann, made = coordinator("ann"), internships.application()
    about = f"internships.application:{made.pk}"

    read(ann, made)
    client = signed_in(ann)
    for name in ("view", "download"):
        b"".join(client.get(reverse(f"applications:{name}", args=[made.pk, "cv"])).streaming_content)
    send(ann, "move", made, follow=False, **{"move-to": "in_review", "move-reason": "Zoé said so."})
    send(ann, "write_note", made, follow=False, **{"note-text": "Zoé called."})
    send(ann, "hand_over", made, follow=False, **{"handler-handled_by": ann.pk})
    send(ann, "delete", made, follow=False)

    assert log() == [
        ("application.opened", about, {}),
        ("application.file_viewed", about, {"kind": "cv"}),
        ("application.file_downloaded", about, {"kind": "cv"}),
        ("application.moved", about, {"from": "received", "to": "in_review"}),
        ("application.note_written", about, {}),
        ("application.handed_over", about, {"to": ann.pk}),
        ("application.erased", about, {"why": "staff", "files": 3}),
    ]


def test_an_application_is_found_again_after_signing_in():
    """Somebody whose session ended sends a form, signs in, and is led to where it went."""
    made = internships.application()

    response = signed_in(coordinator()).get(reverse("applications:write_note", args=[made.pk]) + "?state=received")

    assert response["Location"] == reverse("applications:inspect", args=[made.pk]) + "?state=received"
