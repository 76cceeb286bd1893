"""The addresses of the donate page that stand in print."""

from django.urls import re_path

from donations import views

urlpatterns = [
    # People type it from paper in any capitals, with or without a slash.
    re_path(r"^[Dd][Oo][Nn][Aa][Tt][Ee]\.[Hh][Tt][Mm][Ll]/?$", views.printed_address, name="printed-address"),
]
