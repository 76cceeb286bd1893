"""The parts of a recommendation's form that only the English page has: it stands for both languages."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Locale


class PrintedPanel(MultiFieldPanel):
    """How the recommendation was printed, in both languages."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        def is_shown(self):
            return self.instance.locale_id == Locale.get_default().id and super().is_shown()


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
        "Only to change the statement, the printed wording or the addressee once they are public, or to let the "
        "French statement change. Visitors see the reason, the date and the earlier wording."
    ),
)
