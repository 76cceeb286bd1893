from django.urls import path

from internships.students import views

app_name = "internships"
urlpatterns = [
    path("", views.apply, name="apply"),
    path("<uuid:pk>/", views.received, name="received"),
]
