"""Dates as Quebec usage writes them: 22 septembre 2009, 14 h 30 (the hour's spaces do not break)."""

from django.utils.translation import gettext_noop

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "Y-m-d"
DATETIME_FORMAT = "j F Y, H\xa0\\h\xa0i"

# Django's own French counts in Kio, Mio and Gio. Named here, its words come into our catalogue, which goes first.
UNITS = [gettext_noop("%s KB"), gettext_noop("%s MB"), gettext_noop("%s GB")]
