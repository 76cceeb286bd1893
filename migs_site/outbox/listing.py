"""Mails in the admin: the list, the page of one mail, and what staff do with it. Every view asks ``visible_mails``."""

from functools import cached_property

import django_filters
from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.cache import add_never_cache_headers
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.generic import FormView, View
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import ModelPermissionPolicy

from migs_site.audit.models import AuditEntry
from migs_site.outbox import services
from migs_site.outbox.forms import MailForm
from migs_site.outbox.messages import words_of
from migs_site.outbox.models import Mail, State
from migs_site.outbox.visibility import visible_mail, visible_mails

# Nothing runs, nothing is fetched, no form is sent: a mail may quote what strangers wrote.
HTML_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
MAILS = pgettext_lazy("menu", "Outbox")
ACTIONS = {
    "hold": (services.hold, _("The mail is held. It is sent when somebody releases it.")),
    "release": (services.release, _("The mail is released. It is sent when its time comes.")),
    "cancel": (services.cancel, _("The mail is cancelled and will not be sent.")),
    "send_again": (services.send_again, _("The mail is waiting to be sent again.")),
}


class ViewAndChange(ModelPermissionPolicy):
    """Apps make mails and erase them; nobody does so by hand."""

    def user_has_permission(self, user, action):
        return action in {"view", "change"} and super().user_has_permission(user, action)


class MailFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("mail", "State"), choices=State.choices, widget=forms.CheckboxSelectMultiple
    )
    created_at = django_filters.DateFromToRangeFilter(
        label=pgettext_lazy("mail", "Created"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Mail
        fields = ["state", "created_at"]


class MailIndexView(IndexView):
    any_permission_required = ["view"]
    page_title = MAILS

    def get_base_queryset(self):
        return visible_mails(self.request).defer("text", "html")

    def get_edit_url(self, instance):
        return None  # the title leads to the page of the mail, where it can be read before it is changed


class MailView(InspectView):
    """One mail: its headers, what went wrong, both bodies, what can be done with it and who did what."""

    any_permission_required = ["view"]
    page_title = _("Mail")
    template_name = "outbox/admin/mail.html"

    def get_object(self, queryset=None):
        return visible_mail(self.request, self.pk)

    def get_page_subtitle(self):
        return self.object.subject

    def get_edit_url(self):
        return None  # offered below, where the state allows it

    def get_context_data(self, **kwargs):
        mail, may_change = self.object, self.user_has_permission("change")
        possible = [name for name, (states, _refusal) in services.MOVES.items() if may_change and mail.state in states]
        return super().get_context_data(
            mail=mail,
            possible=[name for name in possible if mail.text or name != "send_again"],
            history=AuditEntry.objects.about(mail).order_by("-id"),
            **kwargs,
        )

    def get_fields_context(self):
        return []  # the template names them


class HtmlView(PermissionCheckedMixin, View):
    """The HTML of a mail for the frame on its page, which lets it do nothing."""

    http_method_names = ["get"]
    model = Mail
    permission_policy = ViewAndChange(Mail)
    permission_required = "view"

    def get(self, request, pk):
        response = HttpResponse(visible_mail(request, pk).html)
        response.headers["Content-Security-Policy"] = HTML_POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        add_never_cache_headers(response)
        return response


class ActionView(PermissionCheckedMixin, View):
    """One of ACTIONS, for one mail; by POST alone."""

    http_method_names = ["post"]
    model = Mail
    permission_policy = ViewAndChange(Mail)
    permission_required = "change"
    action = ""

    def post(self, request, pk):
        mail = visible_mail(request, pk)
        service, done = ACTIONS[self.action]
        try:
            service(mail_id=mail.pk, by=request.user, **self.confirmation())
            messages.success(request, done)
        except services.ImpossibleMove as refusal:
            messages.error(request, str(refusal))
        except Mail.DoesNotExist as error:
            raise Http404 from error
        return redirect("outbox:inspect", pk)

    def confirmation(self) -> dict:
        """Of which sending somebody has confirmed that there is to be another."""
        if self.action != "send_again":
            return {}
        try:
            return {"sent_at": parse_datetime(self.request.POST.get("sent_at", ""))}
        except ValueError:
            return {"sent_at": None}


class MailEditView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    model = Mail
    permission_policy = ViewAndChange(Mail)
    permission_required = "change"
    page_title = _("Edit mail")
    header_icon = "mail"
    template_name = "outbox/admin/edit.html"
    form_class = MailForm

    @cached_property
    def mail(self):
        return visible_mail(self.request, self.kwargs["pk"])

    def get(self, request, *args, **kwargs):
        states, refusal = services.MOVES["edit"]
        if self.mail.state not in states:
            messages.error(request, refusal % {"state": self.mail.get_state_display()})
            return redirect("outbox:inspect", self.mail.pk)
        return super().get(request, *args, **kwargs)

    def get_page_subtitle(self):
        return self.mail.subject

    def get_breadcrumbs_items(self):
        above = [
            {"url": reverse("outbox:index"), "label": MAILS},
            {"url": reverse("outbox:inspect", args=[self.mail.pk]), "label": self.mail.subject},
        ]
        return [*self.breadcrumbs_items, *above, {"url": "", "label": self.page_title}]

    def get_initial(self):
        mail = self.mail
        return {"to": mail.to, "reply_to": mail.reply_to, "subject": mail.subject, "words": words_of(mail)}

    def form_valid(self, form):
        try:
            services.edit(mail_id=self.mail.pk, by=self.request.user, **form.cleaned_data)
            messages.success(self.request, _("The mail is changed."))
        except services.ImpossibleMove as refusal:
            form.add_error(None, str(refusal))
        except ValueError:
            form.add_error(None, _("No valid message can be made of this. Check the addresses and the subject."))
        return self.form_invalid(form) if form.errors else redirect("outbox:inspect", self.mail.pk)


class MailViewSet(ModelViewSet):
    name = "outbox"
    model = Mail
    icon = "mail"
    menu_label = MAILS
    menu_name = "outbox"
    menu_order = 30
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = MailIndexView
    inspect_view_class = MailView
    inspect_template_name = "outbox/admin/mail.html"
    form_fields = []
    list_display = [
        TitleColumn("subject", label=_("Subject"), url_name="outbox:inspect", sort_key="subject"),
        Column("to", label=pgettext_lazy("mail", "To"), sort_key="to"),
        Column("state", label=pgettext_lazy("mail", "State"), accessor="get_state_display", sort_key="state"),
        DateColumn("created_at", label=pgettext_lazy("mail", "Created"), sort_key="created_at"),
        DateColumn("due_at", label=_("Next attempt")),
        DateColumn("sent_at", label=pgettext_lazy("mail", "Sent"), sort_key="sent_at"),
        Column("attempts", label=_("Attempts"), sort_key="attempts"),
    ]
    ordering = "-created_at"
    filterset_class = MailFilterSet
    search_fields = ["to", "subject", "key", "about"]

    @cached_property
    def permission_policy(self):
        return ViewAndChange(self.model)

    def get_urlpatterns(self):
        """Without Wagtail's views to add, delete and copy."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<uuid:pk>/", self.inspect_view, name="inspect"),
            path("<uuid:pk>/html/", HtmlView.as_view(), name="html"),
            path("<uuid:pk>/edit/", MailEditView.as_view(), name="edit"),
            *[path(f"<uuid:pk>/{name}/", ActionView.as_view(action=name), name=name) for name in ACTIONS],
        ]
