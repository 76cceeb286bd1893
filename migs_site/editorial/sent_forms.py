"""No form of the admin makes two rows, however often and however fast it is sent.

The first sending of a form makes its row, and leaves a SentForm in the same transaction. A later one (a double click,
autosave together with “Publish”, a second try after a lost answer, the browser’s way back) is led to that row. What it
says is done there, as if its sender had opened the row and saved it.
"""

import functools
import hashlib
import json
from collections.abc import Callable
from contextvars import ContextVar
from functools import cached_property
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.urls import resolve, reverse
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Collection, CollectionMember, DraftStateMixin, RevisionMixin
from wagtail.models.audit_log import BaseLogEntry

from migs_site.models import SentForm

MAKING = {"wagtail.create", "wagtail.copy"}
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


at_work: ContextVar[Sending | None] = ContextVar("sending", default=None)


def once(view: Callable) -> Callable:
    """Guard a view of the admin; every one of them, since any may hold a form that makes something."""

    @functools.wraps(view)
    def guarded(request, *args, **kwargs):
        if not is_sent_form(request):
            return view(request, *args, **kwargs)
        sending = Sending(request)
        with Turn(sending.form):
            again = answer_again(sending)
            return make(sending, view, args, kwargs) if again is None else again

    return guarded


def make(sending: Sending, view: Callable, args, kwargs) -> HttpResponse:
    before = at_work.set(sending)
    try:
        response = view(sending.request, *args, **kwargs)
    finally:
        at_work.reset(before)
    return sending.keep(response)


@receiver(post_save)
def remember_what_was_made(sender, instance, created, **kwargs):
    """The history tells what forms make; but of no collection, nor of files that are chosen or come by the dozen."""
    sending = at_work.get()
    if not created or sending is None or sending.made is not None:
        return
    if isinstance(instance, BaseLogEntry) and instance.action in MAKING:
        sending.remember(instance.content_type, instance.object_id)
    elif isinstance(instance, (CollectionMember, Collection)):
        sending.remember(ContentType.objects.get_for_model(instance), instance.pk)


def answer_again(sending: Sending) -> HttpResponse | None:
    """The answer to a form that has made its row already; none where it is still to do its work."""
    first = SentForm.objects.latest_of(sending.form, sending.content)
    if first is None:
        return None
    if first.made_type_id is None:
        sending.updates = first.answer["field_updates"]
        sending.request.POST = with_updates(sending.request.POST, sending.updates)
        return None
    row = first.made()
    if row is None:
        first.delete()
        return None
    return Again(sending, first, row).answer()


class Again:
    """A form that was sent again. first: what became of it before. row: what it made then."""

    def __init__(self, sending: Sending, first: SentForm, row: models.Model):
        self.sending, self.first, self.row = sending, first, row
        self.request = sending.request
        self.address = AdminURLFinder(self.request.user).get_edit_url(row) or reverse("wagtailadmin_home")

    def answer(self) -> HttpResponse | None:
        if urlsplit(self.address).path == self.request.path:
            return None  # it goes to the row by itself
        same = self.first.content == self.sending.content
        if self.sending.is_by_itself and not self.first.by_itself:
            return self.refuse_autosave()
        if same and self.has_said_it_all():
            return self.repeat()
        if not isinstance(self.row, RevisionMixin):
            # Nothing would keep the older words: who went back and changed them means another one.
            return self.repeat() if same else None
        return self.save_row() if self.is_untouched() else self.lead_to_row()

    def has_said_it_all(self) -> bool:
        alike = (self.first.button, self.first.by_itself) == (self.sending.button, self.sending.is_by_itself)
        return alike and bool(self.first.location or self.first.answer)

    def is_untouched(self) -> bool:
        return self.first.revision_id in {None, self.row.latest_revision_id}

    def refuse_autosave(self) -> HttpResponse:
        """A button was pressed since: what the form held before must not undo that."""
        sentence = _("This form has already been saved. Open what it created, or reload the page.")
        content = {"success": False, "error_code": "invalid_revision", "error_message": sentence}
        return JsonResponse(content, status=400)

    def repeat(self) -> HttpResponse:
        if self.first.answer:
            return JsonResponse(self.first.answer)
        self.tell(messages.INFO, _("“%(name)s” had already been saved, so it was not saved again."))
        return HttpResponseRedirect(self.first.location or self.address)

    def lead_to_row(self) -> HttpResponse:
        """Somebody has changed the row since; old words do not replace theirs."""
        if self.sending.is_by_itself:
            return self.refuse_autosave()
        sentence = _(
            "“%(name)s” was created with this form and has been changed since, so nothing was saved this time."
        )
        self.tell(messages.WARNING, sentence)
        return HttpResponseRedirect(self.address)

    def save_row(self) -> HttpResponse:
        """Send the form to the row that it has made, as the browser would have done had it known of that."""
        self.sending.updates = ids_of(self.row, self.request.POST)
        self.request.POST = with_updates(self.request.POST, self.sending.updates)
        if not self.sending.is_by_itself:
            self.tell(messages.INFO, _("“%(name)s” had already been created with this form. It has now been updated."))
        elif self.row.latest_revision_id:
            self.request.POST["overwrite_revision_id"] = str(self.row.latest_revision_id)
        response = open_view(self.request, self.address)
        if self.sending.is_by_itself and json_of(response):
            # A program that asked to make the row is also told where it is.
            response = JsonResponse((self.first.answer or {}) | json_of(response))
        self.sending.made = self.first
        return self.sending.keep(response)

    def tell(self, level: int, sentence: str) -> None:
        messages.add_message(self.request, level, sentence % {"name": self.row})


def open_view(request: HttpRequest, address: str) -> HttpResponse:
    request.path = request.path_info = urlsplit(address).path
    request.resolver_match = match = resolve(request.path_info)
    return match.func(request, *match.args, **match.kwargs)


def with_updates(post: QueryDict, updates: dict[str, str]) -> QueryDict:
    """A form with the numbers of the rows in its lists, where it does not know them yet."""
    post = post.copy()
    for name, value in updates.items():
        if name.endswith("-INITIAL_FORMS") and post.get(name, "").isdecimal():
            post[name] = str(max(int(post[name]), int(value)))
        elif name in post and not post[name]:
            post[name] = value
    return post


def ids_of(row: models.Model, post: QueryDict) -> dict[str, str]:
    """The numbers of what stands in the lists of a row, for the fields of the form that has made it."""
    if isinstance(row, DraftStateMixin):
        row = row.get_latest_revision_as_object()
    return dict(ids_below(row, post, ""))


def ids_below(row: models.Model, post: QueryDict, prefix: str):
    for relation in get_all_child_relations(type(row)):
        name = f"{prefix}{relation.get_accessor_name()}"
        total = post.get(f"{name}-TOTAL_FORMS", "")
        if not total.isdecimal():
            continue
        places = [f"{name}-{place}-" for place in range(min(int(total), 1000)) if f"{name}-{place}-id" in post]
        filled = [place for place in places if not post.get(f"{place}DELETE")]
        for place, child in zip(filled, getattr(row, relation.get_accessor_name()).all(), strict=False):
            yield f"{place}id", str(child.pk or "")
            yield from ids_below(child, post, place)
        yield f"{name}-INITIAL_FORMS", str(len(places))
