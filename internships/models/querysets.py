"""Questions about many applications: who sees them, which wait, and in which some words stand."""

import datetime
import re

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import models
from django.db.models import Case, Count, F, Func, GeneratedField, Q, When
from django.db.models.functions import Now

from .visibility import may_coordinate, may_review

SAMPLE = 1_000  # as many of the newest tell how frequent a word is

# Nobody has answered yet.
WAITING = ["received", "in_review"]

ACCENTED = "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöùúûüýÿ"
PLAIN = "aaaaaaceeeeiiiinooooouuuuyaaaaaaceeeeiiiinooooouuuuyy"
BETWEEN_WORDS = r"[\s!-/:-@\[-`{-~]+"  # all of ASCII but letters and digits; what is beyond ASCII is in words
WORDS = (
    f"array_to_tsvector(array_remove(regexp_split_to_array(lower(translate(%(expressions)s,"
    f" '{ACCENTED}', '{PLAIN}')), '{BETWEEN_WORDS}'), ''))"
)


class WordsField(GeneratedField):
    """The words of some columns without accents, kept by the database, so that their beginnings are found at once."""

    def __init__(self, *columns: str, **kwargs):
        if columns:
            kwargs |= {
                "expression": Func(*map(F, columns), template=WORDS, arg_joiner=" || ' ' || "),
                "output_field": SearchVectorField(),
                "db_persist": True,
            }
        super().__init__(**kwargs)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.GeneratedField", args, kwargs


def words_in(text: str) -> list[str]:
    """The first of them, and of each its first letters: PostgreSQL refuses a word of more than 2,046 bytes."""
    plain = text.translate(str.maketrans(ACCENTED, PLAIN)).lower()
    return [word[:100] for word in re.split(BETWEEN_WORDS, plain) if word][:20]


def beginnings_of(words: list[str]) -> SearchQuery:
    """That each of these words is the beginning of one. No character of them means anything to PostgreSQL."""
    quoted = [word.replace("\\", "\\\\").replace("'", "''") for word in words]
    return SearchQuery(" & ".join(f"'{word}':*" for word in quoted), search_type="raw", config="simple")


class ApplicationQuerySet(models.QuerySet):
    def received(self):
        """What has been sent; staff never see a draft."""
        return self.exclude(state="draft")

    def visible_to(self, user):
        """What a member of staff may know of: coordinators all, reviewers what is assigned to them.

        Nobody sees what they have recused themselves from, in whatever role.
        """
        if not may_review(user):
            return self.none()
        found = self.received().filter(~Q(recusals__person=user))
        return found if may_coordinate(user) else found.filter(assignments__reviewer=user)

    def of_address(self, email: str):
        """What was sent or only begun with an e-mail address, the newest first; capitals make no difference."""
        is_typed = Q(state="draft", typed__answers__email__iexact=email)
        return self.filter(is_typed | Q(email__iexact=email)).order_by("-saved_at")

    def waiting(self):
        """Whose students have had no answer yet."""
        return self.filter(state__in=WAITING)

    def overdue(self, reply_days: int | None):
        """Those that wait longer than was promised, by the clock of the database; none where nothing was promised."""
        if not reply_days:
            return self.none()
        return self.waiting().filter(received_at__lte=Now() - datetime.timedelta(days=reply_days))

    def matching(self, text: str, column: str = "words", *, few: int):
        """Those in which each word of a text begins a word of the reference, the name, the address or the studies.

        Asks at once how many these are. Few are named by their numbers, which an index knows. Where there are more,
        each row is read in the order of the list until a page is full, which is soon: the index would bring them all.
        """
        if not (words := words_in(text)):
            return self
        matches = {column: beginnings_of(words)}
        received, is_read = self.model.objects.received(), Case(When(**matches, then=True), default=False)
        if not received.is_frequent(is_read):
            keys = list(received.filter(**matches).order_by().values_list("pk", flat=True)[: few + 1])
            if len(keys) <= few:
                return self.filter(pk__in=keys)
        # Of a CASE no index knows anything, and PostgreSQL expects it to be true of every second row.
        return self.filter(is_read)

    def is_frequent(self, condition) -> bool:
        """Whether it is true of more than one in twenty of the newest."""
        newest = self.order_by("-received_at", "-pk").annotate(is_met=condition)[:SAMPLE]
        return newest.aggregate(found=Count("pk", filter=Q(is_met=True)))["found"] > SAMPLE // 20
