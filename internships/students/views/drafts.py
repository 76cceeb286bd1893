"""The form. Whatever is sent to the address of a draft is kept, and then the same address is asked for again."""

from contextlib import suppress
from urllib.parse import urlencode

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import Http404, HttpResponse, HttpResponseRedirect, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt

from internships.documents.bounded_uploads import BoundedUploadHandler
from internships.models import DRAFTS_KEPT, Application, ApplicationFile, ApplicationLink, InternshipPage
from internships.models.openings import openings
from internships.states import State
from internships.students import answers
from internships.students.drafts import Draft, draft_of
from internships.students.forms import ApplicationForm
from internships.students.limits import (
    one_at_a_time,
    spend_for_files,
    spend_for_link,
    spend_for_receipt,
    spend_for_save,
)
from internships.students.links import find, is_unused, new_token, path_of, was_erased
from internships.students.opening import closed_offer, form_of, offer_in_language, published
from internships.students.presenting import presenting
from internships.students.services import (
    AlreadySent,
    Erased,
    NotFound,
    Sent,
    address_if_right,
    address_to_mail,
    mail_draft_link,
    save_draft,
    send_draft,
)
from internships.students.uploads import UNSAVED, check_uploads, in_each_language_until
from internships.students.views.privacy import private
from internships.students.views.status import answer_to_changes, erased_before, no_application, status_page
from migs_site.base.robots import RobotTraps
from migs_site.rate_limits.middleware import as_limited, limit_page
from migs_site.rate_limits.services import LimitReached
from migs_site.web.interrupted_uploads import give_up
from migs_site.web.methods import takes_forms

UNREADABLE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent, MultiPartParserError)
MOST_OF_CODE = 40
REMOVE = {f"remove-{kind}": kind for kind in ApplicationFile.Kind.values}
NOT_OF_DRAFTS = {"stale"}  # a draft may well be open for days
WAS_SENT = {
    "send": True,
    "save": False,
    "mail": False,
}  # anything else that a button does leaves the mistakes that are shown


# Exempt, because an expired cookie must not cost anybody what they typed: the token in the address is the secret that
# another site would have to know, and whoever knows it needs no visitor of ours. Without one a draft is made that the
# sender could have made as well, and sent a link to.
@takes_forms
@csrf_exempt
@private
def apply(request, token=""):
    """The form of a draft; once it was sent, its status page. Without a token, the way to a new one."""
    if request.method == "POST" and (refusal := refuse_unreadable(request, token)):
        return refusal
    # Only now: whoever sends their files slowly holds no connection to the database meanwhile.
    offer = offer_in_language()
    if request.method == "POST" and (offer or token):
        return save(request, token or new_token(), offer or closed_offer())
    return show(request, token, offer)


def refuse_unreadable(request, token: str) -> HttpResponse | None:
    """Read what was sent; the answer where it cannot be read, which leads back to what is saved."""
    request.upload_handlers = [BoundedUploadHandler(request)]
    try:
        answers.read(request.POST)
    except (*UNREADABLE, answers.TooMuch):
        give_up(request)
        context = {"token": token, "parent_page": offer_in_language()}
        return render(request, "internships/unreadable.html", context, status=413)
    except UnreadablePostError:  # the visitor has gone away
        give_up(request)
        return HttpResponse(status=400)
    return None


def show(request, token: str, offer: InternshipPage | None) -> HttpResponse:
    link, draft, may_begin = look(token) if token else (None, Draft(), True)
    if link and link.application.state != State.DRAFT:
        return status_page(request, token, link, offer)
    if not link and not may_begin:
        return no_application(request, token)
    if not offer and not draft_behind(link):
        raise Http404
    offer = offer or closed_offer()
    code = request.GET.get("code", "")
    if not token and (code or openings(is_open=offer.is_open).may_apply):
        return HttpResponseRedirect(path_of(new_token()) + (f"?{urlencode({'code': code})}" if code else ""))
    # A code that came with the address is typed into the form, which keeps it from then on.
    seen = answers.seen(draft.answers)
    draft.answers |= {"late_code": answers.storable(code[:MOST_OF_CODE])} if code else {}
    form = form_of(draft, offer=offer)
    form.seen = seen
    return form_page(request, token, draft_behind(link), form)


