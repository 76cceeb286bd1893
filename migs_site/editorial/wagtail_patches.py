"""What we mend in Wagtail's own classes, where it offers no hook. Called once, by apps.py.

Each function names the fault; docs/wagtail-overrides.md lists them with what they touch.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.functional import lazy
from django.utils.text import capfirst, format_lazy
from wagtail.admin.views.generic.chooser import CreateViewMixin
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.admin.widgets import AdminPageChooser, BaseChooser
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.redirects.signal_handlers import BatchRedirectCreator
from wagtail.images.fields import WagtailImageField
from wagtail.models import Page
from wagtail_localize.views.report import TranslationsReportView

from migs_site.base.spreadsheets import harmless_cell, harmless_heading


def mend() -> None:
    SpreadsheetExportMixin.preprocess_field_value = harmless_cell(SpreadsheetExportMixin.preprocess_field_value)
    SpreadsheetExportMixin.get_heading = harmless_heading(SpreadsheetExportMixin.get_heading)
    SpreadsheetExportMixin.setup = only_with_columns(SpreadsheetExportMixin.setup)
    BaseChooser.get_instance = forgiving(BaseChooser.get_instance)
    AdminPageChooser.__init__ = translated(AdminPageChooser.__init__)
    TranslationsReportView.get_queryset = ordered(TranslationsReportView.get_queryset)
    CreateViewMixin.dispatch = only_with_a_form(CreateViewMixin.dispatch)
    BatchRedirectCreator.add = if_it_fits(BatchRedirectCreator.add)
    BatchRedirectCreator.process = if_there_are_any(BatchRedirectCreator.process)
    WagtailImageField.check_image_pixel_size = or_invalid(WagtailImageField.check_image_pixel_size)


def only_with_columns(setup):
    """A list that offers no table answers its address with one all the same, of blank lines."""

    def show_list_without_columns(self, request, *args, **kwargs):
        setup(self, request, *args, **kwargs)
        self.is_export = self.is_export and bool(self.list_export)

    return show_list_without_columns


def or_invalid(check):
    """A picture whose head says nothing that can be read, or more pixels than Pillow opens, is an error of its form."""

    def check_or_refuse(self, picture):
        try:
            check(self, picture)
        except ValidationError:
            raise
        except Exception as error:
            raise ValidationError(self.error_messages["invalid_image"], code="invalid_image") from error

    return check_or_refuse


def forgiving(get_instance):
    """A form that was sent with nonsense in place of a record's number is shown again with its error."""

    def get_instance_or_none(self, value):
        try:
            return get_instance(self, value)
        except (TypeError, ValueError, OverflowError):
            return None

    return get_instance_or_none


def translated(init):
    """The button “Choose a page (Person)” speaks the language of who sees it, not that of the start of the server."""

    def init_lazily(self, *args, **kwargs):
        init(self, *args, **kwargs)
        if len(self.target_models) == 1 and self.target_models[0] is not Page:
            kind = lazy(lambda model: capfirst(model._meta.verbose_name), str)(self.target_models[0])
            chosen = kwargs.get("choose_one_text", type(self).choose_one_text)
            self.choose_one_text = format_lazy("{} ({})", chosen, kind)

    return init_lazily


def ordered(get_queryset):
    """Without an order, a translation can stand on two pages of the report, and another on none."""
    return lambda view: get_queryset(view).order_by("-pk")


def only_with_a_form(dispatch):
    """A chooser that cannot make a record has an address to make one all the same, and fails there."""

    def refuse_without_form(self, request, *args, **kwargs):
        if not self.get_creation_form_class():
            raise PermissionDenied
        return dispatch(self, request, *args, **kwargs)

    return refuse_without_form


def if_it_fits(add):
    """A page whose address is too long for a redirect could not be moved or renamed, nor could what is above it."""
    longest = Redirect._meta.get_field("old_path").max_length

    def add_if_it_fits(self, *, old_path, **fields):
        if len(old_path) <= longest:
            add(self, old_path=old_path, **fields)

    return add_if_it_fits


def if_there_are_any(process):
    """Where a page is renamed and no address changes, as with the French home page, all redirects were deleted."""
    return lambda self: process(self) if self.items else None
