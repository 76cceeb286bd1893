from django.conf import settings
from django.urls import re_path

from migs_site.styleguide import views

app_name = "styleguide"

LANGUAGE = "(?P<language>{})".format("|".join(code for code, _name in settings.LANGUAGES))

urlpatterns = [
    re_path(r"^$", views.index, name="index"),
    re_path(r"^tokens\.css$", views.token_sheet, name="tokens"),
    re_path(rf"^{LANGUAGE}/$", views.index, name="index"),
    re_path(rf"^{LANGUAGE}/(?P<address>[a-z0-9/_-]+)/$", views.specimen, name="specimen"),
]
