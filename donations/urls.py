from django.urls import path

from donations import views

app_name = "donations"
urlpatterns = [path("<slug:slug>/", views.redirect_to_target, name="redirect")]
