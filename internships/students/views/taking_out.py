"""What a student takes away of an application: the answers at once, the files by a link that the worker mails."""

import logging

from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET

from internships.documents.packing import find_packed, open_packed
from internships.states import State
from internships.students.everything_held import everything_held, in_words
from internships.students.limits import spend_for_link
from internships.students.links import find
from internships.students.mail import queue
from internships.students.opening import offer_in_language
from internships.students.presenting import presenting
from internships.students.services import NotFound, locked
from internships.students.views.privacy import private
from internships.students.views.status import no_application
from migs_site.sealing import CannotOpen
from migs_site.web.methods import takes_forms

logger = logging.getLogger(__name__)

HELD = {"json": everything_held, "txt": in_words}


@private
@require_GET
def answers_held(request, token, ending):
    """Everything but the content of the files, for programs (json) or for people (txt)."""
    if ending not in HELD:
        raise Http404
    with presenting(token):
        link = find(token)
        held = HELD[ending](link.application) if link else None
    if not link:
        return no_application(request, token)
    if ending == "json":
        response: HttpResponse = JsonResponse(held, json_dumps_params={"indent": 2})
    else:
        context = {"rows": held}
        response = render(request, "internships/everything_held.txt", context, content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{link.application.reference}.{ending}"'
    return response


@takes_forms
@csrf_exempt
@private
def ask_for_files(request, token):
    """GET says how it goes; POST lets the worker pack the files and mail a link to the address of the application."""
    with presenting(token):
        link = find(token)
    if not link or link.application.state == State.DRAFT:
        return no_application(request, token)
    application = link.application
    if request.method == "POST":
        spend_for_link(request, email=application.email)
        try:
            with presenting(token):
                queue("files", locked(token).application, to=application.email)
        except NotFound:  # erased at this moment
            return no_application(request, token)
    context = {"token": token, "email": application.email, "is_asked": request.method == "POST"}
    context["parent_page"] = offer_in_language()
    return render(request, "internships/files_by_mail.html", context)


@takes_forms
@csrf_exempt
@private
def packed_files(request, key):
    """Where that link leads: a button, because programs that follow links press none, and then the archive."""
    with presenting(key):
        packed = find_packed(key)
    if not packed:
        return no_application(request, key)
    context = {"packed": packed, "parent_page": offer_in_language()}
    if request.method != "POST":
        return render(request, "internships/packed_files.html", context)
    try:
        with presenting(key):
            content = open_packed(packed, key)
    except (CannotOpen, OSError):
        logger.exception("The packed files %s were not opened.", packed.pk)
        return render(request, "internships/packed_files.html", context | {"has_failed": True}, status=503)
    name = f"{packed.application.reference}.zip"
    return FileResponse(content, as_attachment=True, filename=name, content_type="application/zip")
