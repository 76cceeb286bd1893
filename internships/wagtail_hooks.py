from wagtail import hooks

from internships.listing import ApplicationViewSet


@hooks.register("register_admin_viewset")
def register_applications():
    return ApplicationViewSet("applications")
