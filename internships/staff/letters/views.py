"""Letters in the admin: one for each state and language, each with a preview as the applicant will see it."""

import datetime
from functools import cached_property

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet

from internships.models import Application, Letter
from internships.staff.access import CoordinatorsPolicy, coordinators_only
from internships.staff.letters.forms import LetterForm
from internships.staff.letters.writing import Words, preview, sample
from migs_site.audit.services import record

TWO_WEEKS = datetime.timedelta(days=14)  # an offer in a preview is to be answered by then


class LetterView(WagtailAdminTemplateMixin, FormView):
    """What is typed is shown below the form as a mail, before it is saved as well."""

    template_name = "internships/admin/letter.html"
    form_class = LetterForm
    header_icon = "mail"
    page_title = _("Letter")

    def dispatch(self, request, *args, **kwargs):
        coordinators_only(request.user)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def letter(self) -> Letter:
        return get_object_or_404(Letter, pk=self.kwargs["pk"])

    def get_page_subtitle(self):
        return str(self.letter)

    def get_breadcrumbs_items(self):
        above = {"url": reverse("letters:index"), "label": _("Letters")}
        return [*self.breadcrumbs_items, above, {"url": "", "label": str(self.letter)}]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"letter": self.letter, "user": self.request.user}

    def get_initial(self):
        return {"subject": self.letter.subject, "text": self.letter.text}

    def form_valid(self, form):
        if "preview" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        with transaction.atomic():
            Letter.objects.filter(pk=self.letter.pk).update(**vars(form.words()))
            record(action="letter.edited", about=self.letter, by=self.request.user)
        messages.success(self.request, _("The letter was saved. Letters already sent or waiting stay as they are."))
        return redirect("letters:edit", self.letter.pk)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"letter": self.letter, "mail": self.mail(context["form"])}

    def mail(self, form):
        """What is typed, or as it is stored; nothing while there is a mistake."""
        if form.is_bound and not form.is_valid():
            return None
        words = form.words() if form.is_bound else Words(self.letter.subject, self.letter.text)
        application = form.application or sample(self.letter.language)
        return preview(words, application=self.in_language(application), answer_by=timezone.localdate() + TWO_WEEKS)

    def in_language(self, application: Application) -> Application:
        """An applicant who writes in the other language is shown all the same."""
        application.language = self.letter.language
        return application


class LetterViewSet(ModelViewSet):
    name = "letters"
    model = Letter
    icon = "mail"
    menu_label = _("Letters")
    add_to_reference_index = False
    copy_view_enabled = False
    form_fields = []
    list_display = [
        TitleColumn("state", label=_("State"), accessor="get_state_display", url_name="letters:edit"),
        Column("language", label=_("Language"), accessor="get_language_display"),
        Column("subject", label=_("Subject")),
    ]
    ordering = "pk"

    @cached_property
    def permission_policy(self):
        return LettersPolicy(self.model)

    def get_urlpatterns(self):
        """Without Wagtail's views to add and delete."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/", LetterView.as_view(), name="edit"),
        ]


class LettersPolicy(CoordinatorsPolicy):
    """There is one letter for each state and language, neither more nor less."""

    def user_has_permission(self, user, action):
        return action != "add" and super().user_has_permission(user, action)
