"""Dates as Quebec usage writes them: 22 septembre 2009, 14 h 30 (the hour's spaces do not break)."""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "Y-m-d"
DATETIME_FORMAT = "j F Y, H\xa0\\h\xa0i"
