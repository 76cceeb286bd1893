"""The page of an application that was sent, and what its student can do there."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from internships.documents.files import FOR_APPLICANTS, files_with_notes
from internships.models import Application, ApplicationLink, InternshipPage, InternshipSettings
from internships.retention import kept_until
from internships.students.answers import Answers
from internships.students.drafts import Draft
from internships.students.links import find, is_same_address, path_of, was_erased
from internships.students.opening import form_of, offer_in_language, published
from internships.students.presenting import presenting
from internships.students.services import COLUMNS, Sent
from internships.students.standing import ACTIONS, IN_WORDS, TOO_LATE, may_replace, possible_actions


def no_application(request, token: str) -> HttpResponse:
    """What is said where a token leads to nothing: never, no longer (404), or because that was erased (410)."""
    if was_erased(token):
        return erased_before(request, offer_in_language())
    return render(request, "internships/no_application.html", {"parent_page": offer_in_language()}, status=404)


def erased_before(request, offer: InternshipPage | None, sent: Answers | None = None) -> HttpResponse:
    """sent: what came with a form that was left open there. It is given back, and stored nowhere."""
    page = offer and published(offer)
    context = {"parent_page": page, "was_sent": sent is not None, "answers": in_words(sent or {}, offer)}
    return render(request, "internships/erased_before.html", context, status=410)


def in_words(sent: Answers, offer: InternshipPage | None) -> list[tuple]:
    """(label, answer) of what was typed into a form."""
    if not offer:
        return []
    form = form_of(Draft(answers=sent), offer=offer)
    return [
        (form.fields[name].label, form.in_words(name, sent[name]))
        for name in (*COLUMNS, "projects")
        if sent.get(name) and name in form.fields
    ]


def status_page(request, token: str, link: ApplicationLink, offer: InternshipPage | None) -> HttpResponse:
    with presenting(token):
        context = context_of(link.application, token=token, link=link, offer=offer)
        context["files"] = [
            (file, notes, may_replace(link.application, file.kind))
            for file, notes in files_with_notes(link.application, FOR_APPLICANTS)
        ]
        context["kept_until"] = kept_until(link.application)
    context["reply_days"] = InternshipSettings.current().reply_days
    return render(request, "internships/status.html", context)


def context_of(application: Application, *, token: str, link: ApplicationLink, offer: InternshipPage | None) -> dict:
    """What the page shows, but for the files."""
    is_theirs = is_same_address(link.mailed_to, application.email)
    possible = possible_actions(application)
    return {
        "token": token,
        "application": application,
        "sentence": IN_WORDS[application.state],
        "asks_to_confirm": is_theirs and not application.email_confirmed_at,
        # Whoever has mistyped it hears nothing of us, and would never know why.
        "names_address": not (is_theirs or application.email_confirmed_at or application.closed_at),
        "actions": [
            (name, ACTIONS[name], path_of(token, name))
            for name in possible
            if name not in ("accept", "decline")  # which stand beside the offer
        ],
        "may_accept": "accept" in possible,
        "too_late": TOO_LATE,
        "offer": offer,
        "parent_page": offer,
    }


def answer_to_changes(request, token: str, sent: Sent, offer: InternshipPage) -> HttpResponse:
    """To a form that was sent again: the same receipt or, where something in it is new, what has become of that."""
    with presenting(token):
        link = find(token)
        changes = changed(link.application, sent, offer) if link else []
    if not link:
        return no_application(request, token)
    if not changes:
        return HttpResponseRedirect(path_of(token), status=303)
    context = {"token": token, "application": link.application, "changes": changes, "offer": published(offer)}
    return render(request, "internships/sent_already.html", context | {"parent_page": published(offer)}, status=409)


def changed(application: Application, sent: Sent, offer: InternshipPage) -> list[tuple]:
    """(label, what was sent) of each answer and file that is not what was received."""
    form = form_of(Draft(answers=sent.answers, was_sent=True), offer=offer)
    form.full_clean()
    chosen = {str(number) for number in application.projects.values_list("pk", flat=True)}
    is_new = {name: form.cleaned_data.get(name) != getattr(application, name) for name in COLUMNS}
    is_new["projects"] = set(sent.answers["projects"]) != chosen
    found = [
        (form.fields[name].label, form.in_words(name, sent.answers[name]))
        for name, differs in is_new.items()
        if differs and sent.answers[name] and name in form.fields
    ]
    hashes = {file.kind: file.sha256 for file in application.files.all()}
    return found + [
        (form.fields[kind].label, document.name)
        for kind, document in sent.taken.items()
        if document.sha256 != hashes.get(kind)
    ]
