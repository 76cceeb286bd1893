"""Public wording stays as it is: a change of it says when and why, and keeps what stood before."""

import datetime
from typing import NamedTuple

from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from migs_site.base.bilingual import Bilingual
from migs_site.base.packed_rows import packed, unpacked
from migs_site.base.primary_pages import is_primary, primary_id

from .addressees import Addressee

LOCKED = gettext_noop(
    "This has been published and may be cited. To change it, give the reason in both languages under “Correction”."
)
LOCKED_IN_FRENCH = gettext_noop(
    "This wording has been published and may be cited. First give the reason for the change under “Correction” on "
    "the English page, and publish that page."
)


class CorrectionQuerySet(models.QuerySet):
    def of(self, page):
        """Those of a recommendation, whichever language its page is in, the last one first."""
        return self.filter(recommendation=primary_id(page)).order_by("-date", "-pk")

    def shown_on(self, page):
        """Those that changed what a page says: its own wording, now ``earlier``, the printed wording that it quotes,
        now ``earlier_printed`` with its ``earlier_page``, or the addressee of both languages.

        ``day`` is when this page changed: the French wording follows the English later.
        """
        code, day = ("en", F("date")) if is_primary(page) else ("fr", Coalesce("date_fr", "date"))
        changed = ~Q(**{f"earlier_{code}": ""}) | ~Q(**{f"earlier_printed_{code}": ""})
        return (
            self.of(page)
            .filter(changed | Q(earlier_addressee__isnull=False))
            .annotate(
                earlier=F(f"earlier_{code}"),
                earlier_printed=F(f"earlier_printed_{code}"),
                earlier_page=F(f"earlier_printed_page_{code}"),
                day=day,
                before=packed(Addressee.objects.filter(pk=OuterRef("earlier_addressee")), "name_en", "name_fr"),
            )
        )


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
    reason_en = models.TextField(_("reason (English)"))
    reason_fr = models.TextField(_("reason (French)"))
    earlier_en = models.TextField(_("earlier wording (English)"), blank=True)
    earlier_fr = models.TextField(_("earlier wording (French)"), blank=True)
    earlier_printed_en = models.TextField(_("earlier printed wording (English)"), blank=True)
    earlier_printed_page_en = models.CharField(_("its page"), max_length=20, blank=True)
    # What the French page quoted: the French wording, or the English one while there was no other.
    earlier_printed_fr = models.TextField(_("earlier printed wording (French)"), blank=True)
    earlier_printed_page_fr = models.CharField(_("its page"), max_length=20, blank=True)
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

    SHOWN = (
        *("reason_en", "reason_fr", "earlier_printed_en", "earlier_printed_fr"),
        *("earlier", "earlier_printed", "earlier_page", "day", "before"),
    )

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")

    def __str__(self):
        return f"{self.date}: {self.reason}"

    @classmethod
    def unpacked(cls, row: dict) -> "Correction":
        """One that shown_on() has found and a page was given packed."""
        correction = unpacked(cls, row)
        correction.day = datetime.date.fromisoformat(row["day"])
        correction.earlier_addressee = next((unpacked(Addressee, each) for each in row["before"]), None)
        return correction

    @property
    def changed_english(self) -> bool:
        """Whether it changed the English page or what both quote; one that did not is for the French wording alone."""
        printed = self.earlier_printed_en or self.earlier_printed_fr
        return bool(self.earlier_en or self.earlier_addressee_id or printed)

    @property
    def quoted_in(self) -> str:
        """The language of what the French page quoted."""
        return "en" if self.earlier_printed_fr == self.earlier_printed_en else "fr"


class PrintedWording(NamedTuple):
    """The wording of a recommendation as it was printed, and its page there; both empty, or neither."""

    words: str
    page: str

    def same_as(self, other: "PrintedWording") -> bool:
        return same_words(self.words, other.words) and same_words(self.page, other.page)


