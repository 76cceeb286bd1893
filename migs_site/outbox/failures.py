"""What it means when a mail could not be handed over: whether to try again, and what staff are told."""

import datetime
import re
import smtplib
import ssl
from typing import NamedTuple

from migs_site.outbox.models import MOST_TRIES, Problem

TOO_LARGE = 552  # the one refusal at MAIL FROM that is about the mail and not about us
ENHANCED_CODE = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}(?=\s|$)")  # RFC 3463
# After an attempt without an answer: each further one may be a further copy.
TRIES_AFTER_SILENCE = 2


class Failure(NamedTuple):
    """problem: for staff. code: the server's numbers alone, because its words may name a person.

    is_final: no further attempt helps. is_silence: the server had the whole mail. breaks_off: the server may be away.
    """

    problem: Problem
    code: str = ""
    is_final: bool = False
    is_silence: bool = False
    breaks_off: bool = False


def failure_to_connect(error: OSError) -> Failure:
    """Nothing to do with any mail."""
    if isinstance(error, ssl.SSLError):
        return Failure(Problem.UNSAFE)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Failure(Problem.NOT_OFFERED)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Failure(Problem.NO_LOGIN, code_of(error.smtp_code, error.smtp_error))
    if isinstance(error, smtplib.SMTPResponseException):
        return Failure(Problem.NO_SERVER, code_of(error.smtp_code, error.smtp_error))
    return Failure(Problem.NO_SERVER)


def failure_to_send(error: OSError, *, is_handed_over: bool) -> Failure:
    """What smtplib raised in the middle of a mail."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return judged(*next(iter(error.recipients.values())), is_handed_over)
    if isinstance(error, smtplib.SMTPSenderRefused):
        failure = judged(error.smtp_code, error.smtp_error, is_handed_over)
        is_ours = failure.is_final and error.smtp_code != TOO_LARGE
        return failure._replace(problem=Problem.NOT_FOR_US, is_final=False) if is_ours else failure
    if isinstance(error, smtplib.SMTPResponseException):
        return judged(error.smtp_code, error.smtp_error, is_handed_over)
    return silence() if is_handed_over else Failure(Problem.BROKEN_OFF, breaks_off=True)


def judged(number: int, reply: bytes | str, is_handed_over: bool) -> Failure:
    """A reply of the server: 4xx is for now, 5xx for good (RFC 5321, 4.2.1); anything else is none."""
    code = code_of(number, reply)
    if 400 <= number < 500:
        return Failure(Problem.DEFERRED, code, breaks_off=number == 421)
    if 500 <= number < 600:
        return Failure(Problem.REFUSED, code, is_final=True)
    return silence() if is_handed_over else Failure(Problem.BROKEN_OFF, breaks_off=True)


def silence() -> Failure:
    return Failure(Problem.UNANSWERED, is_silence=True, breaks_off=True)


def code_of(number: int, reply: bytes | str) -> str:
    reply = reply.encode(errors="replace") if isinstance(reply, str) else reply
    found = ENHANCED_CODE.match(reply)
    return f"{number} {found[0].decode()}" if found else str(number)


def tries_left_after(failure: Failure, tries_left: int) -> int:
    if failure.is_final:
        return 0
    return min(tries_left, TRIES_AFTER_SILENCE) if failure.is_silence else tries_left


def wait_before_next(failure: Failure, tries_left: int) -> datetime.timedelta:
    """A minute, 4, 16, an hour, then every four hours; half an hour and two hours where the server was silent."""
    if failure.is_silence:
        return datetime.timedelta(minutes=30 * 4 ** (TRIES_AFTER_SILENCE - tries_left))
    return datetime.timedelta(minutes=min(4 ** (MOST_TRIES - tries_left - 1), 240))
