"""The outbox in the admin's menu and on what needs attention."""

import datetime

from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import ngettext
from wagtail import hooks

from migs_site.base.metrics import Metric, seconds
from migs_site.editorial.attention import AttentionItem
from migs_site.outbox.listing import MailViewSet
from migs_site.outbox.models import Mail, State
from migs_site.outbox.visibility import visible_mails

TOO_LONG = datetime.timedelta(hours=1)
NO_TIME = datetime.timedelta()


outbox = MailViewSet()


@hooks.register("register_admin_viewset")
def register_outbox():
    return outbox


@hooks.register("register_reports_menu_item")
def show_outbox():
    """Among the reports: whoever keeps an application finds its mails with it."""
    return outbox.get_menu_item()


@hooks.register("needs_attention")
def mails_that_do_not_go_out(request) -> list[AttentionItem]:
    if not request.user.has_perm("outbox.view_mail"):
        return []
    index, mails = reverse("outbox:index"), visible_mails(request)
    failed = mails.filter(state=State.FAILED).count()
    waiting = mails.overdue(TOO_LONG).count()
    failed_said = ngettext(
        "%(number)d mail could not be sent.",
        "%(number)d mails could not be sent.",
        failed,
    )
    waiting_said = ngettext(
        "%(number)d mail has been waiting to be sent for more than an hour.",
        "%(number)d mails have been waiting to be sent for more than an hour.",
        waiting,
    )
    found = [
        (failed, failed_said, f"{index}?state=failed"),
        (waiting, waiting_said, f"{index}?state=queued&state=sending"),
    ]
    return [AttentionItem(said % {"number": number}, address) for number, said, address in found if number]


@hooks.register("metrics")
def mails_by_state() -> list[Metric]:
    counted = dict(Mail.objects.order_by().values_list("state").annotate(models.Count("pk")))
    unsent = {state: counted.get(state, 0) for state in (State.QUEUED, State.SENDING, State.HELD, State.FAILED)}
    overdue = Mail.objects.overdue(NO_TIME).aggregate(
        age=models.ExpressionWrapper(Now() - models.Min("send_at"), models.DurationField())
    )
    return [
        Metric("mails", "Mails that have not been sent, by state", unsent),
        Metric(
            "oldest_mail_seconds",
            "How long the mail has waited that is due longest",
            seconds(overdue["age"] or NO_TIME),
        ),
    ]
