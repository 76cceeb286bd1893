"""Rows of the lists in the admin's forms."""

from django import template

from migs_site.base.form_rows import row_name

register = template.Library()
register.filter(row_name)
