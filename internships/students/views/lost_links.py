"""For who has lost the link to a draft or an application. The answer is the same whether we know the address or not."""

from django import forms
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from internships.students.fields import EmailField
from internships.students.limits import spend_for_link
from internships.students.opening import offer_in_language
from internships.students.views.privacy import private
from migs_site.database_functions import call
from migs_site.web.methods import takes_forms


class LostLinkForm(forms.Form):
    email = EmailField(
        label=_("Email"),
        if_empty=_("Enter a valid email address, for example name@example.ca."),
        help_text=_("The address you entered in the form."),
    )


@takes_forms
@private
def lost_link(request):
    """Whether the address is known is looked up by the worker, so that no time and no word of this answer tells."""
    form = LostLinkForm(request.POST if request.method == "POST" else None, label_suffix="")
    if form.is_bound and form.is_valid():
        spend_for_link(request, email=form.cleaned_data["email"])
        call("internships_ask_for_links", form.cleaned_data["email"])
        return HttpResponseRedirect(reverse("internships:link-on-its-way"), status=303)
    response = render(request, "internships/lost_link.html", {"form": form, "parent_page": offer_in_language()})
    # Its address is no secret, and under “no-referrer” a browser sends a form with “Origin: null” (Fetch, “append a
    # request Origin header”), which the check against other sites refuses.
    response.headers["Referrer-Policy"] = "same-origin"
    return response


@private
@require_GET
def link_on_its_way(request):
    return render(request, "internships/link_on_its_way.html", {"parent_page": offer_in_language()})
