"""How applications are read by several people who do not influence each other."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Orderable

from migs_site.base.bilingual import Bilingual, both_languages
from migs_site.base.field_checks import JointForm
from migs_site.base.plain_text import one_line

from .applications import Application

LOWEST, HIGHEST = 1, 5


class Criterion(Orderable):
    """What reviewers score, as staff define it. One that is no longer asked for keeps the scores that were given."""

    name_en = models.CharField(_("name (English)"), max_length=100, validators=[one_line])
    name_fr = models.CharField(_("name (French)"), max_length=100, validators=[one_line])
    help_en = models.TextField(_("help (English)"), max_length=500, blank=True)
    help_fr = models.TextField(_("help (French)"), max_length=500, blank=True)
    weight = models.PositiveSmallIntegerField(
        _("weight"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
        help_text=_("From 1 to 10: how often a score of this criterion counts in the mean."),
    )
    is_active = models.BooleanField(_("in use"), default=True, help_text=_("Clear this box to ask for it no longer."))

    name = Bilingual()
    help = Bilingual()

    base_form_class = JointForm
    wagtail_reference_index_ignore = True

    class Meta(Orderable.Meta):
        default_permissions = ()
        verbose_name = pgettext_lazy("review", "criterion")
        verbose_name_plural = pgettext_lazy("review", "criteria")
        constraints = [
            both_languages("help"),
            models.CheckConstraint(condition=Q(weight__range=(1, 10)), name="criteria_weigh_1_to_10"),
        ]

    def __str__(self):
        return self.name


class Assignment(models.Model):
    """That somebody is asked to review an application. Reviewers see no others."""

    application = models.ForeignKey(
        Application, on_delete=models.DO_NOTHING, related_name="assignments", verbose_name=_("application")
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("reviewer")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), db_default=Now(), editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ()
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [models.UniqueConstraint(fields=["application", "reviewer"], name="assigned_once")]

    def __str__(self):
        return str(self.application)


class Review(models.Model):
    """What one person thinks of an application: scores with a recommendation, or that they abstain.

    ``reviewer`` is empty once their account is gone.
    """

    class Recommendation(models.TextChoices):
        YES = "yes", pgettext_lazy("review", "Yes")
        MAYBE = "maybe", pgettext_lazy("review", "Maybe")
        NO = "no", pgettext_lazy("review", "No")

    application = models.ForeignKey(
        Application, on_delete=models.DO_NOTHING, related_name="reviews", verbose_name=_("application")
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("reviewer")
    )
    abstains = models.BooleanField(_("abstains"), default=False)
    recommendation = models.CharField(_("recommendation"), max_length=10, choices=Recommendation, blank=True)
    comment = models.TextField(_("comment"), max_length=5000, blank=True)
    given_at = models.DateTimeField(_("given"), db_default=Now(), editable=False)
    changed_at = models.DateTimeField(_("changed"), null=True, editable=False)
    # What it was as long as its author could not see what others think, once it says something else.
    first_opinion = models.JSONField(_("first opinion"), null=True, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["given_at", "pk"]
        default_permissions = ()
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [
            models.UniqueConstraint(fields=["application", "reviewer"], name="one_review_of_each_reviewer"),
            models.CheckConstraint(
                condition=Q(abstains=True, recommendation="") | Q(abstains=False) & ~Q(recommendation=""),
                name="reviews_recommend_or_abstain",
            ),
        ]

    def __str__(self):
        return str(self.application)

    @property
    def mean(self) -> float | None:
        """Of its scores, each as often as its criterion weighs; none for who abstains. Asks for the scores at once."""
        scores = [] if self.abstains else [(score.value, score.criterion.weight) for score in self.scores.all()]
        weights = sum(weight for _value, weight in scores)
        return sum(value * weight for value, weight in scores) / weights if weights else None


class Score(models.Model):
    review = models.ForeignKey(Review, on_delete=models.DO_NOTHING, related_name="scores", verbose_name=_("review"))
    criterion = models.ForeignKey(
        Criterion, on_delete=models.PROTECT, related_name="+", verbose_name=pgettext_lazy("review", "criterion")
    )
    value = models.PositiveSmallIntegerField(_("score"))

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["criterion__sort_order", "pk"]
        default_permissions = ()
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="one_score_of_each_criterion"),
            models.CheckConstraint(condition=Q(value__range=(LOWEST, HIGHEST)), name="scores_are_1_to_5"),
        ]

    def __str__(self):
        return f"{self.criterion}: {self.value}"


class Recusal(models.Model):
    """That somebody has nothing to do with an application, and from then on sees nothing of it."""

    application = models.ForeignKey(
        Application, on_delete=models.DO_NOTHING, related_name="recusals", verbose_name=_("application")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recusals", verbose_name=_("person")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("by")
    )
    reason = models.TextField(_("reason"), max_length=1000)
    at = models.DateTimeField(_("at"), db_default=Now(), editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ()
        verbose_name = _("recusal")
        verbose_name_plural = _("recusals")
        constraints = [models.UniqueConstraint(fields=["application", "person"], name="recused_once")]

    def __str__(self):
        return str(self.application)
