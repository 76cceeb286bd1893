"""Specimens of recommendations, their progress and the book for the style guide."""

from migs_site.styleguide.registry import register
from recommendations.specimens import book, components, pages, progress

register(100, components.CITATIONS)
register(200, components.WORKS)
register(300, components.SPECIMENS)
register(400, book.SPECIMENS)
register(600, progress.SPECIMENS)
register(1000, pages.SPECIMENS)
