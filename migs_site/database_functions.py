"""Functions in the database that act for the owner of the tables: what a role may not do by itself, they do in part."""

from django.db import connection, models


def call(name: str, *values):
    """What a function of ours gives back."""
    places = ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT public.{name}({places})", values)
        return cursor.fetchone()[0]


class Call(models.Func):
    """The same within a query, of the columns of each row."""

    def __init__(self, name: str, *columns, output_field: models.Field):
        super().__init__(*columns, function=f"public.{name}", output_field=output_field)
