"""An application that came by email: put in by staff, completed and sent by its applicant."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.shortcuts import get_object_or_404
from django.urls import reverse

from internships.models import Application, ApplicationFile, ImportedMail
from internships.staff.arriving import views
from internships.staff.arriving.placing import propose
from internships.staff.arriving.services import Settled, confirm, discard
from migs_site.audit.models import AuditEntry
from migs_site.outbox.models import Mail
from tests.editing import signed_in
from tests.factories import accounts, internships
from tests.internships import samples
from tests.internships.staff.arriving import mails
from tests.internships.staff.arriving.mails import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return signed_in(accounts.user("coordinator@example.org", groups=["Internship coordinators"]))


def put_in(client, content: bytes, **options):
    upload = SimpleUploadedFile("Stage.eml", content)
    return client.post(reverse("decisions:import"), {"mail": upload}, **options)


def sent(imported: ImportedMail, **fields) -> dict:
    kinds = {f"kind_{file.kind}": file.kind for file in imported.application.files.all()}
    return {"name": "Zoé Tremblay", "email": "zoe@example.org", "language": "fr"} | kinds | fields


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_a_draft_is_made_with_the_files_in_their_places(client):
    response = put_in(client, mails.mail(), follow=True)

    imported = ImportedMail.objects.get()
    draft = imported.application
    assert response.redirect_chain == [(reverse("decisions:imported", args=[imported.pk]), 302)]
    assert (draft.state, draft.arrived_by, draft.language) == ("draft", "email", "fr")
    assert draft.typed["answers"] == {"name": "Zoé Tremblay", "email": "zoe@example.org"}
    assert dict(draft.files.values_list("kind", "original_name")) == {
        "cv": "CV Zoé.pdf",
        "cover_letter": "Lettre de motivation.pdf",
        "writing_sample": "essay.docx",
    }
    assert (said(response), Mail.objects.count()) == ([], 0)


def test_confirmed_the_applicant_gets_a_link_without_a_word_of_the_email_and_staff_see_nothing_yet(client):
    put_in(client, mails.mail())
    imported = ImportedMail.objects.get()
    address = reverse("decisions:imported", args=[imported.pk])

    response = client.post(address, sent(imported, name="Zoé Roy", email="roy@example.org"))
    again = client.post(address, sent(imported))

    mail = Mail.objects.get()
    assert (response["Location"], again.status_code) == (reverse("applications:index"), 404)
    assert (mail.to, mail.language, mail.key) == (
        "roy@example.org",
        "fr",
        f"internships.imported:{imported.application_id}",
    )
    assert "[[link]]" in mail.text
    assert [word for word in ("Zoé", "Roy", "Tremblay", "CV") if word in mail.text + mail.html + mail.subject] == []
    assert imported.application.typed["answers"]["name"] == "Zoé Tremblay"
    assert Application.objects.get().typed["answers"] == {"name": "Zoé Roy", "email": "roy@example.org"}
    assert Application.objects.visible_to(accounts.User.objects.get()).count() == 0
    assert AuditEntry.objects.filter(action="application.mail_imported").count() == 1


def test_confirmed_by_two_at_once_what_the_applicant_has_done_meanwhile_stays(client):
    put_in(client, mails.mail())
    imported = ImportedMail.objects.get()
    facts = {"email": "zoe@example.org", "language": "fr", "kinds": {}, "by": accounts.User.objects.get()}

    confirm(imported=imported, name="Zoé", **facts)
    with pytest.raises(Settled):
        confirm(imported=imported, name="Another", **facts)

    assert Application.objects.get().typed["answers"]["name"] == "Zoé"
    assert Mail.objects.count() == 1


@pytest.mark.parametrize("first", ["confirmed", "discarded"])
@pytest.mark.parametrize("second", [{}, {"discard": ""}])
def test_who_comes_second_changes_nothing_and_is_told(client, monkeypatch, first, second):
    put_in(client, mails.mail())
    imported = ImportedMail.objects.get()
    by, fields = accounts.User.objects.get(), sent(imported)

    def meanwhile(view, *arguments, **options):  # once this request has found the draft waiting
        found = get_object_or_404(view, *arguments, **options)
        if first == "discarded":
            discard(imported=imported, by=by)
        else:
            confirm(imported=imported, by=by, name="Zoé", email="zoe@example.org", language="fr", kinds={})
        return found

    monkeypatch.setattr(views, "get_object_or_404", meanwhile)
    response = client.post(reverse("decisions:imported", args=[imported.pk]), second or fields, follow=True)

    assert said(response)[-1].startswith("Nothing was changed: somebody else has")
    assert (Application.objects.count(), Mail.objects.count()) == ((0, 0) if first == "discarded" else (1, 1))


def test_the_applicant_finds_the_draft_behind_the_link_and_what_is_missing_is_asked_for(client):
    internships.offer()
    put_in(client, mails.mail())
    imported = ImportedMail.objects.get()
    client.post(reverse("decisions:imported", args=[imported.pk]), sent(imported))
    draft = Application.objects.get()

    page = client.get(reverse("internships:application", args=[internships.link(draft)])).content.decode()

    assert "Zoé Tremblay" in page
    assert "Lettre de motivation.pdf" in page


def test_files_are_given_other_places(client):
    put_in(client, mails.mail())
    imported = ImportedMail.objects.get()
    exchanged = {"kind_cv": "cover_letter", "kind_cover_letter": "writing_sample", "kind_writing_sample": "cv"}

    client.post(reverse("decisions:imported", args=[imported.pk]), sent(imported, **exchanged))

    assert dict(ApplicationFile.objects.values_list("kind", "original_name")) == {
        "cover_letter": "CV Zoé.pdf",
        "writing_sample": "Lettre de motivation.pdf",
        "cv": "essay.docx",
    }


@pytest.mark.parametrize(
    ("wrong", "errors"),
    [
        ({"email": "zoe"}, ["email"]),
        ({"name": ""}, ["name"]),
        ({"language": "de"}, ["language"]),
        ({"kind_cv": "cover_letter"}, ["__all__"]),
        ({"kind_cv": "passport"}, ["kind_cv"]),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_mailed(client, wrong, errors):
    put_in(client, mails.mail())
    imported = ImportedMail.objects.get()

    response = client.post(reverse("decisions:imported", args=[imported.pk]), sent(imported, **wrong))

    assert list(response.context["form"].errors) == errors
    assert (Mail.objects.count(), ImportedMail.objects.get().confirmed_at) == (0, None)


def test_the_same_email_twice_says_so_before_and_after_it_was_confirmed(client):
    content = mails.mail()
    put_in(client, content)
    imported = ImportedMail.objects.get()

    before = put_in(client, content, follow=True)
    client.post(reverse("decisions:imported", args=[imported.pk]), sent(imported))
    after = put_in(client, content, follow=True)

    assert before.redirect_chain == [(reverse("decisions:imported", args=[imported.pk]), 302)]
    assert said(before) == ["This email was imported before, but not confirmed yet."]
    reference = imported.application.reference
    assert said(after)[-1] == f"This email was imported before, as {reference}. Nothing was changed."
    assert Application.objects.count() == 1


def test_discarded_nothing_is_left_and_the_email_can_be_put_in_again(client):
    content = mails.mail()
    put_in(client, content)

    client.post(reverse("decisions:imported", args=[ImportedMail.objects.get().pk]), {"discard": ""})
    left = [model.objects.count() for model in (Application, ApplicationFile, ImportedMail)]
    put_in(client, content)

    assert (left, Application.objects.count()) == ([0, 0, 0], 1)


def test_attachments_that_are_refused_are_named_with_the_reason(client):
    files = {"cv.pdf": samples.pdf(), "virus.exe": b"MZ", "empty.pdf": b""}

    response = put_in(client, mails.mail(files), follow=True)

    assert [sentence.split(":")[0] for sentence in said(response)] == ["virus.exe", "empty.pdf"]
    assert ApplicationFile.objects.count() == 1


def test_an_email_without_attachments_makes_a_draft_without_files(client):
    response = put_in(client, mails.mail({}), follow=True)

    assert said(response) == ["No attachment was taken. The applicant can add the files."]
    assert Application.objects.get().files.count() == 0


@pytest.mark.parametrize("content", [mails.HOSTILE["nested"], b"x", mails.HOSTILE["not a mail"]])
def test_what_is_no_email_is_a_sentence_beside_the_field(client, content):
    response = put_in(client, content)

    assert list(response.context["form"].errors) == ["mail"]
    assert Application.objects.count() == 0


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["a.pdf", "b.pdf", "c.pdf"], {"cv": "a.pdf", "writing_sample": "b.pdf", "cover_letter": "c.pdf"}),
        (["lettre.pdf", "x.pdf"], {"cover_letter": "lettre.pdf", "cv": "x.pdf"}),
        (["cv.pdf", "Résumé.pdf"], {"cv": "cv.pdf", "writing_sample": "Résumé.pdf"}),
        (
            ["Thesis sample.pdf", "Camille_CV_2026.pdf"],
            {"writing_sample": "Thesis sample.pdf", "cv": "Camille_CV_2026.pdf"},
        ),
    ],
)
def test_attachments_are_placed_by_their_names_and_then_in_order(names, expected):
    with read(mails.mail({name: samples.pdf(name) for name in names})) as mail:
        placed = propose(mail.attachments).placed

    assert {kind: document.name for kind, document in placed.items()} == expected


def test_of_many_attachments_three_are_taken_and_the_rest_is_named():
    files = {f"{number}.pdf": samples.pdf(str(number)) for number in range(12)}

    with read(mails.mail(files)) as mail:
        proposal = propose(mail.attachments)

    assert (len(proposal.placed), len(proposal.refused)) == (3, 9)
    assert {reason for _name, reason in proposal.refused} == {
        "Left out: all three places are taken.",
        "Not looked at: the email has more than 10 attachments.",
    }
