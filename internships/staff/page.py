"""One application on one screen: what was sent, its files, its reviews, what happened, and what can be done."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from internships.documents.contents import HELD_BACK
from internships.documents.files import files_with_notes
from internships.models import Application, Assignment, Recusal
from internships.models.visibility import may_coordinate, permissions_on_applications
from internships.retention import with_kept_until
from internships.staff import forms
from internships.staff.access import visible_application
from internships.staff.decisions.mails import last_decision, mails_of
from internships.staff.flags import explained
from internships.staff.history import history, openings
from internships.staff.listing import list_query
from internships.staff.neighbours import neighbours
from internships.staff.summaries import WITH_REVIEWS, counted, first_opinions, summary
from internships.states import Actor, possible_moves
from migs_site.audit.services import record


class ApplicationPageView(WagtailAdminTemplateMixin, TemplateView):
    """Shown also by what could not be changed, with the form as it was sent (changes.py)."""

    template_name = "internships/admin/application.html"
    header_icon = "mail"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.list_query = list_query(request.GET)

    def dispatch(self, request, *args, **kwargs):
        self.application = visible_application(request.user, kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        record(action="application.opened", about=self.application, by=request.user)
        return super().get(request, *args, **kwargs)

    @cached_property
    def coordinates(self) -> bool:
        return may_coordinate(self.request.user)

    def get_page_title(self):
        return self.application.reference

    def get_breadcrumbs_items(self):
        listing = reverse("applications:index")
        above = {"url": f"{listing}?{self.list_query}" if self.list_query else listing, "label": _("Applications")}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.application.reference}]

    def own_address(self) -> str:
        address = reverse("applications:inspect", args=[self.application.pk])
        return f"{address}?{self.list_query}" if self.list_query else address

    def get_context_data(self, **kwargs):
        rows = with_kept_until(Application.objects.select_related("handled_by", "notice", "round"))
        application = rows.prefetch_related("projects", *WITH_REVIEWS).get(pk=self.application.pk)
        before, after = neighbours(application, self.request)
        context = {
            "application": application,
            "answers": self.answers(application),
            "files": files_with_notes(application),
            "held_back": HELD_BACK,
            "previous": before,
            "next": after,
            "list_query": self.list_query,
            "coordinates": self.coordinates,
            **self.reviewing(application),
            "recuse_form": forms.RecuseForm(application=application, user=self.request.user),
        }
        context |= self.coordinating(application) if self.coordinates else {}
        return super().get_context_data(**context | kwargs)

    def answers(self, application: Application) -> list[tuple[str, str]]:
        """What was asked and what was answered, without who it is, which the page says to coordinators alone."""
        field = application._meta.get_field
        names = ["institution", "programme", "level", "availability", "message"]
        said = [(field(name).verbose_name, self.answer(application, name)) for name in names]
        projects = ", ".join(project.title for project in application.projects.all())
        language = get_language_info(application.language)["name_translated"]
        in_round = [(field("round").verbose_name, str(application.round))] if application.round else []
        return [(_("projects"), projects), *in_round, *said, (_("language"), language)]

    def answer(self, application: Application, name: str) -> str:
        return application.get_level_display() if name == "level" else getattr(application, name)

    def reviewing(self, application: Application) -> dict:
        """The reviews of others are shown to whoever has given their own, and to coordinators."""
        user = self.request.user
        own = next((review for review in application.reviews.all() if review.reviewer_id == user.pk), None)
        others = [review for review in counted(application) if review.reviewer_id != user.pk]
        shown = self.coordinates or own is not None
        firsts = first_opinions(([own] if own else []) + others) if shown else {}
        return {
            "own_review": own,
            "own_first_opinion": own and firsts.get(own.pk),
            "others": [(review, firsts.get(review.pk)) for review in others] if shown else [],
            "number_hidden": 0 if shown else len(others),
            "summary": summary(application) if shown else None,
            "review_form": forms.ReviewForm(application=application, user=user, own=own),
        }

    def coordinating(self, application: Application) -> dict:
        user = self.request.user
        options = {"application": application, "user": user}
        same_address = Application.objects.visible_to(user).filter(email__iexact=application.email)
        return {
            "flags": explained(application.flags),
            "duplicates": same_address.exclude(pk=application.pk).order_by("received_at"),
            "history": history(application),
            "openings": openings(application),
            "decision": last_decision(application),
            "mails": mails_of(application),
            "can_move": bool(possible_moves(application, Actor.STAFF)),
            "assignments": Assignment.objects.filter(application=application).select_related("reviewer"),
            "recusals": Recusal.objects.filter(application=application).select_related("person"),
            "may_delete": "delete_application" in permissions_on_applications(user),
            "note_form": forms.NoteForm(**options),
            "move_form": forms.MoveForm(**options),
            "handler_form": forms.HandlerForm(**options),
            "assign_form": forms.AssignForm(**options),
        }
