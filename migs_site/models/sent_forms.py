"""Forms of the admin that were sent and have made something, so that none of them makes it twice."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import Page


class SentFormQuerySet(models.QuerySet):
    def latest_of(self, form: str, content: str):
        """What a form has made: with this very content, or else last."""
        sent = list(self.filter(form=form).select_related("made_type").order_by("pk"))
        same = [each for each in sent if each.content == content]
        return (same or sent or [None])[-1]


class SentForm(models.Model):
    """A form, what it said when it was last sent, what it made, and the answer that its sender was given.

    form: names one opening of one form by one person, at one address. content: a fingerprint of what was filled in.
    button: the one that was pressed, empty where the form sent itself (autosave) or has but one.
    """

    form = models.CharField(max_length=64)
    content = models.CharField(max_length=64)
    button = models.CharField(max_length=50, blank=True)
    by_itself = models.BooleanField()
    made_type = models.ForeignKey(ContentType, null=True, on_delete=models.CASCADE, related_name="+")
    made_pk = models.CharField(max_length=255, blank=True)
    revision_id = models.BigIntegerField(null=True)
    location = models.TextField(blank=True)
    answer = models.JSONField(null=True)
    sent_at = models.DateTimeField(auto_now_add=True, db_index=True)

    objects = SentFormQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "content"], name="sent_form_makes_one_thing")]

    def __str__(self):
        return f"{self.made_type} {self.made_pk}"

    def made(self) -> models.Model | None:
        """What the form has made, unless it was deleted since."""
        model = self.made_type and self.made_type.model_class()
        found = model and model._base_manager.filter(pk=self.made_pk).first()
        return found.specific if isinstance(found, Page) else found
