"""Pages of a long list that cost the same however long it is: rows are counted, and looked up, only so far."""

from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.paginator import WagtailPaginator

MOST = 1_000


class BoundedPaginator(WagtailPaginator):
    """Counts to MOST. Nobody turns fifty pages: who looks for more filters, searches, or orders the other way round."""

    @cached_property
    def found(self) -> int:
        return self.keys.order_by()[: MOST + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self.found, MOST)

    @property
    def is_cut(self) -> bool:
        return self.found > MOST

    @property
    def keys(self):
        return self.object_list.select_related(None).prefetch_related(None).values_list("pk", flat=True)

    def page(self, number):
        """Which rows they are is asked first, of an index alone; then these rows and what belongs to them."""
        number = self.validate_number(number)
        bottom = (number - 1) * self.per_page
        keys = list(self.keys[bottom : min(bottom + self.per_page, MOST)])
        rows = {row.pk: row for row in self.object_list.filter(pk__in=keys)}
        return self._get_page([rows[key] for key in keys if key in rows], number, self)

    @property
    def items_count_label(self) -> str:
        if not self.is_cut:
            return super().items_count_label
        return _("More than %(number)s applications") % {
            "number": number_format(MOST, use_l10n=True, force_grouping=True)
        }
