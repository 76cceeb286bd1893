"""Specimens of people, groups and organizations for the style guide."""

from migs_site.styleguide.registry import register
from people.specimens import blocks, components, lists, pages

register(200, components.SPECIMENS)
register(700, lists.SPECIMENS)
register(800, blocks.SPECIMENS)
register(1000, pages.PROJECTS)
register(1100, pages.SPECIMENS)
