"""Limits: how much fits, when the next does, for whom; with many at once, and with a clock that jumps."""

import datetime
import itertools
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg
import pytest
from django.db import OperationalError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from migs_site.rate_limits.models import Budget
from migs_site.rate_limits.services import Limit, LimitReached, Spending, forget_whole_budgets, spend, spend_together
from migs_site.rate_limits.tasks import sweep_rate_limits
from tests.databases import address_of

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
FIVE = Limit("tests.five", 5, HOUR)
BYTES = Limit("tests.bytes", 100_000_000, DAY)
EVERYBODY = Limit("tests.everybody", 3, HOUR)

pytestmark = pytest.mark.django_db


def times(limit: Limit, who: str = "a", amount: int = 1) -> int:
    """How often it is allowed in a row."""
    for number in itertools.count():
        try:
            spend(limit, who, amount)
        except LimitReached:
            return number


def refusal(limit: Limit, who: str = "a", amount: int = 1) -> LimitReached:
    with pytest.raises(LimitReached) as raised:
        spend(limit, who, amount)
    return raised.value


def let_pass(period: datetime.timedelta) -> None:
    """As if everything had happened that much earlier."""
    connection.cursor().execute("UPDATE rate_limits_budget SET whole_again_at = whole_again_at - %s", [period])


def test_the_sixth_of_five_an_hour_is_refused_and_told_when_the_next_fits():
    assert times(FIVE) == 5

    reached = refusal(FIVE)

    assert datetime.timedelta(minutes=11, seconds=50) < reached.wait < HOUR / 5
    assert (reached.limit, reached.until.utcoffset()) == (FIVE, datetime.timedelta(0))


def test_what_was_spent_comes_back_evenly_and_never_twice_at_the_edge_of_an_hour():
    assert times(FIVE) == 5

    let_pass(HOUR * 2 / 5)
    assert times(FIVE) == 2
    let_pass(HOUR)
    assert times(FIVE) == 5
    assert times(FIVE) == 0


def test_a_refused_call_does_not_push_the_end_further_away():
    times(FIVE)
    [before] = Budget.objects.values_list("whole_again_at", flat=True)

    for _again in range(10):
        refusal(FIVE)

    assert list(Budget.objects.values_list("whole_again_at", flat=True)) == [before]


def test_everybody_has_a_budget_of_their_own_in_each_limit():
    assert (times(FIVE, "203.0.113.1"), times(FIVE, "203.0.113.2"), times(FIVE, "")) == (5, 5, 5)
    assert times(EVERYBODY, "203.0.113.1") == 3


@pytest.mark.parametrize("other", ["Ann@Example.org", " ann@example.org ", "ａｎｎ@example.org"])
def test_other_spellings_of_a_word_have_no_budget_of_their_own(other):
    assert times(FIVE, "ann@example.org") == 5
    assert times(FIVE, other) == 0


@pytest.mark.parametrize("who", ["a\x00b", "\ud800", "é" * 100_000, "'; DROP TABLE x; --", "%s", "١٢٣"])
def test_a_budget_can_be_anybodys_and_nobody_is_named_in_the_table(who):
    assert times(FIVE, who) == 5
    assert times(BYTES, who, 60_000_000) == 1

    stored = list(Budget.objects.values_list("who", flat=True))
    assert [len(digest) for digest in stored] == [64, 64]
    assert len(set(stored)) == 2  # nor is it seen that it is one and the same


def test_bytes_are_limited_as_requests_are():
    assert times(BYTES, amount=30_000_000) == 3
    spend(BYTES, "a", 10_000_000)

    assert abs(refusal(BYTES, amount=25_000_000).wait - DAY / 4) < datetime.timedelta(minutes=1)


@pytest.mark.parametrize("amount", [6, 2**63, 10**40])
def test_an_amount_above_the_whole_limit_is_refused_and_spends_nothing(amount):
    assert refusal(FIVE, amount=amount).wait == datetime.timedelta(0)

    assert times(FIVE) == 5
    assert HOUR - datetime.timedelta(seconds=10) < refusal(FIVE, amount=amount).wait <= HOUR


def test_nothing_costs_nothing_and_nobody_gives_back():
    times(FIVE)

    spend(FIVE, "a", 0)

    with pytest.raises(ValueError, match="nobody can give back"):
        spend(FIVE, "a", -1)


