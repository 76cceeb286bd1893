from django.urls import path
from django.utils.translation import gettext_lazy as _

from internships.students.views import actions, drafts, lost_links, taking_out

app_name = "internships"
urlpatterns = [
    path("", drafts.apply, name="apply"),
    path(_("lost-link/"), lost_links.lost_link, name="lost-link"),
    path(_("lost-link/on-its-way/"), lost_links.link_on_its_way, name="link-on-its-way"),
    path(_("erased/"), actions.erased, name="erased"),
    path(_("files/<str:key>/"), taking_out.packed_files, name="packed-files"),
    path("<str:token>/", drafts.apply, name="application"),
    path(_("<str:token>/accept/"), actions.act, {"name": "accept"}, name="accept"),
    path(_("<str:token>/decline/"), actions.act, {"name": "decline"}, name="decline"),
    path(_("<str:token>/withdraw/"), actions.act, {"name": "withdraw"}, name="withdraw"),
    path(_("<str:token>/erase/"), actions.act, {"name": "erase"}, name="erase"),
    path(_("<str:token>/replace/<slug:kind>/"), actions.replace, name="replace"),
    path(_("<str:token>/confirm/"), actions.confirm, name="confirm"),
    path(_("<str:token>/answers.<str:ending>"), taking_out.answers_held, name="answers"),
    path(_("<str:token>/files/"), taking_out.ask_for_files, name="files"),
]
