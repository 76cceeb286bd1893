"""The donate page with other words than the site's own, for the style guide."""

from donations.models import DonatePage, DonationTarget
from migs_site.specimens.pages import page
from migs_site.styleguide.registry import register
from migs_site.styleguide.samples import page_of
from migs_site.styleguide.words import prose, title, words


def donate(length: int, address: str = "") -> dict:
    target = DonationTarget(slug="sample", name_en="Sample", name_fr="Exemple", address_en=address)
    made = page_of(
        DonatePage,
        title=title(max(1, length // 20)),
        introduction=words(length),
        supports=prose(1, length),
        tax_receipt=prose(1, length),
        how=prose(1, length),
        target=target,
        button=title(max(1, length // 12)),
    )
    return {"page": made}


register(
    1000,
    page(
        "donations/donate_page.html",
        many_words=lambda: donate(120, "https://example.org/"),
        few_words=lambda: donate(3, "https://example.org/"),
        without_button=lambda: donate(30),
    ),
)
