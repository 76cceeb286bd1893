"""What is known of each address on other sites that our pages link to."""

import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Problem(models.TextChoices):
    """Why a link does not work, or could not be checked, in the words that staff read."""

    UNKNOWN_NAME = "unknown_name", _("The site’s domain name does not exist.")
    NO_CONNECTION = "no_connection", _("The site refuses connections.")
    UNSAFE = "unsafe", _("The site’s security certificate is not valid.")
    SILENT = "silent", _("The site took too long to respond.")
    UNREADABLE = "unreadable", _("The site’s response cannot be read by browsers.")
    NOT_FOUND = "not_found", _("The site reports that this page does not exist.")
    GONE = "gone", _("The site reports that this page has been removed permanently.")
    REFUSED = "refused", _("The site denies access to the page.")
    SITE_ERROR = "site_error", _("The site reports an error of its own.")
    CIRCLE = "circle", _("The site redirects in a loop, or too many times.")
    PRIVATE = "private", _("The address is on a private network, which visitors cannot reach.")
    CLOSED_TO_PROGRAMS = "closed_to_programs", _("The site blocks automated checks, so the link could not be checked.")
    NOT_ASKED = (
        "not_asked",
        _("Only addresses that begin with https:// or http:// and have no port or user name are checked."),
    )


# A visitor may well see what these hide from us.
UNKNOWN = (Problem.CLOSED_TO_PROGRAMS, Problem.NOT_ASKED)

# How many nights in a row a link must fail before readers are told. One night may be maintenance; a site that says that
# the error is its own is usually mended, which may take a weekend and a little more.
NIGHTS = 3
NIGHTS_OF_SITE_ERROR = 5

DAY = datetime.timedelta(days=1)
# Due a few hours before the same time of a later day, so that a night that begins early still finds it due.
EARLY = datetime.timedelta(hours=4)
LONGEST_WAIT = 7  # days


class OutsideLinkQuerySet(models.QuerySet):
    def due(self):
        """Those whose time has come, and those whom only a clock that was wrong can have told to wait so long."""
        now = timezone.now()
        return self.filter(Q(next_check_at__lte=now) | Q(next_check_at__gt=now + LONGEST_WAIT * DAY))

    def first_of_each_site(self):
        """Of each site the link that has waited longest."""
        return self.order_by("host", "next_check_at", "pk").distinct("host")

    def broken(self):
        return self.filter(is_broken=True)

    def noteworthy(self):
        """Links that staff may want to look at: with a problem, or moved."""
        return self.exclude(problem="", moved_to="")


class OutsideLink(models.Model):
    """An address on another site, once, however many pages link to it. Where they do is looked up when it is asked."""

    address = models.CharField(_("address"), max_length=1000, unique=True)
    host = models.CharField(max_length=255, db_index=True, editable=False)
    last_checked_at = models.DateTimeField(_("last checked"), null=True, blank=True)
    next_check_at = models.DateTimeField(default=timezone.now, db_index=True, editable=False)
    problem = models.CharField(_("problem"), max_length=20, choices=Problem, blank=True)
    failures = models.PositiveSmallIntegerField(_("consecutive failures"), default=0)
    failing_since = models.DateTimeField(_("since"), null=True, blank=True)
    is_broken = models.BooleanField(_("broken"), default=False)
    moved_to = models.CharField(_("has moved to"), max_length=1000, blank=True)

    objects = OutsideLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("external link")
        verbose_name_plural = _("external links")
        constraints = [
            models.CheckConstraint(
                condition=Q(failures=0, failing_since=None) | Q(failures__gt=0, failing_since__isnull=False),
                name="link_fails_since_a_moment",
            ),
            models.CheckConstraint(condition=Q(is_broken=False) | Q(failures__gt=0), name="link_broken_by_failures"),
        ]

    def __str__(self):
        return self.address

    @property
    def last_checked_on(self) -> datetime.date | None:
        """The day in Montreal."""
        return timezone.localdate(self.last_checked_at) if self.last_checked_at else None

    def apply_result(self, problem: str, moved_to: str, at: datetime.datetime) -> None:
        """Take in what one look at the address showed."""
        self.last_checked_at, self.problem, self.moved_to = at, problem, moved_to
        if not problem or problem in UNKNOWN:
            self.failures, self.failing_since, self.is_broken = 0, None, False
        else:
            self.failures = min(self.failures + 1, 1000)
            self.failing_since = self.failing_since or at
            nights = NIGHTS_OF_SITE_ERROR if problem == Problem.SITE_ERROR else NIGHTS
            self.is_broken = self.is_broken or self.failures >= nights
        self.next_check_at = at + self.days_to_wait() * DAY - EARLY

    def days_to_wait(self) -> int:
        """Each night while something may change; less and less often once it is broken, and not to be a nuisance."""
        if self.problem in UNKNOWN:
            return LONGEST_WAIT
        if not self.is_broken:
            return 1
        return min(2 ** max(self.failures - NIGHTS, 0), LONGEST_WAIT)
