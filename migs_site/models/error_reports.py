"""What went wrong of late, as administrators are told by mail."""

from django.db import models
from django.db.models.functions import Now


class ErrorReport(models.Model):
    """Errors of one kind that one process met within some seconds; the last of them stands for all.

    kind: which exception, and where. path: what was asked for, without what is a key, or the job that failed.
    """

    kind = models.CharField(max_length=300)
    times = models.PositiveIntegerField()
    request_id = models.CharField(max_length=64, blank=True)
    path = models.CharField(max_length=200, blank=True)
    seen_at = models.DateTimeField(db_default=Now(), db_index=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.kind
