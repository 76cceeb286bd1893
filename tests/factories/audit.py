"""Entries of the audit log, as they would have been written down."""

import datetime

from django.db import connection
from django.utils import timezone

from migs_site.audit.models import AuditEntry

EXPORTED = "audit.exported"


def entry(*, age: datetime.timedelta | None = None, **fields) -> AuditEntry:
    """One entry; of an earlier day only without the triggers of the table, which give each the time it came."""
    fields = {"action": EXPORTED, "user_pk": 7, "user_label": "Ann Smith (ann@example.org)"} | fields
    if age is None:
        return AuditEntry.objects.create(**fields)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        made = AuditEntry.objects.create(at=timezone.now() - age, **fields)
        cursor.execute("SET session_replication_role = origin")
    return made
