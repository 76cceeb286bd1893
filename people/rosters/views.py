"""Pasting a list of people into a group: the list, what was understood of it, and only then the import."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from migs_site.base.primary_pages import is_primary
from migs_site.base.translation import has_words
from migs_site.editorial.language_gaps import Gap
from people.models import GroupPage, Membership, PersonPage
from people.rosters.forms import NamesFormSet, PasteForm, RosterFormSet, TermsForm
from people.rosters.importing import Imported, RosterRefused, import_roster
from people.rosters.names import split_name
from people.rosters.suggestions import GroupMembers


def may_paste_roster(user, group: GroupPage) -> bool:
    """Those who may edit and publish this group, and add people beside it. Lists go to the English page."""
    here, index = group.permissions_for_user(user), group.get_parent().permissions_for_user(user)
    allowed = here.can_edit() and here.can_publish() and index.can_add_subpage() and index.can_publish_subpage()
    return allowed and is_primary(group)


class PasteRosterView(WagtailAdminTemplateMixin, View):
    """Keeps nothing between the steps: the second form carries the names, and the import compares them once more."""

    page_title = gettext_lazy("Paste a list of members")
    header_icon = "clipboard-list"
    paste_template, names_template = "people/admin/paste_roster.html", "people/admin/roster_names.html"

    def dispatch(self, request, *args, **kwargs):
        self.group = get_object_or_404(GroupPage, pk=kwargs["group_id"])
        if not may_paste_roster(request.user, self.group):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        return self.answer(self.paste_template, form=PasteForm())

    def post(self, request, *args, **kwargs):
        if "names-TOTAL_FORMS" in request.POST:
            return self.check_names()
        form = PasteForm(request.POST)
        if not form.is_valid():
            return self.answer(self.paste_template, form=form)
        rows = [
            {"line": line, "text": text} | vars(split_name(text)) for line, _column, text in form.cleaned_data["pasted"]
        ]
        return self.show_names(TermsForm(instance=form.instance), initial=rows)

    def check_names(self):
        terms = TermsForm(self.request.POST)
        names = self.names_of(terms, data=self.request.POST)
        if not (terms.is_valid() and names.is_valid()) or "import" not in self.request.POST:
            return self.answer(self.names_template, form=terms, names=names)
        try:
            imported = import_roster(
                group=self.group, terms=terms.instance, decisions=names.decisions(), user=self.request.user
            )
        except RosterRefused as refused:
            messages.error(self.request, refused)
            return self.show_names(terms, data=self.request.POST)
        waiting = number_waiting(imported.created)
        report = f"{reverse('language_report')}?gap={Gap.UNTRANSLATED}"  # where those stand who have no French page
        buttons = [messages.button(report, _("Pages in one language"))] if waiting else None
        messages.success(self.request, sentence_about(imported, waiting), buttons=buttons)
        return redirect("wagtailadmin_pages:edit", self.group.pk)

    def names_of(self, terms: TermsForm, **kwargs) -> RosterFormSet:
        """The names, compared with those who are on the site and in the group now."""
        is_usable = not terms.is_bound or terms.is_valid()
        members = GroupMembers(self.group, terms.instance if is_usable else Membership())
        return NamesFormSet(members=members, **kwargs)

    def show_names(self, terms: TermsForm, **kwargs):
        return self.answer(self.names_template, form=terms, names=self.names_of(terms, **kwargs))

    def answer(self, template: str, **context):
        self.template_name = template
        context |= {"group": self.group, "media": context["form"].media}
        return self.render_to_response(self.get_context_data(**context))

    def get_breadcrumbs_items(self):
        group = {"url": reverse("wagtailadmin_pages:edit", args=[self.group.pk]), "label": self.group.title}
        groups = {"url": reverse("people_groups:index"), "label": _("Groups")}
        return [*self.breadcrumbs_items, groups, group, {"url": "", "label": self.page_title}]


def sentence_about(imported: Imported, waiting: int) -> str:
    """“20 members were added; 18 of them are new people.”"""
    if not imported.added:
        return _("Nothing to do: everyone on the list is already a member.")
    added = ngettext("%(count)d member was added.", "%(count)d members were added.", imported.added)
    created = ngettext("%(count)d new person was created.", "%(count)d new people were created.", len(imported.created))
    sentences = [added % {"count": imported.added}, created % {"count": len(imported.created)}]
    if waiting:
        sentence = ngettext(
            "%(count)d of them has no French page yet: translate it.",
            "%(count)d of them have no French pages yet: translate them.",
            waiting,
        )
        sentences.append(sentence % {"count": waiting})
    return " ".join(sentences)


def number_waiting(created: list[PersonPage]) -> int:
    """Of how many new people the worker cannot make the French page: of all, where there is no French list."""
    if not created:
        return 0
    has_list = created[0].get_parent().get_translations().exists()
    return sum(has_words(person) for person in created) if has_list else len(created)
