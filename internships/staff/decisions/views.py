"""Deciding on one application or on many: choose, look at who is written what, confirm; and for a while undo."""

import uuid
from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from internships.models import Application, Decision
from internships.staff.access import coordinators_only
from internships.staff.decisions.forms import LetterToOneForm, VerdictForm
from internships.staff.decisions.recipients import OutOfDate, Recipients, Verdict, recipients, thaw
from internships.staff.decisions.services import UNDO_FOR, decide_all, undo_all
from internships.staff.letters.variables import facts_for, values_of
from internships.staff.letters.writing import preview
from internships.staff.selection import MOST, offered, ticked
from internships.states import MOVES, Actor

TOO_OLD = gettext_lazy("Nothing was changed: this list is more than two hours old. Please start again.")
MOST_SAID = 20  # of those that were left out, each with its reason


class CoordinatorsView(WagtailAdminTemplateMixin, TemplateView):
    """A page below the list of applications, for coordinators."""

    header_icon = "mail"

    def dispatch(self, request, *args, **kwargs):
        coordinators_only(request.user)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        above = {"url": reverse("applications:index"), "label": _("Applications")}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.page_title}]


class DecideView(CoordinatorsView):
    """Asked for, it offers applications to be ticked. Sent, it shows who would be written what, or does it."""

    template_name = "internships/admin/decide.html"
    page_title = gettext_lazy("Decide and write")

    def get(self, request):
        return self.choose(VerdictForm())

    def post(self, request):
        if "frozen" in request.POST:
            return self.confirm_or_preview()
        form, chosen = VerdictForm(request.POST), list(ticked(request))
        if not chosen:
            form.add_error(None, _("Tick at least one application."))
        if not form.is_valid():
            return self.choose(form, {application.pk for application in chosen})
        return self.show(recipients(chosen, **form.cleaned_data))

    def choose(self, form, already=()):
        found = offered(self.request)
        form.offer_only({to for each in found for to in MOVES[Actor.STAFF].get(each.state, ())})
        already = already or ({found[0].pk} if len(found) == 1 else set())
        context = {"form": form, "offered": found, "ticked": already, "is_cut": len(found) == MOST}
        return self.render_to_response(self.get_context_data(**context))

    def show(self, found: Recipients, letter_form=None):
        """Those who would be written to; and where it is one, the letter, which may be changed."""
        facts = facts_for(found.chosen)
        if len(found.chosen) == 1 and not letter_form:
            [one] = found.chosen
            filled = found.verdict.letters[one.language].filled(values_of(one, facts, found.verdict.answer_by))
            letter_form = LetterToOneForm(initial=vars(filled), state=found.verdict.to)
        words = typed(letter_form)
        letters = dict.fromkeys(found.verdict.letters, words) if words else found.verdict.letters
        previews = [
            preview(letters[each.language], application=each, answer_by=found.verdict.answer_by, facts=facts)
            for each in found.first_of_each_language()
        ]
        context = {
            "recipients": found,
            "frozen": found.frozen(self.request.user),
            "letter_form": letter_form,
            "previews": previews,
            "minutes": UNDO_FOR.seconds // 60,
            "to": Application.State(found.verdict.to).label,
        }
        return self.render_to_response(self.get_context_data(**context))

    def confirm_or_preview(self):
        try:
            verdict, states_then = thaw(self.request.POST["frozen"], self.request.user)
        except OutOfDate:
            messages.error(self.request, TOO_OLD)
            return redirect("decisions:choose")
        form = LetterToOneForm(self.request.POST, state=verdict.to) if len(states_then) == 1 else None
        if form and (not form.is_valid() or "preview" in self.request.POST):
            one = Application.objects.visible_to(self.request.user).filter(pk__in=states_then)
            return self.show(Recipients(verdict, list(one), []), form)
        if form:
            verdict = replace(verdict, letters=dict.fromkeys(verdict.letters, form.words()))
        done, left_out = decide_all(verdict=verdict, states_then=states_then, by=self.request.user)
        return self.tell(verdict, len(done), left_out)

    def tell(self, verdict: Verdict, number: int, left_out) -> HttpResponseRedirect:
        if number:
            done = ngettext(
                "%(number)d application is now “%(state)s”. Its letter will be sent in %(minutes)d minutes.",
                "%(number)d applications are now “%(state)s”. Their letters will be sent in %(minutes)d minutes.",
                number,
            )
            facts = {"state": Application.State(verdict.to).label, "minutes": UNDO_FOR.seconds // 60}
            messages.success(self.request, done % (facts | {"number": number}))
        say_left_out(self.request, left_out)
        return redirect("decisions:batch", verdict.batch) if number else redirect("applications:index")


def typed(form):
    """The words of a form that somebody has sent, where they are right."""
    return form.words() if form and form.is_bound and form.is_valid() else None


def say_left_out(request, left_out) -> None:
    if left_out:
        said = " ".join(f"{application}: {reason}" for application, reason in left_out[:MOST_SAID])
        more = len(left_out) - MOST_SAID
        rest = ngettext("And %(number)d more.", "And %(number)d more.", more) % {"number": more} if more > 0 else ""
        messages.warning(request, " ".join(filter(None, [_("Not changed:"), said, rest])))


class DecisionsView(CoordinatorsView):
    """What was decided together, with the letters and where they stand. Sent, it is undone, all or one of it."""

    template_name = "internships/admin/decisions.html"
    page_title = gettext_lazy("Decisions")

    def decisions(self, batch: uuid.UUID) -> list[Decision]:
        """Of what may be seen."""
        visible = Application.objects.visible_to(self.request.user)
        found = Decision.objects.filter(batch=batch, change__application__in=visible)
        found = list(found.select_related("change__application", "change__by", "mail"))
        if not found:
            raise Http404
        return found

    def get_context_data(self, **kwargs):
        found = self.decisions(self.kwargs["batch"])
        return super().get_context_data(decisions=found, can_undo=any(map(is_undoable, found)), **kwargs)

    def post(self, request, batch):
        only = request.POST.get("application")
        chosen = [each for each in self.decisions(batch) if only in (None, str(each.change.application_id))]
        done, left = undo_all(chosen, request.user)
        if done:
            said = ngettext(
                "%(number)d decision was undone, and its letter will not be sent.",
                "%(number)d decisions were undone, and their letters will not be sent.",
                done,
            )
            messages.success(request, said % {"number": done})
        say_left_out(request, left)
        return redirect("applications:inspect", only) if only and chosen else redirect("decisions:batch", batch)


def is_undoable(decision: Decision) -> bool:
    """As far as can be seen; the last word is spoken when it is tried."""
    return not decision.undone_at and decision.mail is not None and decision.mail.state in {"queued", "held", "failed"}
