"""Specimens of people, groups and organizations for the style guide."""

from migs_site.styleguide.registry import register
from people.specimens import components, pages

register(200, components.SPECIMENS)
register(700, components.LISTS)
register(800, components.BLOCKS)
register(1000, pages.PROJECTS)
register(1100, pages.SPECIMENS)
