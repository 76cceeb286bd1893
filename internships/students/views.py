"""The application form, and the page after it."""

import logging

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpResponse, HttpResponseRedirect, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods

from internships.documents.bounded_uploads import BoundedUploadHandler, give_up
from internships.documents.files import FOR_APPLICANTS, files_with_notes
from internships.models import Application, InternshipPage
from internships.students.forms import ApplicationForm
from internships.students.services import DraftsGone, submit_application

logger = logging.getLogger(__name__)

NO_ROOM = _("We could not save your files, so your application was not sent. Try again in a few minutes.")
UNREADABLE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent, MultiPartParserError)


def offers():
    """The internship page in the language of the address."""
    return InternshipPage.objects.live().filter(locale__language_code=get_language())


# Exempt here and protected one step further in: the token is in the body, whose reader must be chosen before.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request):
    request.upload_handlers = [BoundedUploadHandler(request)]
    try:
        request.POST  # noqa: B018 (reads the body)
    except UNREADABLE:
        give_up(request)
        return render(request, "internships/unreadable.html", status=413)
    except UnreadablePostError:  # the visitor has gone away
        give_up(request)
        return HttpResponse(status=400)
    # Only now: whoever sends their files slowly holds no connection to the database meanwhile.
    return answer(request, get_object_or_404(offers()))


@csrf_protect
def answer(request, offer):
    if not offer.is_open:
        return render(request, "internships/closed.html", {"offer": offer, "parent_page": offer})
    if request.method != "POST":
        return show(request, ApplicationForm(offer=offer))
    form = ApplicationForm(request.POST, request.FILES, offer=offer)
    if any(handler.lacked_room for handler in request.upload_handlers):
        form.add_error(None, NO_ROOM)
    application = accept(form)
    if application:
        return HttpResponseRedirect(reverse("internships:received", args=[application.pk]), status=303)
    form.save_drafts()
    return show(request, form)


def accept(form: ApplicationForm) -> Application | None:
    """The stored application; None where the form has to be shown again, with its reasons."""
    if not form.is_valid():
        return None
    try:
        return submit_application(**form.submission())
    except DraftsGone as gone:
        form.drop_drafts(gone.kinds)
    except OSError:
        logger.exception("There was no room for the files of an application.")
        form.add_error(None, NO_ROOM)
    return None


def show(request, form):
    return render(request, "internships/apply.html", {"form": form, "offer": form.offer, "parent_page": form.offer})


@never_cache
@require_GET
def received(request, pk):
    """The page after sending; it names nobody, so that a shared or reloaded address gives nothing away.

    The names of files are left out for the same reason: many of them hold the applicant's.
    """
    application = get_object_or_404(Application.objects.only("reference"), pk=pk)
    offer = offers().first()
    context = {"reference": application.reference, "files": files_with_notes(application, FOR_APPLICANTS)}
    response = render(request, "internships/received.html", context | {"offer": offer, "parent_page": offer})
    response.headers["X-Robots-Tag"] = "noindex"
    return response
