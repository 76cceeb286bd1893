"""How the worker sends what is due, once. Why so, and what can still go wrong: decision 20.

A mail is taken by one worker (state “sending”, committed), then spoken of with the mail server in no transaction. Just
before its last bytes its row is asked once more (the fence): an attempt that was given up for dead may not pass. A mail
found in the hands of a dead worker is sent again only if that worker had not come to the fence.
"""

import logging
import time
import traceback
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F
from django.db.models.functions import Greatest, Now
from wagtail import hooks

from migs_site.outbox.failures import (
    Failure,
    failure_to_connect,
    failure_to_send,
    tries_left_after,
    wait_before_next,
)
from migs_site.outbox.messages import message_of
from migs_site.outbox.models import MARKER, Mail, Problem, State
from migs_site.outbox.smtp import Post

logger = logging.getLogger(__name__)

SECONDS_AT_A_TIME = 45  # other work waits for the same worker; what is left is taken up within a minute
BREAKS_THAT_PROVE_IT = 2  # two mails in a row whose connection broke off: it is the server, not the mail
PAUSE = timedelta(seconds=50)  # less than from one run of the periodic task to the next
PATIENCE_WITH_DATABASE = (1, 2, 4, 8, 15, 30)  # seconds


class Overtaken(Exception):
    """This attempt was given up for dead, or the mail was erased."""


class NoLink(Exception):
    """Nobody could say where the link of this mail leads."""


def send_due() -> None:
    """Send the mails that are due, one at a time, for a while. Any number of workers may do so at once."""
    take_up_abandoned()
    until, breaks = time.monotonic() + SECONDS_AT_A_TIME, 0
    with Post() as post:
        while time.monotonic() < until and Mail.objects.due().exists():
            try:
                post.open()
            except OSError as error:
                post.discard()
                return put_off(failure_to_connect(error))
            mail = take_next()
            if not mail:
                return None  # other workers have what is left in their hands
            failure = send(mail, post)
            breaks = breaks + 1 if failure and failure.breaks_off else 0
            if failure and breaks == BREAKS_THAT_PROVE_IT:
                return put_off(failure)


def take_up_abandoned() -> None:
    """Let mails that a killed worker had in its hands be sent later; ask a person where they may have been sent."""
    over = {"started_at": None, "handed_over": None}
    abandoned = Mail.objects.abandoned()
    unsure = abandoned.filter(handed_over=F("attempts")).update(state=State.FAILED, problem=Problem.UNSURE, **over)
    given_up = abandoned.filter(tries_left=0).update(state=State.FAILED, problem=Problem.STOPPED, **over)
    again = abandoned.update(state=State.QUEUED, problem=Problem.STOPPED, **over)
    if unsure or given_up or again:
        logger.warning("Mails of a worker that was stopped: %d again, %d failed.", again, unsure + given_up)


def put_off(failure: Failure) -> None:
    """Let all that is due wait a little: the server is away. It costs no mail an attempt."""
    logger.warning("The mail server takes no mail: %s %s", failure.problem, failure.code)
    with transaction.atomic():
        due = list(Mail.objects.due().select_for_update(skip_locked=True).values_list("pk", flat=True))
        Mail.objects.filter(pk__in=due).update(retry_at=Now() + PAUSE, problem=failure.problem, reply_code=failure.code)


def send(mail: Mail, post: Post) -> Failure | None:
    """Send a mail that this worker has taken, and store what became of it; given is what was wrong."""
    failure = None
    try:
        post.send(message_of(mail, link_of(mail)), partial(pass_fence, mail))
    except Overtaken:
        post.discard()
        logger.warning("The mail %s was taken away from this worker before its end.", mail.pk)
        return None
    except NoLink:
        failure = Failure(Problem.NO_LINK, is_final=True)
    except OSError as error:
        failure = failure_to_send(error, is_handed_over=post.is_handed_over)
    except (ValueError, TypeError, LookupError) as error:
        failure = Failure(Problem.UNFIT, is_final=True)
        logger.error("No message can be made of the mail %s: %s", mail.pk, place_of(error))
    if failure and failure.problem not in {Problem.NO_LINK, Problem.UNFIT}:
        post.discard()
    insist(partial(record_failure, mail, failure) if failure else partial(record_sent, mail))
    return failure


@transaction.atomic
def take_next() -> Mail | None:
    """Take the mail that is due first. Those that were tried in vain come after those that were not."""
    due = Mail.objects.due().order_by("-tries_left", "send_at")
    mail = due.select_for_update(skip_locked=True, of=["self"]).first()
    if mail:
        Mail.objects.filter(pk=mail.pk).update(
            state=State.SENDING,
            started_at=Now(),
            retry_at=None,
            attempts=F("attempts") + 1,
            tries_left=Greatest(F("tries_left") - 1, 0),
        )
        mail.refresh_from_db()
    return mail


def pass_fence(mail: Mail) -> None:
    """Note, for good, that the server is now given the end of the mail; raises Overtaken where that is not to be."""
    mine = Mail.objects.filter(pk=mail.pk, state=State.SENDING, attempts=mail.attempts)
    if not mine.update(handed_over=F("attempts")):
        raise Overtaken


def link_of(mail: Mail) -> str:
    """What the first hook that knows the mail answers, with a link made anew for each attempt; raises NoLink."""
    if MARKER not in mail.text and MARKER not in mail.html:
        return ""
    try:
        with transaction.atomic():
            answers = (answer(mail) for answer in hooks.get_hooks("mail_link"))
            address = next((answer for answer in answers if answer is not None), None)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        logger.error("No link for the mail %s: %s", mail.pk, place_of(error))
        raise NoLink from error
    if not address or address != "".join(address.split()) or not address.startswith(("https://", "http://")):
        raise NoLink
    return address


def place_of(error: Exception) -> str:
    """What failed and where, without the words of the error, which may quote an address."""
    return "\n".join([type(error).__name__, *traceback.format_tb(error.__traceback__)])


def record_sent(mail: Mail) -> None:
    """Whatever has become of the row meanwhile: it was sent."""
    Mail.objects.filter(pk=mail.pk, attempts=mail.attempts).update(
        state=State.SENT,
        sent_at=Now(),
        started_at=None,
        handed_over=None,
        retry_at=None,
        problem="",
        reply_code="",
    )


def record_failure(mail: Mail, failure: Failure) -> None:
    left = tries_left_after(failure, mail.tries_left)
    Mail.objects.filter(pk=mail.pk, attempts=mail.attempts, state=State.SENDING).update(
        state=State.QUEUED if left else State.FAILED,
        retry_at=Now() + wait_before_next(failure, left) if left else None,
        tries_left=left,
        started_at=None,
        handed_over=None,
        problem=failure.problem,
        reply_code=failure.code,
    )


def insist(write: Callable[[], None]) -> None:
    """Store what became of a mail, also when the database is restarted at that moment: else nobody would know."""
    for seconds in PATIENCE_WITH_DATABASE:
        try:
            return write()
        except (OperationalError, InterfaceError):
            connection.close()
            time.sleep(seconds)
    return write()
