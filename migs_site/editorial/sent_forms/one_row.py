"""No form of the admin makes two rows, however often and however fast it is sent.

The first sending of a form makes its row, and leaves a SentForm in the same transaction. A later one (a double click,
autosave together with “Publish”, a second try after a lost answer, the browser’s way back) is led to that row. What it
says is done there, as if its sender had opened the row and saved it.
"""

import functools
from collections.abc import Callable
from contextvars import ContextVar

from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpResponse
from wagtail.models import Collection, CollectionMember
from wagtail.models.audit_log import BaseLogEntry

from .repeated import answer_again
from .sending import Sending, Turn, is_sent_form

MAKING = {"wagtail.create", "wagtail.copy"}

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
