"""What the French of a text was before its English changed, for a translator to begin with.

wagtail-localize keeps each translation with the English string it was made of, and shows an empty box beside a new
string. It asks a “machine translator” for suggestions: this one suggests what staff have written themselves.
"""

from difflib import SequenceMatcher

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from wagtail_localize.machine_translators.base import BaseMachineTranslator
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.strings import StringValue

ALIKE = 0.4  # of two English texts in one field with several: below, one is no new wording of the other


class EarlierWords(BaseMachineTranslator):
    display_name = _("the previous French text")

    def can_translate(self, source_locale, target_locale):
        return source_locale != target_locale

    def translate(self, source_locale, target_locale, strings):
        """Where a string stands in several places that had different French, nothing is suggested."""
        found = {string: set() for string in strings}
        segments = StringSegment.objects.filter(string__data__in=[string.data for string in strings])
        for segment in missing(segments, target_locale):
            earlier = earlier_translation(segment, target_locale)
            if earlier:
                found[StringValue(segment.string.data)].add(earlier.data)
        return {string: StringValue(words.pop()) for string, words in found.items() if len(words) == 1}


def missing(segments, locale):
    """Those of a page's texts that have no translation."""
    found = segments.annotate_translation(locale, include_errors=True).filter(translation=None)
    return found.select_related("string", "context", "source").order_by("order")


def earlier_translation(segment: StringSegment, locale) -> StringTranslation | None:
    """The French of the text that stood in this place before: in a field of several, the one most like it in English.

    What still stands on the page is nobody's earlier wording.
    """
    present = StringSegment.objects.filter(source=segment.source, context=segment.context)
    others = StringTranslation.objects.filter(context=segment.context, locale=locale, has_error=False)
    others = others.exclude(translation_of__in=present.values("string")).select_related("translation_of")
    candidates = list(others.order_by("-updated_at"))
    if len(present) > 1:
        candidates = [each for each in candidates if likeness(each, segment) >= ALIKE]
    return max(candidates, key=lambda each: likeness(each, segment), default=None)


def earlier_wordings(translation: Translation) -> dict[StringSegment, StringTranslation]:
    """Of each text that changed: the French that there was, with its English.

    Not of one that somebody has translated anew since, nor of one that was published with the earlier French.
    """
    locale, published_at = translation.target_locale, translation.get_target_instance().last_published_at
    settled = Q(translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL)
    if published_at:
        settled |= Q(updated_at__lte=published_at)
    french = StringTranslation.objects.filter(
        settled, translation_of_id=OuterRef("string_id"), context_id=OuterRef("context_id"), locale=locale
    )
    texts = translation.source.stringsegment_set.annotate_translation(locale, include_errors=True)
    unsettled = texts.filter(~Exists(french)).select_related("string", "context", "source").order_by("order")
    found = {segment: earlier_translation(segment, locale) for segment in unsettled}
    return {segment: earlier for segment, earlier in found.items() if earlier}


def likeness(translation: StringTranslation, segment: StringSegment) -> float:
    return SequenceMatcher(None, translation.translation_of.data, segment.string.data, autojunk=False).ratio()


@transaction.atomic
def take_over_earlier_words(*, translation: Translation, user) -> int:
    """Put the earlier French into each box that is empty, marked as such; returns into how many."""
    taken = 0
    for segment in missing(translation.source.stringsegment_set.all(), translation.target_locale):
        earlier = earlier_translation(segment, translation.target_locale)
        if earlier:
            _words, created = StringTranslation.objects.get_or_create(
                translation_of=segment.string,
                locale=translation.target_locale,
                context=segment.context,
                defaults={
                    "data": earlier.data,
                    "translation_type": StringTranslation.TRANSLATION_TYPE_MACHINE,
                    "tool_name": str(EarlierWords.display_name),
                    "last_translated_by": user,
                },
            )
            taken += created
    return taken
