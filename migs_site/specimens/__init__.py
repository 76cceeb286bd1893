"""The specimens of what the site itself has; every other app has a module ``specimens`` of its own."""

from migs_site.specimens import blocks, citations, frame, lists, pages
from migs_site.styleguide.registry import register

register(100, frame.SPECIMENS)
register(500, citations.SPECIMENS)
register(700, lists.SPECIMENS)
register(800, blocks.SPECIMENS)
register(1000, pages.SPECIMENS)
