"""What a student takes away of an application: the answers at once, the files by a link that the worker mails."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from internships.students.everything_held import everything_held, in_words
from internships.students.links import find
from internships.students.views.privacy import private
from internships.students.views.status import no_application


@private
@require_GET
def answers_held(request, token, ending):
    """Everything but the content of the files, for programs (json) or for people (txt)."""
    link = find(token)
    if not link:
        return no_application(request)
    if ending == "json":
        response: HttpResponse = JsonResponse(everything_held(link.application), json_dumps_params={"indent": 2})
    elif ending == "txt":
        context = {"rows": in_words(link.application)}
        response = render(request, "internships/everything_held.txt", context, content_type="text/plain; charset=utf-8")
    else:
        raise Http404
    response.headers["Content-Disposition"] = f'attachment; filename="{link.application.reference}.{ending}"'
    return response
