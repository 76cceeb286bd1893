"""A mail to an applicant, written at any time from the page of the application."""

import uuid
from functools import cached_property

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from internships.staff.access import visible_application
from internships.staff.decisions.forms import TemplateForm, WriteForm
from internships.staff.decisions.services import LeftOut, write_to
from internships.staff.decisions.views import CoordinatorsView, typed
from internships.staff.letters.variables import facts_for, values_of
from internships.staff.letters.writing import Words, preview


class WriteView(CoordinatorsView):
    template_name = "internships/admin/write.html"
    page_title = gettext_lazy("Write to the applicant")

    @cached_property
    def application(self):
        return visible_application(self.request.user, self.kwargs["pk"])

    @cached_property
    def facts(self):
        return facts_for([self.application])

    def get_page_subtitle(self):
        return self.application.reference

    def get_breadcrumbs_items(self):
        items = super().get_breadcrumbs_items()
        one = {"url": reverse("applications:inspect", args=[self.application.pk]), "label": self.application.reference}
        return [*items[:-1], one, items[-1]]

    def get(self, request, pk):
        """Begins with the words of a letter that the address names."""
        template_form = TemplateForm(request.GET, application=self.application)
        letter = template_form.cleaned_data["letter"] if template_form.is_valid() else None
        words = self.filled(Words(letter.subject, letter.text)) if letter else Words("", "")
        return self.show(WriteForm(initial=vars(words) | {"form": uuid.uuid4()}))

    def post(self, request, pk):
        form = WriteForm(request.POST)
        if not form.is_valid() or "preview" in request.POST:
            return self.show(form)
        try:
            words, number = self.filled(form.words()), form.cleaned_data["form"]
            write_to(application=self.application, words=words, form=number, by=request.user)
        except LeftOut as reason:
            messages.error(request, str(reason))
            return redirect("applications:index")
        messages.success(request, _("The mail is in the outbox and will be sent within a minute."))
        return redirect("applications:inspect", pk)

    def filled(self, words: Words) -> Words:
        return words.filled(values_of(self.application, self.facts))

    def show(self, form):
        words = typed(form)
        mail = preview(words, application=self.application, facts=self.facts) if words else None
        context = {"application": self.application, "form": form, "mail": mail}
        template_form = TemplateForm(self.request.GET or None, application=self.application)
        return self.render_to_response(self.get_context_data(**context, template_form=template_form))
