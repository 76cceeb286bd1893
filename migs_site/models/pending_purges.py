"""What a web machine has not been told yet, because it was off or cut off."""

from django.db import models
from django.db.models.functions import Now


class PendingPurge(models.Model):
    """An address that one web machine still has to throw away; or, without a path, that it missed a change.

    machine: as FRONT_CACHES names it.
    """

    machine = models.CharField(max_length=300)
    path = models.TextField(blank=True)
    since = models.DateTimeField(db_default=Now())

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.machine}{self.path}"
