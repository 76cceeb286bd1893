"""Which members of staff see which applications: asked by every list, page, file, count, export and mail."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission

COORDINATE, REVIEW = "view_application", "review_application"
ON_APPLICATIONS = {"content_type__app_label": "internships", "content_type__model": "application"}


def permissions_on_applications(user) -> frozenset[str]:
    """What a user's groups let them do with applications; asked once for each request.

    An administrator has them as everybody else has: by being put into a group, which the site's history shows.
    """
    if not user.is_active or not user.pk:
        return frozenset()
    if not hasattr(user, "_permissions_on_applications"):
        granted = Permission.objects.filter(group__user=user, **ON_APPLICATIONS).values_list("codename", flat=True)
        user._permissions_on_applications = frozenset(granted)
    return user._permissions_on_applications


def may_coordinate(user) -> bool:
    return COORDINATE in permissions_on_applications(user)


def may_review(user) -> bool:
    """Coordinators may as well."""
    return not permissions_on_applications(user).isdisjoint({COORDINATE, REVIEW})


def users_who(*codenames: str):
    """Active users whose groups let them do one of these."""
    granted = Permission.objects.filter(codename__in=codenames, **ON_APPLICATIONS)
    return get_user_model().objects.filter(is_active=True, groups__permissions__in=granted).distinct()


def coordinators(application=None):
    """Those who handle applications; of one application, without those who have recused themselves from it.

    To be asked whenever a mail about it is sent.
    """
    found = users_who(COORDINATE)
    return found.exclude(recusals__application=application) if application else found
