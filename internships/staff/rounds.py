"""Rounds and late codes in the admin. Times are entered and shown in Montreal's, whatever zone a user has set."""

from django import forms
from django.contrib import messages
from django.db.models import Count, ProtectedError, Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import DeleteView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import AdminDateTimeInput

from internships.models import LateCode, Round
from internships.models.openings import counted
from migs_site.base.dates import instant_in_words
from migs_site.base.field_checks import JointForm
from migs_site.base.primary_pages import primary
from migs_site.models import ProjectPage


class MontrealTimeField(forms.DateTimeField):
    """A day and an hour of Montreal. One that clocks skip or show twice is refused: nobody could tell which it is."""

    widget = AdminDateTimeInput
    default_error_messages = {"invalid": _("Enter a date and time as 2027-03-31 17:00.")}

    def prepare_value(self, value):
        with timezone.override(timezone.get_default_timezone()):
            return super().prepare_value(value)

    def to_python(self, value):
        with timezone.override(timezone.get_default_timezone()):
            return super().to_python(value)


def in_montreal(form: type[JointForm], *names: str) -> dict[str, MontrealTimeField]:
    """The fields of a form for these columns."""
    columns = [form._meta.model._meta.get_field(name) for name in names]
    return {column.name: MontrealTimeField(label=column.verbose_name, help_text=column.help_text) for column in columns}


class RoundForm(JointForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields |= in_montreal(self, "opens_at", "closes_at")
        chosen = self.instance.projects.values("pk") if self.instance.pk else []
        offered = Q(takes_interns=True) | Q(pk__in=chosen)
        self.fields["projects"].queryset = ProjectPage.objects.filter(primary()).filter(offered).order_by("path")


class LateCodeForm(JointForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields |= in_montreal(self, "expires_at")


class UnusedAlone(DeleteView):
    """Deletes what no application was received with; says so where one was."""

    def applications(self) -> int:
        raise NotImplementedError

    def post(self, request, *args, **kwargs):
        if number := self.applications():
            return self.refuse(number)
        try:
            return super().post(request, *args, **kwargs)
        except ProtectedError:  # received at this very moment
            return self.refuse(self.applications())

    def refuse(self, number: int):
        sentence = ngettext(
            "“%(name)s” was not deleted: %(number)d application was received with it.",
            "“%(name)s” was not deleted: %(number)d applications were received with it.",
            number,
        )
        messages.error(self.request, sentence % {"name": self.object, "number": number})
        return redirect(self.index_url_name)


class DeleteRoundView(UnusedAlone):
    def applications(self) -> int:
        return self.object.applications.count()


class DeleteLateCodeView(UnusedAlone):
    def applications(self) -> int:
        return 1 if hasattr(self.object, "application") else 0


class RoundIndexView(IndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().annotate(received=Count("applications", filter=counted("applications__")))


def received(each: Round) -> str:
    if each.capacity is None:
        return str(each.received)
    return gettext("%(received)d of %(capacity)d") % {"received": each.received, "capacity": each.capacity}


def opens(each: Round) -> str:
    return instant_in_words(each.opens_at)


def closes(each: Round) -> str:
    return instant_in_words(each.closes_at, is_end=True)


class RoundViewSet(ModelViewSet):
    name = "rounds"
    model = Round
    icon = "calendar-alt"
    menu_label = _("Rounds")
    copy_view_enabled = False
    index_view_class = RoundIndexView
    delete_view_class = DeleteRoundView
    list_display = [
        TitleColumn("name", label=_("Name"), url_name="rounds:edit"),
        Column("opens_at", label=pgettext_lazy("round", "Opens"), accessor=opens),
        Column("closes_at", label=pgettext_lazy("round", "Closes"), accessor=closes),
        Column("received", label=_("Received"), accessor=received),
    ]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("name_en"), FieldPanel("name_fr")], heading=_("Name")),
            FieldPanel("projects", widget=forms.CheckboxSelectMultiple),
            FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")], heading=_("When")),
            FieldPanel("capacity"),
        ],
        base_form_class=RoundForm,
    )


def expires(code: LateCode) -> str:
    return instant_in_words(code.expires_at, is_end=True)


def used(code: LateCode) -> str:
    return instant_in_words(code.used_at) if code.used_at else ""


def address(code: LateCode) -> str:
    """The form with the code filled in, in the language of whoever reads this."""
    return f"{reverse('internships:apply')}?code={code.code}"


class LateCodeIndexView(IndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("round")


class LateCodeViewSet(ModelViewSet):
    name = "late-codes"
    model = LateCode
    icon = "key"
    menu_label = _("Late codes")
    copy_view_enabled = False
    index_view_class = LateCodeIndexView
    delete_view_class = DeleteLateCodeView
    list_display = [
        "code",
        "round",
        "note",
        Column("expires_at", label=_("Expires"), accessor=expires),
        Column("used_at", label=_("Used"), accessor=used),
        Column("address", label=_("Address"), accessor=address),
    ]
    list_filter = ["round"]
    search_fields = ["code", "note"]
    edit_handler = ObjectList(
        [FieldPanel("round"), FieldPanel("note"), FieldPanel("expires_at")], base_form_class=LateCodeForm
    )
