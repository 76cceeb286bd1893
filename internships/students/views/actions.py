"""What a student does on the page of an application: each is asked once more on a page of its own, and then done."""

import logging

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from internships.erasure.services import erase_presented
from internships.models import ApplicationFile, InternshipPage
from internships.states import Actor, ImpossibleMove, State, move
from internships.students.forms import ReplacementForm
from internships.students.limits import spend_for_files, spend_for_save
from internships.students.links import find, path_of
from internships.students.opening import offer_in_language
from internships.students.presenting import presenting
from internships.students.services import READ_ALREADY, Erased, NotFound, confirm_address, locked, replace_file
from internships.students.standing import ACTIONS, Action, may_replace, refuse_impossible
from internships.students.uploads import NO_ROOM, check_uploads
from internships.students.views.drafts import refuse_unreadable
from internships.students.views.privacy import private
from internships.students.views.status import no_application
from migs_site.rate_limits.services import LimitReached
from migs_site.web.methods import takes_forms

logger = logging.getLogger(__name__)

CHOOSE = _("Choose the new file.")


# Exempt, here and below, for the reason given at the form: whoever knows the address needs no visitor of ours.
@takes_forms
@csrf_exempt
@private
def act(request, token, name):
    """Accept, decline, withdraw, erase: GET asks, POST does it. What cannot be done now is said (409)."""
    action = ACTIONS[name]
    try:
        if request.method == "POST":
            return HttpResponseRedirect(do(token, action), status=303)
        with presenting(token):
            link = find(token)
            if not link:
                raise NotFound
            refuse_impossible(link.application, action)
    except NotFound as gone:
        if request.method == "POST" and action.to is None and isinstance(gone, Erased):  # the second of two clicks
            return HttpResponseRedirect(reverse("internships:erased"), status=303)
        return no_application(request, token)
    except ImpossibleMove as impossible:
        return not_possible(request, token, impossible)
    context = {"token": token, "action": action, "name": name, "parent_page": offer_in_language()}
    return render(request, "internships/question.html", context)


def not_possible(request, token: str, reason: ImpossibleMove) -> HttpResponse:
    context = {"token": token, "reason": reason, "parent_page": offer_in_language()}
    return render(request, "internships/not_possible.html", context, status=409)


def do(token: str, action: Action) -> str:
    """Where to go on to. Raises NotFound, ImpossibleMove."""
    with presenting(token):
        link = locked(token)
        if action.to is None:
            erase_presented()
            return reverse("internships:erased")
        refuse_impossible(link.application, action)
        move(application=link.application, to=action.to, actor=Actor.APPLICANT)
        confirm_address(link)
    return path_of(token)


@private
@require_GET
def erased(request):
    return render(request, "internships/erased.html", {"parent_page": offer_in_language()})


@takes_forms
@csrf_exempt
@private
@require_POST
def confirm(request, token):
    """Whoever presses this button on a page that was mailed reads that mail; programs that follow links press none."""
    try:
        with presenting(token):
            confirm_address(locked(token))
    except NotFound:
        return no_application(request, token)
    return HttpResponseRedirect(path_of(token), status=303)


@takes_forms
@csrf_exempt
@private
def replace(request, token, kind):
    """Another file in place of one that was sent, until the first of the staff begins to read."""
    if kind not in ApplicationFile.Kind.values:
        raise Http404
    if request.method == "POST" and (unreadable := refuse_unreadable(request, token)):
        return unreadable
    offer, said = offer_in_language(), ""
    try:
        before, is_possible = file_in_place(token, kind)
        if request.method == "POST":
            said = put_in_place(request, token, kind, offer)
        elif not is_possible:
            raise ImpossibleMove(READ_ALREADY)
    except NotFound:
        return no_application(request, token)
    except ImpossibleMove as impossible:
        return not_possible(request, token, impossible)
    if request.method == "POST" and not said:
        return HttpResponseRedirect(path_of(token), status=303)
    context = {"token": token, "form": ReplacementForm(kind, offer=offer, said=said), "parent_page": offer}
    context["file"] = before
    return render(request, "internships/replace.html", context)


def file_in_place(token: str, kind: str) -> tuple[ApplicationFile | None, bool]:
    """The file of a kind of what was sent, and whether another may take its place. Raises NotFound."""
    with presenting(token):
        link = find(token)
        if not link or link.application.state == State.DRAFT:
            raise NotFound
        return link.application.files.filter(kind=kind).first(), may_replace(link.application, kind)


def put_in_place(request, token: str, kind: str, offer: InternshipPage | None) -> str:
    """Store the file that came; what is wrong with it, or nothing. Raises NotFound, ImpossibleMove."""
    spend_for_save(request, is_new=False)
    uploads = check_uploads(request, most_pages=offer.most_pages if offer else None)
    try:
        spend_for_files(request, size=uploads.size)
    except LimitReached as reached:
        uploads.refuse_all(reached)
    if kind not in uploads.taken:
        refused = uploads.refused.get(kind) or uploads.refused.get("")
        return refused[get_language()] if refused else CHOOSE
    try:
        replace_file(token=token, document=uploads.taken[kind])
    except OSError:
        logger.exception("There was no room for a file of an application.")
        return NO_ROOM % {"name": uploads.taken[kind].name}
    return ""
