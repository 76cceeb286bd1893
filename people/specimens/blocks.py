"""The blocks that show organizations, or stand on the pages of people."""

from migs_site.base.blocks import BodyBlock
from migs_site.styleguide.registry import states_of_block
from migs_site.styleguide.words import LONG_EMAIL, title
from people.models import PersonPage
from people.specimens.samples import organization

SPECIMENS = [
    *states_of_block(
        BodyBlock().child_blocks["organizations"],
        many=lambda: [organization(title(length)) for length in (1, 4, 22)],
        empty=list,
    ),
    *states_of_block(
        PersonPage._meta.get_field("links").stream_block.child_blocks["link"],
        "links",
        long=lambda: {"text": title(18), "address": "https://example.org/"},
        one_long_word=lambda: {"text": LONG_EMAIL, "address": "https://example.org/"},
    ),
]
