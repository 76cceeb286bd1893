"""Parts of the forms in which editors enter the book and its recommendations."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel

from migs_site.base.primary_pages import is_primary


class EditionsPanel(Panel):
    """In a book's form: its editions, each leading to its own form, and the way to add one."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "recommendations/admin/editions.html"

        def get_context_data(self, parent_context=None):
            book = self.instance
            editions = list(book.primary.editions.all()) if book.pk else []
            return super().get_context_data(parent_context) | {"editions": editions}


class PrintedPanel(MultiFieldPanel):
    """How the recommendation was printed, in both languages: in the form of the English page, which holds both."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        def is_shown(self):
            return is_primary(self.instance) and super().is_shown()


class CorrectionPanel(PrintedPanel):
    """In which staff say why public words change; before they are public, they change freely."""

    class BoundPanel(PrintedPanel.BoundPanel):
        def is_shown(self):
            return self.instance.published_number is not None and super().is_shown()


PRINTED_WORDING = PrintedPanel(
    [
        FieldRowPanel([FieldPanel("printed_en"), FieldPanel("printed_fr")]),
        FieldRowPanel([FieldPanel("printed_page_en"), FieldPanel("printed_page_fr")]),
    ],
    heading=_("Printed wording"),
)
CORRECTION_PANEL = CorrectionPanel(
    [FieldRowPanel([FieldPanel("correction_en"), FieldPanel("correction_fr")])],
    heading=_("Correction"),
    help_text=_(
        "Needed only to change the statement, the printed wording or the addressee once they have been published, "
        "or to let the French statement change. Visitors see the reason, the date and the earlier wording."
    ),
)
