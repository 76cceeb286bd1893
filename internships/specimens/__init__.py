"""Specimens of the application form and the pages of internships for the style guide."""

from internships.specimens import forms, pages
from migs_site.styleguide.registry import register

register(900, forms.SPECIMENS)
register(1000, pages.SPECIMENS)
