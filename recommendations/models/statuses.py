"""How far a recommendation has come. The words are few and fixed, so that they mean the same in every year."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Status(models.TextChoices):
    NOT_ASSESSED = "not_assessed", pgettext_lazy("recommendation", "Not assessed yet")
    NOT_STARTED = "not_started", pgettext_lazy("recommendation", "Not started")
    ANNOUNCED = "announced", pgettext_lazy("recommendation", "Announced")
    UNDER_WAY = "under_way", pgettext_lazy("recommendation", "Under way")
    PARTLY = "partly", pgettext_lazy("recommendation", "Partly carried out")
    CARRIED_OUT = "carried_out", pgettext_lazy("recommendation", "Carried out")
    REJECTED = "rejected", pgettext_lazy("recommendation", "Rejected")
    REVERSED = "reversed", pgettext_lazy("recommendation", "Reversed")


# “Not assessed yet” is what the site says where nothing was entered; nobody enters it.
ENTERED = [(status.value, status.label) for status in Status if status != Status.NOT_ASSESSED]
