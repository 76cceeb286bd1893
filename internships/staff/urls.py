"""What coordinators do with several applications, and by mail; below the address of the list."""

from django.urls import path

from internships.staff.arriving.views import ConfirmView, ImportView
from internships.staff.decisions.views import DecideView, DecisionsView
from internships.staff.decisions.writing import WriteView
from internships.staff.exports.views import FilesView
from internships.staff.figures.views import FiguresView

app_name = "decisions"
urlpatterns = [
    path("decide/", DecideView.as_view(), name="choose"),
    path("figures/", FiguresView.as_view(), name="figures"),
    path("mail/", ImportView.as_view(), name="import"),
    path("mail/<int:pk>/", ConfirmView.as_view(), name="imported"),
    path("files/", FilesView.as_view(), name="files"),
    path("decisions/<uuid:batch>/", DecisionsView.as_view(), name="batch"),
    path("<uuid:pk>/write/", WriteView.as_view(), name="write"),
]
