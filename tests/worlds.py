"""What several tests in a row stand on: made once, and found by each test as it was made.

Such a world is in a transaction around those of its tests, as what Django's ``setUpTestData`` makes. It is there only
as long as each next test asks for it, so that no test finds what it has not asked for, whatever their order.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy

import pytest
from django.db import transaction
from django.utils import translation

open_worlds: list["World"] = []  # each in the transaction of the one before


class World:
    def __init__(self, make: Callable, blocker):
        self.make, self.blocker, self.transaction = make, blocker, made_in_transaction(make)
        with blocker.unblock():
            self.made = self.transaction.__enter__()
        open_worlds.append(self)

    def close(self) -> None:
        with self.blocker.unblock():
            self.transaction.__exit__(None, None, None)


@contextmanager
def made_in_transaction(make: Callable) -> Iterator:
    with transaction.atomic():
        translation.deactivate()
        yield make()
        transaction.set_rollback(True)


def world(make: Callable):
    """A fixture that makes its rows once for the tests in a row that ask for it, and gives each a copy of what it made.

    It takes no other fixture. A test may ask for several.
    """

    # Where there are no classes of tests, that scope is one test, but comes before the transaction of the test.
    @pytest.fixture(scope="class", name=make.__name__)
    def fixture(request, django_db_setup, django_db_blocker):
        marker = request.node.get_closest_marker("django_db")
        assert marker, "Only tests with a database can share a world."
        assert not marker.kwargs.get("transaction"), "Only tests in a transaction can share a world."
        found = next((world for world in open_worlds if world.make is make), None)
        return deepcopy((found or World(make, django_db_blocker)).made)

    fixture.make = make
    return fixture


def close_worlds(nextitem: pytest.Item | None) -> None:
    """Close every world that the next test does not ask for, and those inside of it."""
    asked = [getattr(nextitem.module, name, None) for name in nextitem.fixturenames] if nextitem else []
    wanted = [getattr(fixture, "make", None) for fixture in asked]
    while any(world.make not in wanted for world in open_worlds):
        open_worlds.pop().close()
