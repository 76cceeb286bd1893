"""The donate page and where it sends donors."""

from donations.models import DonatePage, DonationTarget
from tests.factories.pages import add, home_page


def donation_target(**fields) -> DonationTarget:
    fields = {
        "slug": "general",
        "name_en": "General fund",
        "name_fr": "Fonds général",
        "address_en": "https://give.example.org/en",
        "address_fr": "https://give.example.org/fr",
        "designation_en": "Institute",
        "designation_fr": "Institut",
    } | fields
    return DonationTarget.objects.create(**fields)


def donate_page(parent=None, **fields) -> DonatePage:
    fields = {
        "title": "Donate",
        "introduction": "Your gift helps.",
        "supports": "<p>Research.</p>",
        "tax_receipt": "<p>You receive a tax receipt.</p>",
        "how": "<p>By mail.</p>",
        "button": "Give now",
    } | fields
    return add(parent or home_page(), DonatePage(**fields))
