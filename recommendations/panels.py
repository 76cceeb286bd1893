"""Parts of editors' forms that show what is kept elsewhere, and lead there."""

from wagtail.admin.panels import Panel


class EditionsPanel(Panel):
    """In a book's form: its editions, each leading to its own form, and the way to add one."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "recommendations/admin/editions.html"

        def get_context_data(self, parent_context=None):
            book = self.instance
            editions = list(book.record.editions.all()) if book.pk else []
            return super().get_context_data(parent_context) | {"editions": editions}
