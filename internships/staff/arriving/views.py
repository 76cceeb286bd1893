"""Putting in an application that came by email: the file, what is made of it, and the link for its applicant."""

from functools import cached_property

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from internships.models import ImportedMail
from internships.staff.arriving.forms import ImportedForm, MailFileForm
from internships.staff.arriving.placing import Proposal, propose
from internships.staff.arriving.reading import Unreadable, read_mail, sha256_of
from internships.staff.arriving.services import Known, Settled, confirm, discard, known, take_in
from internships.staff.decisions.views import CoordinatorsView

SETTLED = gettext_lazy("Nothing was changed: somebody else has confirmed or deleted this draft meanwhile.")
NO_ROOM = gettext_lazy("The files could not be saved. Try again in a few minutes.")


class ImportView(CoordinatorsView):
    template_name = "internships/admin/import.html"
    page_title = gettext_lazy("Import an email")

    def get(self, request):
        return self.render_to_response(self.get_context_data(form=MailFileForm()))

    def post(self, request):
        form = MailFileForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                imported, proposal = self.take(form.cleaned_data["mail"])
                self.say_refused(proposal)
                return redirect("decisions:imported", imported.pk)
            except Known as before:
                return self.lead_to(before.imported)
            except Unreadable as error:
                form.add_error("mail", str(error))
            except OSError:
                form.add_error("mail", NO_ROOM)
        return self.render_to_response(self.get_context_data(form=form))

    def take(self, file) -> tuple[ImportedMail, Proposal]:
        if before := known(sha256_of(file)):
            raise Known(before)
        with read_mail(file) as mail:
            proposal = propose(mail.attachments)
            return take_in(mail=mail, documents=proposal.placed, by=self.request.user), proposal

    def say_refused(self, proposal: Proposal) -> None:
        for name, reason in proposal.refused[:20]:
            messages.warning(self.request, f"{name}: {reason}")
        if not proposal.placed:
            messages.warning(self.request, _("No attachment was taken. The applicant can add the files."))

    def lead_to(self, imported: ImportedMail):
        if not imported.confirmed_at:
            messages.info(self.request, _("This email was imported before, but not confirmed yet."))
            return redirect("decisions:imported", imported.pk)
        sentence = _("This email was imported before, as %(reference)s. Nothing was changed.")
        messages.warning(self.request, sentence % {"reference": imported.application.reference})
        return redirect("decisions:import")


class ConfirmView(CoordinatorsView):
    """What was made of an email, to be corrected; then the applicant is sent the link, and staff see it no more."""

    template_name = "internships/admin/imported.html"
    page_title = gettext_lazy("Application from an email")

    @cached_property
    def imported(self) -> ImportedMail:
        return get_object_or_404(
            ImportedMail.objects.select_related("application"), pk=self.kwargs["pk"], confirmed_at=None
        )

    def form(self, data=None) -> ImportedForm:
        application = self.imported.application
        initial = application.typed.get("answers", {}) | {"language": application.language}
        return ImportedForm(data, files=list(application.files.all()), initial=initial)

    def get(self, request, pk):
        return self.render_to_response(self.get_context_data(form=self.form()))

    def post(self, request, pk):
        try:
            return self.discarded() if "discard" in request.POST else self.confirmed(self.form(request.POST))
        except Settled:
            messages.warning(request, SETTLED)
            return redirect("decisions:import")

    def discarded(self):
        discard(imported=self.imported, by=self.request.user)
        messages.success(self.request, _("The draft made from the email was deleted."))
        return redirect("decisions:import")

    def confirmed(self, form: ImportedForm):
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        confirm(imported=self.imported, by=self.request.user, **form.facts())
        sentence = _("A link was mailed to %(email)s. You will see the application once the applicant has sent it.")
        messages.success(self.request, sentence % {"email": form.cleaned_data["email"]})
        return redirect("applications:index")