class PublishedVersion(NamedTuple):
    """What was last made public of a recommendation, and is cited. Empty before that."""

    number: int | None = None
    statement: str = ""
    addressee_id: int | None = None
    printed_en: str = ""
    printed_page_en: str = ""
    printed_fr: str = ""
    printed_page_fr: str = ""

    def printed(self, code: str) -> PrintedWording:
        return printed_wording(self, code)

    @classmethod
    def of(cls, page) -> "PublishedVersion":
        """As it is stored: a page at hand may have been read long ago, and a revision knows nothing of it."""
        return cls.read(type(page).objects.filter(pk=page.pk))

    @classmethod
    def locked(cls, page) -> "PublishedVersion":
        """The same, for who is about to write: others who publish the page wait, those who refer to it do not."""
        return cls.read(type(page).objects.filter(pk=page.pk).select_for_update(no_key=True))

    @classmethod
    def read(cls, rows) -> "PublishedVersion":
        stored = rows.values_list(*[f"published_{name}" for name in cls._fields]).first()
        return cls(*stored) if stored else cls()


def same_words(one: str, other: str) -> bool:
    return one.replace("\r\n", "\n").strip() == other.replace("\r\n", "\n").strip()


def printed_wording(page, code: str) -> PrintedWording:
    """The printed wording in a language, of a page or of what was public of it."""
    return PrintedWording(getattr(page, f"printed_{code}"), getattr(page, f"printed_page_{code}"))


def wording_errors(page) -> dict[str, str]:
    """Changes of a recommendation's public words that give no reason: a sentence by the field; empty without any.

    page: as it would be public, with the reasons for a correction that were typed.
    """
    published = PublishedVersion.of(page)
    if published.number is None:
        return {}
    moved = gettext("This number has been published and may be cited. It must remain %d.") % published.number
    errors = {"number": moved} if page.number != published.number else {}
    changed = not same_words(page.statement, published.statement)
    if is_primary(page):
        has_reason = page.correction_en or page.correction_fr
        return errors | ({} if has_reason else dict.fromkeys(changed_fields(page, published), gettext(LOCKED)))
    is_locked = changed and correction_open_in_french(page) is None
    return errors | ({"statement": gettext(LOCKED_IN_FRENCH)} if is_locked else {})


def changed_fields(page, published: PublishedVersion) -> list[str]:
    """The fields of an English page whose public words would change. To give a printed wording is no change."""
    moved = page.addressee_id != published.addressee_id
    changed = ["statement"] if moved or not same_words(page.statement, published.statement) else []
    for code in ("en", "fr"):
        if published.printed(code).words and not printed_wording(page, code).same_as(published.printed(code)):
            changed.append(f"printed_{code}")
    return changed


def correction_open_in_french(page) -> Correction | None:
    """The last correction of a recommendation, where its French wording may still follow it."""
    last = Correction.objects.of(page).first()
    return last if last and not last.earlier_fr and not last.french_stays else None


def save_correction(page, published: PublishedVersion) -> None:
    """Store what a page that is being published corrects; its first publication corrects nothing."""
    if published.number is None:
        return
    earlier = "" if same_words(page.statement, published.statement) else published.statement
    if not is_primary(page):
        correction = correction_open_in_french(page)
        if correction:
            correction.earlier_fr, correction.date_fr = earlier, timezone.localdate() if earlier else None
            correction.french_stays = not earlier and correction.changed_english
            correction.save(update_fields=["earlier_fr", "date_fr", "french_stays"])
    elif page.correction_en and page.correction_fr:
        moved = page.addressee_id != published.addressee_id
        Correction.objects.create(
            recommendation_id=page.pk,
            date=timezone.localdate(),
            reason_en=page.correction_en,
            reason_fr=page.correction_fr,
            earlier_en=earlier,
            earlier_addressee_id=published.addressee_id if moved else None,
            **earlier_printed(page, published),
        )


def earlier_printed(page, published: PublishedVersion) -> dict[str, str]:
    """What the pages of both languages quoted and quote no more, by the fields of a correction."""
    changed = changed_fields(page, published)
    english = published.printed("en") if "printed_en" in changed else PrintedWording("", "")
    french = published.printed("fr") if "printed_fr" in changed else PrintedWording("", "")
    if not published.printed_fr:
        french = english
    return {
        "earlier_printed_en": english.words,
        "earlier_printed_page_en": english.page,
        "earlier_printed_fr": french.words,
        "earlier_printed_page_fr": french.page,
    }
