"""Where addresses on other sites stand: each app names its own fields, through a hook.

@hooks.register("outside_links")
def websites_of_organizations():
    return AddressField(Organization.objects.all(), "website", edited_at="wagtailsnippets_people_organization:edit")
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from wagtail import hooks

from migs_site.link_checker.models import OutsideLink

LONGEST = OutsideLink._meta.get_field("address").max_length


class Use(NamedTuple):
    """One place where an address stands. record: as staff call it. edit_address: where they change it."""

    address: str
    record: str
    edit_address: str


@dataclass(frozen=True)
class AddressField:
    """A field that holds one address.

    records: the rows that have it, with what their names need. edited_at: the name of the admin's view that edits a
    row, or the row that ``edited_by`` leads to where the row is one of a list in another form.
    """

    records: QuerySet
    field: str
    edited_at: str
    edited_by: str = "pk"

    def addresses(self) -> Iterator[str]:
        filled = self.records.exclude(**{self.field: ""}).order_by()
        yield from filled.values_list(self.field, flat=True).distinct().iterator()

    def uses(self, addresses: Iterable[str]) -> Iterator[Use]:
        wanted = set(addresses)
        for record in self.records.filter(self.holding(wanted)):
            edit_address = reverse(self.edited_at, args=[getattr(record, self.edited_by)])
            for address in wanted.intersection(self.read(record)):
                yield Use(address, f"{record} ({record._meta.verbose_name})", edit_address)

    def holding(self, addresses: set[str]) -> Q:
        return Q(**{f"{self.field}__in": addresses})

    def read(self, record: Model) -> list[str]:
        return [getattr(record, self.field)]


@dataclass(frozen=True)
class AddressesInBlocks(AddressField):
    """A stream whose blocks hold an address each, under the name ``key``."""

    key: str = "address"

    def addresses(self) -> Iterator[str]:
        for record in self.records.exclude(**{self.field: []}).order_by().iterator():
            yield from self.read(record)

    def holding(self, addresses: set[str]) -> Q:
        blocks = [Q(**{f"{self.field}__contains": [{"value": {self.key: address}}]}) for address in addresses]
        # Most records have no block at all, and to look for each address in all of those takes twenty times as long.
        return ~Q(**{self.field: []}) & Q(*blocks, _connector=Q.OR) if blocks else Q(pk=None)

    def read(self, record: Model) -> list[str]:
        values = [block["value"] for block in getattr(record, self.field).raw_data]
        return [value[self.key] for value in values if isinstance(value, dict) and value.get(self.key)]


def sources() -> list[AddressField]:
    return [name_source() for name_source in hooks.get_hooks("outside_links")]


def all_addresses() -> set[str]:
    """Every address in use, but for those that are too long to be kept (and to be meant)."""
    found = {address for source in sources() for address in source.addresses()}
    return {address for address in found if 0 < len(address.encode()) <= LONGEST}


def uses_of(addresses: Iterable[str]) -> dict[str, list[Use]]:
    """Where each of these addresses stands, by name, in as many queries as there are sources."""
    found = {address: [] for address in addresses}
    for source in sources() if found else []:
        for use in source.uses(found):
            found[use.address].append(use)
    return {address: sorted(uses) for address, uses in found.items()}