def look(token: str) -> tuple[ApplicationLink | None, Draft, bool]:
    """What a token leads to, as the form shows it if it is a draft, and whether one may begin where it is nothing."""
    with presenting(token):
        link = find(token)
        return link, draft_of(draft_behind(link)), not link and is_unused(token)


def draft_behind(link: ApplicationLink | None) -> Application | None:
    """The row of a draft; None where there is none, or where it was sent."""
    return link.application if link and link.application.state == State.DRAFT else None


def show_unsaved(request, token: str, offer: InternshipPage, reached: LimitReached) -> HttpResponse:
    """The form with what was typed, where a limit lets nothing be saved: going back need not bring it back."""
    link, draft, _may_begin = look(token)
    draft.answers, draft.was_sent = answers.read(request.POST), False
    draft.refused = {"": in_each_language_until(UNSAVED, reached)[get_language()]}
    form = form_of(draft, offer=offer)
    form.seen = request.POST.get("seen", "")
    return as_limited(form_page(request, token, draft_behind(link), form, is_unsaved=True), reached)


def form_page(
    request, token: str, application: Application | None, form: ApplicationForm, *, is_unsaved: bool = False
) -> HttpResponse:
    """The form, or what is said in its place where nothing can be applied for."""
    traps = RobotTraps(first_shown_at=application and application.created_at)
    context = {
        "form": form,
        "traps": traps,
        "offer": published(form.offer),
        "parent_page": published(form.offer),
        "application": application,
        "token": token,
        "is_unsaved": is_unsaved,
    }
    context["kept_until"] = application and application.saved_at + DRAFTS_KEPT
    if form.openings.may_apply:
        return render(request, "internships/apply.html", context)
    context |= {
        "openings": form.openings,
        "code": form.draft.answers.get("late_code", ""),
        "code_error": form.code_error,
    }
    return render(request, "internships/closed.html", context)


def save(request, token: str, offer: InternshipPage) -> HttpResponse:
    """Keep what was sent, do what the button says, and show what is kept."""
    action = request.POST.get("do", "send")
    if was_erased(token):
        return erased_before(request, offer, answers.read(request.POST))
    with presenting(token):
        is_new = not find(token)
    try:
        spend_for_save(request, is_new=is_new, length=len(str(answers.read(request.POST)).encode()))
    except LimitReached as reached:
        return show_unsaved(request, token, offer, reached)
    sent = read(request, offer, action)
    try:
        save_draft(token=token, sent=sent)
    except AlreadySent:
        return answer_to_changes(request, token, sent, offer)
    except Erased:
        return erased_before(request, offer, sent.answers)
    except NotFound:  # the draft is gone; what was typed need not be
        token = new_token()
        save_draft(token=token, sent=sent)
    try:
        with suppress(NotFound):  # erased at this moment
            go_on(request, token, offer, action)
    except LimitReached as reached:
        return limit_page(request, reached, nothing_lost=True)
    place = f"#{REMOVE[action]}" if action in REMOVE else ""
    return HttpResponseRedirect(path_of(token) + place, status=303)


def go_on(request, token: str, offer: InternshipPage, action: str) -> None:
    """What a button does besides saving. Raises NotFound, LimitReached."""
    if action == "mail":
        email = address_to_mail(token=token)
        if email:
            spend_for_link(request, email=email)
            mail_draft_link(token=token, email=email)
    elif action == "send":
        with one_at_a_time(token):
            email = address_if_right(token=token, offer=offer)
            if email:
                send_draft(token=token, offer=offer, is_mailed=spend_for_receipt(request, email=email))


def read(request, offer: InternshipPage, action: str) -> Sent:
    """All that came, with each file checked; what is over a limit is refused as a bad file is."""
    uploads = check_uploads(request, most_pages=offer.most_pages)
    try:
        spend_for_files(request, size=uploads.size)
    except LimitReached as reached:
        uploads.refuse_all(reached)
    suspicions = set(RobotTraps(request.POST).suspicions()) - NOT_OF_DRAFTS
    return Sent(
        language=get_language(),
        answers=answers.read(request.POST),
        was_seen=request.POST.get("seen", ""),
        taken=uploads.taken,
        refused=uploads.refused,
        removed=(REMOVE[action],) if action in REMOVE else (),
        was_sent=WAS_SENT.get(action),
        flags=tuple(suspicions if action == "send" else suspicions - {"too_fast"}),
    )
