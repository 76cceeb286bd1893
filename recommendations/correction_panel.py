"""The part of a recommendation's form in which staff say why public words change."""

from wagtail.admin.panels import MultiFieldPanel
from wagtail.models import Locale


class CorrectionPanel(MultiFieldPanel):
    """Shown on the English page once it has been public; before that, words change freely."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        def is_shown(self):
            is_english = self.instance.locale_id == Locale.get_default().id
            return is_english and self.instance.published_number is not None and super().is_shown()
