"""Applications, and the criteria that reviewers score, as parts of the admin."""

from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import DeleteView
from wagtail.admin.viewsets.model import ModelViewSet

from internships.erasure.services import erase
from internships.models import Application, Criterion, Erasure
from internships.staff import changes, files, saved_views
from internships.staff.access import ApplicationPolicy, CoordinatorsPolicy, anybody_of_staff
from internships.staff.filters import ApplicationFilterSet
from internships.staff.listing import ApplicationIndexView
from internships.staff.page import ApplicationPageView


class ApplicationDeleteView(DeleteView):
    def setup(self, request, *args, **kwargs):
        """Wagtail looks for the row before it asks who is there."""
        anybody_of_staff(request.user)
        super().setup(request, *args, **kwargs)

    def get_queryset(self):
        return Application.objects.visible_to(self.request.user)

    def get_usage_url(self):
        """What points to an application goes with it."""

    def delete_action(self):
        """Without Wagtail’s entry in its own history: the audit log has one."""
        erase(self.object, why=Erasure.Why.STAFF, by=self.request.user)


class ApplicationViewSet(ModelViewSet):
    """Of Wagtail's views the list and the deletion; an application has no form to edit it, no copy, no usage."""

    name = "applications"
    model = Application
    icon = "mail"
    menu_label = _("Applications")
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = ApplicationIndexView
    delete_view_class = ApplicationDeleteView
    form_fields = []
    ordering = "-received_at"
    filterset_class = ApplicationFilterSet
    search_fields = ["words"]

    @cached_property
    def permission_policy(self):
        return ApplicationPolicy(self.model)

    def get_urlpatterns(self):
        one = "<uuid:pk>/"
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("views/", saved_views.save, name="save_view"),
            path("views/<int:pk>/delete/", saved_views.forget, name="delete_view"),
            path(one, ApplicationPageView.as_view(), name="inspect"),
            path(f"{one}delete/", self.delete_view, name="delete"),
            path(f"{one}files/<slug:kind>/", files.download, name="download"),
            path(f"{one}files/<slug:kind>/view/", files.view, name="view"),
            path(f"{one}state/", changes.Move.as_view(), name="move"),
            path(f"{one}notes/", changes.WriteNote.as_view(), name="write_note"),
            path(f"{one}handler/", changes.HandOver.as_view(), name="hand_over"),
            path(f"{one}reviewers/", changes.Assign.as_view(), name="assign"),
            path(f"{one}reviewers/<int:reviewer>/remove/", changes.Unassign.as_view(), name="unassign"),
            path(f"{one}review/", changes.GiveReview.as_view(), name="give_review"),
            path(f"{one}recusal/", changes.Recuse.as_view(), name="recuse"),
            path(f"{one}recusals/<int:recusal>/lift/", changes.LiftRecusal.as_view(), name="lift_recusal"),
        ]


class CriterionViewSet(ModelViewSet):
    name = "review_criteria"
    model = Criterion
    icon = "list-ol"
    menu_label = pgettext_lazy("menu", "Review criteria")
    add_to_reference_index = False
    copy_view_enabled = False
    list_display = [
        "name_en",
        "name_fr",
        Column("weight", label=_("Weight"), sort_key="weight"),
        BooleanColumn("is_active", label=_("In use"), sort_key="is_active"),
    ]
    panels = [
        FieldRowPanel([FieldPanel("name_en"), FieldPanel("name_fr")], heading=_("Name")),
        FieldRowPanel([FieldPanel("help_en"), FieldPanel("help_fr")], heading=_("Help")),
        FieldPanel("weight"),
        FieldPanel("is_active"),
    ]

    @cached_property
    def permission_policy(self):
        return CoordinatorsPolicy(self.model)
