"""Limits of how much one visitor, one network or all together may do, counted in PostgreSQL.

Each budget is a bucket that is emptied as it is used and fills at an even rate (GCRA, ITU-T I.371): one instant a row
says it all, it has no windows and so no burst at their edges, and a refused call changes nothing.
"""

import datetime
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.crypto import salted_hmac

from migs_site.rate_limits.models import Budget

LONGEST = datetime.timedelta(days=31)
SHORTEST = datetime.timedelta(minutes=1)
LOCK_TIMEOUT = "3s"  # of a row that another process holds; it does so for some milliseconds, unless it is frozen

# What is not free yet. Nobody spends more than a period ahead: only a clock that was wrong can have put it further
# away, and that holds nobody. The minute is for clocks that are brought back a little all the time.
BEGINNING = """
    CASE WHEN kept.whole_again_at > statement_timestamp() + %(per)s::interval + interval '1 minute'
    THEN statement_timestamp()
    ELSE greatest(kept.whole_again_at, statement_timestamp()) END
"""
SPEND = f"""
    INSERT INTO rate_limits_budget AS kept (name, who, whole_again_at)
    VALUES (%(name)s, %(who)s, statement_timestamp() + %(cost)s::interval)
    ON CONFLICT (name, who) DO UPDATE SET whole_again_at = {BEGINNING} + %(cost)s::interval
    WHERE {BEGINNING} + %(cost)s::interval <= statement_timestamp() + %(per)s::interval
    RETURNING whole_again_at
"""  # noqa: S608 (nothing of a visitor's is in it)
REFUSAL = f"""
    SELECT greatest(max({BEGINNING}) + %(cost)s::interval - %(per)s::interval, statement_timestamp()),
        statement_timestamp()
    FROM rate_limits_budget AS kept WHERE name = %(name)s AND who = %(who)s
"""  # noqa: S608


@dataclass(frozen=True)
class Limit:
    """``amount`` at once, and after that as much again spread evenly over each ``per``.

    So at most ``amount`` in an instant and twice that in one period. name: with that of its app before it, such as
    "internships.mails_by_address"; no other limit may have it. amount: of whatever is counted, requests or bytes.
    """

    name: str
    amount: int
    per: datetime.timedelta

    def __post_init__(self):
        if self.amount < 1 or not SHORTEST <= self.per <= LONGEST:
            raise ValueError(f"{self.name}: an amount of at least 1, in a minute at least and in 31 days at most")

    def cost(self, amount: int) -> datetime.timedelta:
        """How long it takes until this amount is there again."""
        return self.per * amount // self.amount


class LimitReached(Exception):
    """Nothing was spent. until: when the same call would pass if nobody spent anything; wait: how long that is."""

    def __init__(self, limit: Limit, until: datetime.datetime, wait: datetime.timedelta):
        super().__init__(f"{limit.name}: until {until:%Y-%m-%d %H:%M:%S}")
        self.limit, self.until, self.wait = limit, until, wait


@dataclass(frozen=True)
class Spending:
    """An amount of a limit, for somebody: an address, an e-mail address, a number; “” for all together."""

    limit: Limit
    who: str = ""
    amount: int = 1

    def __post_init__(self):
        if self.amount < 0:
            raise ValueError(f"{self.limit.name}: nobody can give back")

    @cached_property
    def parameters(self) -> dict:
        """Of the statements: an amount above the whole limit never passes, however long one waits."""
        cost = self.limit.cost(min(self.amount, self.limit.amount))
        return {"name": self.limit.name, "who": digest(self.limit, self.who), "cost": cost, "per": self.limit.per}


def spend(limit: Limit, who: str = "", amount: int = 1) -> None:
    """Spend an amount of somebody's budget, or raise LimitReached and spend nothing.

    It is committed at once, whatever becomes of the request after it, and so refuses to run inside a transaction
    (RuntimeError): call it in the view, before the service. An amount above the whole limit never passes.
    """
    spend_together(Spending(limit, who, amount))


def spend_together(*spendings: Spending) -> None:
    """Spend all of these or, where one does not fit, none: who is refused by one limit keeps what they have of others.

    Raises LimitReached for the one that lasts longest. Rows are locked in one order, that of all together last.
    """
    ordered = sorted(spendings, key=lambda each: (each.who == "", each.limit.name, each.parameters["who"]))
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [LOCK_TIMEOUT])
        refusals = [refusal for each in ordered if (refusal := refused(cursor, each))]
        if refusals:
            raise max(refusals, key=lambda refusal: refusal.wait)


def refused(cursor, spending: Spending) -> LimitReached | None:
    """Spend, and give nothing; or, where it does not fit, the refusal."""
    if spending.amount <= spending.limit.amount:
        cursor.execute(SPEND, spending.parameters)
        if cursor.fetchone():
            return None
    cursor.execute(REFUSAL, spending.parameters)
    until, now = cursor.fetchone()
    return LimitReached(spending.limit, until, until - now)


def digest(limit: Limit, who: str) -> str:
    """Whose budget it is, as an HMAC: nobody reads an address in the table, nor sees one person under two limits.

    Capitals, spaces around it and other spellings of the same letters make no other person.
    """
    same = unicodedata.normalize("NFKC", who).casefold().strip()
    salt = f"migs_site.rate_limits.{limit.name}"
    return salted_hmac(salt, same.encode(errors="surrogatepass"), algorithm="sha256").hexdigest()


def forget_whole_budgets() -> int:
    """Delete the rows that say nothing any more, and those that only a clock that was wrong can have made."""
    wrong = Q(whole_again_at__gt=Now() + 2 * LONGEST)
    return Budget.objects.filter(Q(whole_again_at__lt=Now()) | wrong).delete()[0]
