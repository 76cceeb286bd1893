"""What tells one sending of a form from another."""

import hashlib
import json
from functools import cached_property

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from wagtail.models import RevisionMixin

from migs_site.models import SentForm

NAME = "csrfmiddlewaretoken"
BUTTONS = "action-"
# What a form says of itself, beside what was filled in.
ABOUT_ITSELF = (NAME, "next", "overwrite_revision_id", "loaded_revision_id", "loaded_revision_created_at")


class Sending:
    """One sending of a form. Django draws the form's token anew each time that it is opened, so that it names it."""

    def __init__(self, request: HttpRequest):
        self.request = request
        self.made = None  # the SentForm that tells of what this sending has made
        self.updates = {}  # the numbers of rows in its lists that the form did not know of

    @cached_property
    def form(self) -> str:
        return fingerprint(str(self.request.user.pk), self.request.path, self.request.POST[NAME])

    @cached_property
    def content(self) -> str:
        lists = sorted(self.request.POST.lists())
        said = [
            repr(pair)
            for pair in lists
            if pair[0] not in ABOUT_ITSELF and not pair[0].startswith(BUTTONS) and any(pair[1])
        ]
        files = [f"{name} {file.name} {digest(file)}" for name, file in sorted(self.request.FILES.items())]
        return fingerprint(*said, *files)

    @property
    def button(self) -> str:
        return next((name[:50] for name in self.request.POST if name.startswith(BUTTONS)), "")

    @property
    def is_by_itself(self) -> bool:
        """Whether nobody pressed a button: Wagtail saves what is typed, and asks for no page."""
        return not self.request.accepts("text/html")

    def remember(self, made_type, made_pk) -> None:
        self.made = SentForm.objects.create(made_type=made_type, made_pk=made_pk, **self.said())

    def said(self) -> dict:
        return {"form": self.form, "content": self.content, "button": self.button, "by_itself": self.is_by_itself}

    def keep(self, response: HttpResponse) -> HttpResponse:
        """Keep the answer, for whoever sends this again, and the numbers that autosave has given to rows of lists."""
        location, answer = response.get("Location", ""), json_of(response)
        if self.is_by_itself and answer and self.updates:
            answer["field_updates"] = self.updates | answer.get("field_updates", {})
            response = JsonResponse(answer)
        if self.made is None and self.is_by_itself and answer and answer.get("field_updates"):
            SentForm.objects.filter(form=self.form).delete()
            self.remember(None, "")
        if self.made is not None and (location or answer):
            row = self.made.made()
            revision = row.latest_revision_id if isinstance(row, RevisionMixin) else None
            new = self.said() | {"location": location, "answer": answer, "revision_id": revision}
            SentForm.objects.filter(pk=self.made.pk).update(**new)
        return response


def is_sent_form(request: HttpRequest) -> bool:
    return request.method == "POST" and bool(request.POST.get(NAME)) and request.user.is_authenticated


def json_of(response: HttpResponse) -> dict | None:
    """What a program was answered, where that is good news."""
    if response.status_code != 200 or not response.get("Content-Type", "").startswith("application/json"):
        return None
    answer = json.loads(response.content)
    return answer if isinstance(answer, dict) and answer.get("success", True) else None


def fingerprint(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()


def digest(file) -> str:
    summed = hashlib.sha256()
    for chunk in file.chunks():
        summed.update(chunk)
    file.seek(0)
    return summed.hexdigest()


class Turn:
    """Sendings of one form wait for each other, in all processes; where one is killed, the next one comes."""

    def __init__(self, form: str):
        self.number = int.from_bytes(bytes.fromhex(form)[:8], signed=True)

    def __enter__(self):
        self.ask("SELECT pg_advisory_lock(%s)")

    def __exit__(self, *error):
        if connection.is_usable():
            self.ask("SELECT pg_advisory_unlock(%s)")

    def ask(self, sql: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, [self.number])
