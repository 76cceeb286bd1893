"""Public wording stays as it is: a change of it says when and why, and keeps what stood before."""

from typing import NamedTuple

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from migs_site.shared.bilingual import Bilingual
from migs_site.shared.pages import record_id

LOCKED = gettext_noop("This is public, and is cited: to change it, say why in both languages under “Correction”.")
LOCKED_IN_FRENCH = gettext_noop(
    "This wording is public, and is cited: first say why it changes, under “Correction” on the English page, and "
    "publish that page."
)


class CorrectionQuerySet(models.QuerySet):
    def of(self, page):
        """Those of a recommendation, whichever language its page is in, the last one first."""
        return self.filter(recommendation=record_id(page)).order_by("-date", "-pk")

    def shown_on(self, page):
        """Those that changed what a page says: its own wording, now ``earlier``, or the addressee of both languages.

        ``day`` is when this page changed: the French wording follows the English later.
        """
        wording, day = ("earlier_en", F("date")) if is_english(page) else ("earlier_fr", Coalesce("date_fr", "date"))
        changed = ~Q(**{wording: ""}) | Q(earlier_addressee__isnull=False)
        return self.of(page).filter(changed).annotate(earlier=F(wording), day=day).select_related("earlier_addressee")


class Correction(models.Model):
    """Made when a changed page is published. Stored with the English page.

    The French wording follows when its translator publishes it, on ``date_fr``; until then ``earlier_fr`` is empty.
    Then nothing of it changes any more. ``french_stays`` once the French page was published after a change in English
    and said the same as before.
    """

    recommendation = models.ForeignKey(
        "recommendations.RecommendationPage",
        verbose_name=_("recommendation"),
        on_delete=models.CASCADE,
        related_name="corrections",
    )
    date = models.DateField(_("date"))
    reason_en = models.TextField(_("reason, English"))
    reason_fr = models.TextField(_("reason, French"))
    earlier_en = models.TextField(_("earlier wording, English"), blank=True)
    earlier_fr = models.TextField(_("earlier wording, French"), blank=True)
    date_fr = models.DateField(_("date of the French change"), null=True, editable=False)
    french_stays = models.BooleanField(default=False, editable=False)
    earlier_addressee = models.ForeignKey(
        "recommendations.Addressee",
        verbose_name=_("earlier addressee"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    reason = Bilingual()

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")

    def __str__(self):
        return f"{self.date}: {self.reason}"

    @property
    def changed_english(self) -> bool:
        """Whether it changed the English page; one that did not is there for the French wording alone."""
        return bool(self.earlier_en or self.earlier_addressee_id)


class Public(NamedTuple):
    """What was last made public of a recommendation, and is cited. Empty before that."""

    number: int | None
    statement: str
    addressee_id: int | None

    @classmethod
    def of(cls, page) -> "Public":
        """As it is stored: a page at hand may have been read long ago, and a revision knows nothing of it."""
        return cls.read(type(page).objects.filter(pk=page.pk))

    @classmethod
    def locked(cls, page) -> "Public":
        """The same, for who is about to write: others who publish the page wait, those who refer to it do not."""
        return cls.read(type(page).objects.filter(pk=page.pk).select_for_update(no_key=True))

    @classmethod
    def read(cls, rows) -> "Public":
        stored = rows.values_list("published_number", "published_statement", "published_addressee_id").first()
        return cls(*stored) if stored else cls(None, "", None)


def is_english(page) -> bool:
    return page.locale_id == Locale.get_default().id


def same_words(one: str, other: str) -> bool:
    return one.replace("\r\n", "\n").strip() == other.replace("\r\n", "\n").strip()


def obstacle(page) -> dict[str, str]:
    """Why a recommendation cannot be public as it is now: one sentence, by the name of the field; else nothing.

    page: as it would be public, with the reasons for a correction that were typed.
    """
    public = Public.of(page)
    if public.number is None:
        return {}
    if page.number != public.number:
        return {"number": gettext("This number is public, and is cited: it stays %d.") % public.number}
    changed = not same_words(page.statement, public.statement)
    if is_english(page):
        changed = changed or page.addressee_id != public.addressee_id
        return {} if not changed or page.correction_en or page.correction_fr else {"statement": gettext(LOCKED)}
    return {"statement": gettext(LOCKED_IN_FRENCH)} if changed and open_in_french(page) is None else {}


def open_in_french(page) -> Correction | None:
    """The last correction of a recommendation, where its French wording may still change for it."""
    last = Correction.objects.of(page).first()
    return last if last and not last.earlier_fr and not last.french_stays else None


def record(page, public: Public) -> None:
    """The correction that the publication of a page is; a first publication is none."""
    if public.number is None:
        return
    earlier = "" if same_words(page.statement, public.statement) else public.statement
    if not is_english(page):
        correction = open_in_french(page)
        if correction:
            correction.earlier_fr, correction.date_fr = earlier, timezone.localdate() if earlier else None
            correction.french_stays = not earlier and correction.changed_english
            correction.save(update_fields=["earlier_fr", "date_fr", "french_stays"])
    elif page.correction_en and page.correction_fr:
        moved = page.addressee_id != public.addressee_id
        Correction.objects.create(
            recommendation_id=page.pk,
            date=timezone.localdate(),
            reason_en=page.correction_en,
            reason_fr=page.correction_fr,
            earlier_en=earlier,
            earlier_addressee_id=public.addressee_id if moved else None,
        )
