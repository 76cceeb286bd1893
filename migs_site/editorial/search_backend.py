"""Wagtail's search in PostgreSQL, which can filter and order by whatever the database can.

The search of Wagtail refuses a list that is filtered or ordered by a field which is not marked for that in
``search_fields``, because other engines know no other fields. Here the list is a query like any other, and each such
refusal was an error 500 of the admin: in a chooser, and for who ordered the result of a search by type.
"""

from modelsearch.backends.database.postgres.postgres import (
    PostgresAutocompleteQueryCompiler,
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
)


class AnyFilterAndOrder:
    def _get_filters_from_queryset(self, check_only=False):
        return None

    def _get_order_by(self):
        return []


class SearchQueryCompiler(AnyFilterAndOrder, PostgresSearchQueryCompiler):
    pass


class AutocompleteQueryCompiler(AnyFilterAndOrder, PostgresAutocompleteQueryCompiler):
    pass


class SearchBackend(PostgresSearchBackend):
    query_compiler_class = SearchQueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler
