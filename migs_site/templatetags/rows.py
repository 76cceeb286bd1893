"""Rows of the lists in the admin's forms."""

from django import template

from migs_site.base.rows import row_name

register = template.Library()
register.filter(row_name)
