"""What staff change about an application. Each answers with its page; what was refused stays in its form there."""

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from internships.models import Recusal
from internships.models.visibility import may_coordinate
from internships.staff import forms, services
from internships.staff.page import ApplicationPageView
from internships.states import ImpossibleMove


class ChangeView(ApplicationPageView):
    """Asked for without anything sent, as after signing in again, it leads to the page."""

    form_class: type[forms.ApplicationForm]
    context_name = ""
    for_coordinators = True

    def dispatch(self, request, *args, **kwargs):
        if self.for_coordinators and not may_coordinate(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        return redirect(self.own_address())

    def post(self, request, *args, **kwargs):
        form = self.form_class(request.POST, application=self.application, user=request.user)
        if form.is_valid():
            try:
                messages.success(request, self.change(form))
                return redirect(self.address_after())
            except (ImpossibleMove, services.Hidden) as refused:
                form.add_error(None, str(refused))
        return self.render_to_response(self.get_context_data(**{self.context_name: form, "refused": form}))

    def change(self, form) -> str:
        """Make the change; given is the sentence that says so."""
        raise NotImplementedError

    def address_after(self) -> str:
        return self.own_address()

    @property
    def target(self) -> dict:
        return {"application": self.application, "by": self.request.user}


class Move(ChangeView):
    form_class, context_name = forms.MoveForm, "move_form"

    def change(self, form):
        services.move_application(**self.target, **form.cleaned_data)
        return _("This application is now “%(state)s”.") % {"state": self.application.get_state_display()}


class WriteNote(ChangeView):
    form_class, context_name = forms.NoteForm, "note_form"

    def change(self, form):
        services.write_note(**self.target, text=form.cleaned_data["text"])
        return _("The note was added.")


class HandOver(ChangeView):
    form_class, context_name = forms.HandlerForm, "handler_form"

    def change(self, form):
        services.hand_over(**self.target, to=form.cleaned_data["handled_by"])
        return _("Saved who handles this application.")


class Assign(ChangeView):
    form_class, context_name = forms.AssignForm, "assign_form"

    def change(self, form):
        services.assign(**self.target, reviewer=form.cleaned_data["reviewer"])
        return _("%(name)s can now review this application.") % {"name": form.cleaned_data["reviewer"]}


class Unassign(ChangeView):
    form_class = forms.ApplicationForm

    def change(self, form):
        reviewer = get_object_or_404(get_user_model(), pk=self.kwargs["reviewer"])
        services.unassign(**self.target, reviewer=reviewer)
        return _("%(name)s is no longer asked to review this application.") % {"name": reviewer}


class GiveReview(ChangeView):
    form_class, context_name, for_coordinators = forms.ReviewForm, "review_form", False

    def change(self, form):
        services.give_review(**self.target, opinion=form.opinion())
        return _("Your review was saved.")


class Recuse(ChangeView):
    form_class, context_name, for_coordinators = forms.RecuseForm, "recuse_form", False

    def dispatch(self, request, *args, **kwargs):
        """Sent a second time, as by a double click, it leads to the list as the first time."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            if not Recusal.objects.filter(application=kwargs["pk"], person=request.user).exists():
                raise
            return redirect("applications:index")

    def change(self, form):
        services.recuse(**self.target, person=self.request.user, reason=form.cleaned_data["reason"])
        sentence = _("You have recused yourself from %(reference)s and will not see it again.")
        return sentence % {"reference": self.application.reference}

    def address_after(self):
        """The next of the list, or the list: this one is hidden now."""
        return self.get_breadcrumbs_items()[-2]["url"]


class LiftRecusal(ChangeView):
    form_class = forms.ApplicationForm

    def change(self, form):
        recusal = get_object_or_404(self.application.recusals.select_related("person"), pk=self.kwargs["recusal"])
        services.lift_recusal(recusal=recusal, by=self.request.user)
        return _("%(name)s can see this application again.") % {"name": recusal.person}