@pytest.mark.parametrize(("amount", "per"), [(0, HOUR), (1, datetime.timedelta(seconds=59)), (1, DAY * 32)])
def test_a_limit_that_cannot_be_counted_is_none(amount, per):
    with pytest.raises(ValueError, match=r"tests\.wrong: an amount of at least 1"):
        Limit("tests.wrong", amount, per)


def test_where_one_of_several_is_reached_nothing_is_spent_of_the_others():
    times(EVERYBODY, "")
    times(FIVE, "b")

    for who in ("a", "b"):
        with pytest.raises(LimitReached) as raised:
            spend_together(Spending(EVERYBODY), Spending(FIVE, who))
        assert raised.value.limit == EVERYBODY  # the one that lasts longest

    let_pass(HOUR)
    assert (times(FIVE, "a"), times(EVERYBODY, "")) == (5, 3)


def test_two_limits_take_three_statements_and_their_transaction():
    with CaptureQueriesContext(connection) as asked:
        spend_together(Spending(EVERYBODY), Spending(FIVE, "a"))

    assert [query["sql"].split()[0] for query in asked] == ["SAVEPOINT", "SELECT", "INSERT", "INSERT", "RELEASE"]


def test_nothing_is_spent_inside_of_a_transaction_that_may_be_taken_back():
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        spend(FIVE, "a")


def test_the_night_forgets_what_says_nothing_any_more():
    spend(FIVE, "old")
    let_pass(HOUR)
    spend(FIVE, "new")
    spend(FIVE, "from a clock that was wrong")
    Budget.objects.filter(whole_again_at=newest()).update(whole_again_at="2226-01-01T00:00Z")

    sweep_rate_limits(timestamp=0)

    assert Budget.objects.count() == 1
    assert (times(FIVE, "new"), forget_whole_budgets()) == (4, 0)


def newest():
    return Budget.objects.latest("whole_again_at").whole_again_at


@pytest.mark.parametrize(("back", "allowed"), [(DAY, 5), (HOUR, 5), (HOUR / 20, 5), (HOUR / 120, 0), (HOUR * 0, 0)])
def test_a_clock_that_is_set_back_holds_nobody_a_minute_longer(back, allowed):
    times(FIVE)

    let_pass(-back)

    assert times(FIVE) == allowed
    assert refusal(FIVE).wait < HOUR + datetime.timedelta(minutes=1)


def test_a_clock_that_was_ahead_for_a_while_holds_nobody():
    times(FIVE)
    let_pass(-3650 * DAY)

    assert times(FIVE) == 5


def at_once(number: int, work) -> list:
    """What work() gives in so many threads that begin together, each with a connection of its own."""
    barrier = Barrier(number)

    def begin(_number):
        barrier.wait()
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(number) as threads:
        return list(threads.map(begin, range(number)))


def is_allowed(*spendings: Spending) -> bool:
    try:
        spend_together(*spendings)
    except LimitReached:
        return False
    return True


@pytest.mark.django_db(transaction=True)
def test_of_twenty_at_once_exactly_as_many_pass_as_are_allowed():
    assert sum(at_once(20, lambda: is_allowed(Spending(FIVE, "a")))) == 5
    assert sum(at_once(20, lambda: is_allowed(Spending(BYTES, "b", 30_000_000)))) == 3


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_in_several_limits_wait_for_each_other_in_one_order():
    orders = itertools.cycle(itertools.permutations([Spending(FIVE, "a"), Spending(FIVE, "b"), Spending(EVERYBODY)]))

    assert sum(at_once(20, lambda: is_allowed(*next(orders)))) == 3
    assert (times(FIVE, "a"), times(FIVE, "b")) == (2, 2)


@pytest.mark.django_db(transaction=True)
def test_what_is_spent_stays_spent_whatever_fails_afterwards():
    with pytest.raises(ZeroDivisionError), transaction.atomic(durable=False):
        raise ZeroDivisionError(spend_outside())

    assert times(FIVE) == 4


def spend_outside():
    """In a view: before the transaction of the service, which may fail."""
    return at_once(1, lambda: spend(FIVE, "a"))


@pytest.mark.django_db(transaction=True)
def test_a_process_that_is_frozen_with_a_row_holds_others_up_for_some_seconds_only():
    spend(FIVE, "a")
    with psycopg.connect(address_of(connection.settings_dict["NAME"])) as frozen:
        frozen.execute("UPDATE rate_limits_budget SET whole_again_at = whole_again_at")

        with pytest.raises(OperationalError, match="lock timeout"):
            spend(FIVE, "a")
        frozen.rollback()
    assert times(FIVE) == 4
