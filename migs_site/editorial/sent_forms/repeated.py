"""What is answered where a form is sent again."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.urls import resolve, reverse
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import DraftStateMixin, RevisionMixin

from migs_site.models import SentForm

from .sending import Sending, json_of


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
