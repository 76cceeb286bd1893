"""What staff should look at: each app says what it knows of, through a hook, and the admin shows one list.

    @hooks.register("needs_attention")
    def recommendations_to_assess(request):
        number = RecommendationPage.objects.due_for_assessment(timezone.localdate()).count()
        sentence = ngettext("%(number)d recommendation …", "%(number)d recommendations …", number)
        return [AttentionItem(sentence % {"number": number}, reverse("…"))] if number else []

A hook runs each time a member of staff opens the admin: it costs a query or two, and tells nobody of what they may
not see.
"""

from typing import NamedTuple

from wagtail import hooks


class AttentionItem(NamedTuple):
    """One thing to look at. sentence: what, and how many, as a whole sentence. address: where staff see to it."""

    sentence: str
    address: str


def attention_items(request) -> list[AttentionItem]:
    """All there is to look at, for whoever asks."""
    return [item for know in hooks.get_hooks("needs_attention") for item in know(request)]
