"""The form in which staff copy a page."""

from django.core.validators import MaxLengthValidator
from wagtail.admin.forms.pages import CopyForm
from wagtail.models import Page

from migs_site.base.own_addresses import address_error


class SiteCopyForm(CopyForm):
    """Wagtail's asks neither how long a title and a slug may be, nor whether anybody would find the copy."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("title", "slug"):
            longest = Page._meta.get_field(name).max_length
            self.fields[f"new_{name}"].validators.append(MaxLengthValidator(longest))

    def clean(self):
        cleaned = super().clean()
        parent = cleaned.get("new_parent_page") or self.page.get_parent()
        copy = Page(slug=cleaned.get("new_slug", ""), locale=self.page.locale)
        if error := address_error(copy, parent.depth + 1):
            self.add_error("new_slug", error)
        return cleaned
