"""Writing down who did what, and forgetting it when its time is over."""

import re
from collections.abc import Mapping

from django.db import connection, models, transaction

from migs_site.accounts.models import User
from migs_site.audit.models import AuditEntry, reference_to
from migs_site.audit.registry import ACTIONS

REFERENCE = re.compile(r"(\w+\.\w+:[\w-]+)?", re.ASCII)
CODE = re.compile(r"[\w.:/-]{0,100}", re.ASCII)
# Three years, after which no claim can be made any more (C.c.Q., art. 2925). The triggers of the table hold to it too.
OLD = "at < now() - interval '3 years'"


def record(
    *,
    action: str,
    about: models.Model | str = "",
    by: User | None = None,
    detail: Mapping[str, object] | None = None,
) -> None:
    """Write an entry, in the transaction of what it is about, so that there is neither without the other.

    action: one that is registered. about: a record, or “app.model:number”. by: who; None for the site itself and for
    visitors. detail: numbers, yes or no, and codes of a few plain letters, or lists of them: words may be somebody's
    name, and have no place in it. ValueError for anything else.
    """
    record_all(action=action, details={about: detail or {}}, by=by)


def record_all(*, action: str, details: Mapping[models.Model | str, Mapping[str, object]], by: User | None) -> None:
    """Write an entry about each of these records, each with its detail, in one query."""
    AuditEntry.objects.bulk_create([entry(action, about, by, detail) for about, detail in details.items()])


def entry(action: str, about: models.Model | str, by: User | None, detail: Mapping[str, object]) -> AuditEntry:
    reference = about if isinstance(about, str) else reference_to(about)
    unfit = [name for name, value in detail.items() if not CODE.fullmatch(name) or not is_code(value)]
    if action not in ACTIONS or not REFERENCE.fullmatch(reference) or unfit:
        raise ValueError(f"The audit log takes no such entry: {action}, about {reference}, {unfit}")
    known = by if by and by.pk else None
    return AuditEntry(
        action=action,
        about=reference,
        user_pk=known.pk if known else None,
        user_label=label_of_user(known) if known else "",
        detail=dict(detail),
    )


def is_code(value: object) -> bool:
    """Whether a value says nothing in words, and so names nobody."""
    values = value if isinstance(value, list | tuple) else [value]
    return all(CODE.fullmatch(each) if isinstance(each, str) else isinstance(each, int | None) for each in values)


def label_of_user(user: User) -> str:
    name = user.get_full_name()
    return f"{name} ({user.email})" if name else user.email


@transaction.atomic
def forget_old_entries() -> int:
    """Delete what is older than three years, and write down how many that were. Idempotent."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM audit_auditentry WHERE {OLD}")  # noqa: S608 (a constant)
        number = cursor.rowcount
    if number:
        record(action="audit.pruned", detail={"entries": number})
    return number
