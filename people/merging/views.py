"""Merging two records of one person: which is the target, what that would do, and only then the merge."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from migs_site.base.primary_pages import primary
from people.merging.merge import MergeRefused, merge_people
from people.merging.plan import MergePlan
from people.models import PersonPage
from people.similar_names import PeopleDirectory
from people.sorting import sort_key

MOST_RESULTS = 20


def may_merge(user, person: PersonPage) -> bool:
    allowed = person.permissions_for_user(user)
    return allowed.can_edit() and allowed.can_publish()


class MergingView(WagtailAdminTemplateMixin, View):
    """What both steps have: the source, the way back, and who may be here."""

    page_title = gettext_lazy("Merge into another person")
    header_icon = "resubmit"

    def dispatch(self, request, *args, **kwargs):
        self.people = [get_object_or_404(PersonPage, pk=pk) for pk in kwargs.values()]
        if not all(may_merge(request.user, person) for person in self.people):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        person = {"url": reverse("wagtailadmin_pages:edit", args=[self.people[0].pk]), "label": self.people[0].title}
        people = {"url": reverse("people:index"), "label": _("People")}
        return [*self.breadcrumbs_items, people, person, {"url": "", "label": self.page_title}]


class ChooseTargetView(MergingView):
    """Offers those whose name is nearly the same; staff can search for any other."""

    template_name = "people/admin/choose_target.html"

    def get_context_data(self, **kwargs):
        query = self.request.GET.get("q", "").replace("\x00", "").strip()
        results = self.search(query) if query else self.people_of_similar_name()
        return super().get_context_data(source=self.people[0], query=query, results=results, **kwargs)

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data())

    def people_of_similar_name(self) -> list[PersonPage]:
        source, directory = self.people[0], PeopleDirectory()
        ids = [int(match.record.token) for match in directory.find_similar(source.given_names, source.surname)]
        return [directory.people[pk] for pk in ids if pk != source.pk][:MOST_RESULTS]

    def search(self, query: str) -> list[PersonPage]:
        people = PersonPage.objects.filter(primary(), merged_into=None).exclude(pk=self.people[0].pk)
        for word in sort_key(query).replace(",", " ").split():
            people = people.filter(sort_key__contains=word)
        return list(people.order_by("sort_key")[:MOST_RESULTS])


class MergeView(MergingView):
    template_name = "people/admin/merge.html"

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data())

    def post(self, request, *args, **kwargs):
        source, target = self.people
        try:
            merge_people(source=source, target=target, fill=request.POST.getlist("fill"), user=request.user)
            sentence = _("%(source)s was merged into %(target)s.")
        except MergeRefused as refused:
            if not PersonPage.objects.filter(pk=source.pk, merged_into=target).exists():
                messages.error(request, refused)
                return redirect(request.path)
            sentence = _("%(source)s had already been merged into %(target)s.")
        messages.success(request, sentence % {"source": source.title, "target": target.title})
        return redirect("wagtailadmin_pages:edit", target.pk)

    def get_context_data(self, **kwargs):
        return super().get_context_data(plan=MergePlan(*self.people), **kwargs)
