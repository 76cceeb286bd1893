"""The editor's form of a recommendation."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page


class RecommendationPageForm(WagtailAdminPageForm):
    """Finds a number that is taken, also for a recommendation that is not in the page tree yet."""

    def clean(self):
        cleaned = super().clean()
        number = cleaned.get("number")
        if number is not None and not Page._slug_is_available(str(number), self.parent_page, self.instance):
            self.add_error("number", _("This set already has a recommendation with this number: choose another."))
        return cleaned
