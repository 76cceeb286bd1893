"""Lists under a name: one's own, and those that others share."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from internships.models import SavedView
from internships.staff.access import anybody_of_staff
from internships.staff.services import save_view
from migs_site.base.plain_text import TidyCharField

# Words that were searched name people, and the page is only where somebody was.
NOT_SAVED = ["p", "q", "_w_filter_fragment", "export"]
LONGEST = SavedView._meta.get_field("query").max_length


def query_to_save(query: QueryDict) -> str:
    kept = query.copy()
    for name in NOT_SAVED:
        kept.pop(name, None)
    return kept.urlencode()


class SavedViewForm(forms.ModelForm):
    name = TidyCharField(max_length=60)
    query = forms.CharField(required=False, max_length=LONGEST, widget=forms.HiddenInput)

    class Meta:
        model = SavedView
        fields = ["name", "is_shared"]

    def clean_query(self):
        return query_to_save(QueryDict(self.cleaned_data["query"]))


@dataclass(frozen=True)
class SavedViews:
    """What the list offers: the views of somebody, and the one that could be saved now."""

    views: list[SavedView]
    query: str

    def __bool__(self):
        return bool(self.views or self.query)


def saved_views_of(user, query: QueryDict) -> SavedViews:
    found = SavedView.objects.filter(Q(owner=user) | Q(is_shared=True)).select_related("owner")
    return SavedViews(list(found), query_to_save(query))


@require_POST
def save(request):
    anybody_of_staff(request.user)
    form = SavedViewForm(request.POST)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, f"{_('This view was not saved.')} {' '.join(errors)}")
        return redirect("applications:index")
    view = save_view(owner=request.user, **form.cleaned_data)
    messages.success(request, _("The view “%(name)s” was saved.") % {"name": view.name})
    return redirect(f"{reverse('applications:index')}?{view.query}")


@require_POST
def forget(request, pk):
    """One's own."""
    anybody_of_staff(request.user)
    get_object_or_404(SavedView, pk=pk, owner=request.user).delete()
    messages.success(request, _("The view was deleted. No application was changed."))
    return redirect("applications:index")
