"""Which mails a member of staff sees: an app hides those about a record from whom the record is hidden.

@hooks.register("visible_mails")
def hide_mails_of_recused(queryset, request):
    return queryset.exclude(about__in=…)
"""

import uuid

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from wagtail import hooks

from migs_site.outbox.models import Mail


def visible_mails(request) -> QuerySet:
    """What whoever asks may see of all mails; nothing without the permission."""
    if not request.user.has_perm("outbox.view_mail"):
        return Mail.objects.none()
    queryset = Mail.objects.all()
    for narrow in hooks.get_hooks("visible_mails"):
        queryset = narrow(queryset, request)
    return queryset


def visible_mail(request, pk: uuid.UUID) -> Mail:
    """One of them; raises PermissionDenied without the permission, and Http404 where it is hidden or erased."""
    if not request.user.has_perm("outbox.view_mail"):
        raise PermissionDenied
    return get_object_or_404(visible_mails(request), pk=pk)
