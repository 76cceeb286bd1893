"""Internships in the admin."""

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.urls import include, path, resolve
from django.utils.translation import ngettext, pgettext_lazy
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.contrib.settings.registry import SettingMenuItem

from internships.documents.packing import pack
from internships.models import Application, ChosenProject, InternshipPage, InternshipSettings, Recusal
from internships.models.visibility import may_coordinate
from internships.staff.alerts import erasures_to_see_to, files_to_scan, scans_to_see_to
from internships.staff.figures.views import figures_menu_item
from internships.staff.letters.views import LetterViewSet
from internships.staff.news.account import MailPreferencePanel
from internships.staff.news.attention import applications_to_see_to
from internships.staff.rounds import LateCodeViewSet, RoundViewSet
from internships.staff.viewsets import ApplicationViewSet, CriterionViewSet
from internships.students.links import address_of, make_link
from internships.students.mail import FILES


class InternshipsMenu(ViewSetGroup):
    menu_label = pgettext_lazy("menu", "Internships")
    menu_name = "internships-menu"
    menu_icon = "mail"
    menu_order = 230
    items = [ApplicationViewSet, RoundViewSet, LateCodeViewSet, CriterionViewSet, LetterViewSet]

    def get_submenu_items(self):
        """With the settings, which coordinators look for here and not among those of the site."""
        return [*super().get_submenu_items(), SettingMenuItem(InternshipSettings, icon="cog", order=100)]


@hooks.register("register_admin_viewset")
def register_applications():
    return InternshipsMenu()


@hooks.register("register_admin_urls")
def addresses_below_the_list():
    return [path("applications/", include("internships.staff.urls"))]


@hooks.register("construct_settings_menu")
def keep_settings_in_one_menu(request, items):
    items[:] = [item for item in items if getattr(item, "model", None) is not InternshipSettings]


hooks.register("needs_attention", scans_to_see_to)
hooks.register("needs_attention", erasures_to_see_to)
hooks.register("needs_attention", applications_to_see_to)
hooks.register("metrics", files_to_scan)
hooks.register("register_account_settings_panel", MailPreferencePanel)


@hooks.register("closed_form_contact")
def contact_of_the_offer(address, language):
    """Whom students write to while the form of a static edition cannot receive anything."""
    offers = InternshipPage.objects.live().filter(locale__language_code=language)
    return resolve(address).namespace == "internships" and offers.values_list("contact_email", flat=True).first()


@hooks.register("register_reports_menu_item")
def show_figures_of_applications():
    return figures_menu_item


@hooks.register("refuse_deletion")
def keep_chosen_projects(pages) -> str:
    """How many have applied, and not who: an editor may delete pages and not read applications."""
    chosen = ChosenProject.objects.filter(project__in=pages.values("pk")).select_related("project")
    first = chosen.first()
    count = chosen.filter(project=first.project).count() if first else 0
    sentence = ngettext(
        "Not deleted: an application was received for %(project)s. Unpublish the page instead.",
        "Not deleted: %(count)d applications were received for %(project)s. Unpublish the page instead.",
        count,
    )
    return sentence % {"count": count, "project": first.project.title} if first else ""


@hooks.register("visible_mails")
def hide_mails_with_their_applications(mails, request):
    """Who may see mails sees those about applications only as a coordinator, none about what is hidden."""
    about = f"{Application._meta.label_lower}:"
    if not may_coordinate(request.user):
        return mails.exclude(about__startswith=about)
    if not request.user.is_superuser:
        mails = mails.filter(about__startswith=about)  # as a coordinator alone, somebody has no business with others
    drafts = Application.objects.filter(state=Application.State.DRAFT).order_by()
    named = drafts.annotate(named=Concat(Value(about), Cast("pk", CharField()))).values("named")
    mails = mails.exclude(about__in=named, created_by=None)  # what a student asked for who has sent nothing yet
    recused = Recusal.objects.filter(person=request.user).values_list("application", flat=True)
    return mails.exclude(about__in=[f"{about}{pk}" for pk in recused])


@hooks.register("mail_link")
def link_of_mail(mail) -> str | None:
    """Where a mail about an application leads. A new link is made each time one is sent: no database holds a token."""
    label, _colon, number = mail.about.partition(":")
    application = Application.objects.filter(pk=number).first() if label == Application._meta.label_lower else None
    if not application:
        return None
    if mail.key.startswith(FILES):
        return address_of(pack(application), mail.language, name="packed-files")
    return address_of(make_link(application, mailed_to=mail.to), mail.language)
