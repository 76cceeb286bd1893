"""What has been spent of each limit, by whom."""

from django.db import models


class Budget(models.Model):
    """When somebody has spent nothing any more of a limit: a row whose instant has passed says the same as no row.

    who: an HMAC, so that the table holds no address. Nothing but the key is indexed: PostgreSQL then changes a row in
    place, and the one row of an overall limit changes with each request.
    """

    pk = models.CompositePrimaryKey("name", "who")
    name = models.CharField(max_length=100)
    who = models.CharField(max_length=64)
    whole_again_at = models.DateTimeField()

    def __str__(self):
        return f"{self.name} {self.who[:8]}"
