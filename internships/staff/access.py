"""Who comes in where, for the views of staff; who sees which application is said by the models (visibility.py)."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from wagtail.permissions import ModelPermissionPolicy

from internships.models import Application
from internships.models.visibility import may_coordinate, may_review, permissions_on_applications


def anybody_of_staff(user) -> None:
    """Raises PermissionDenied for who has no business with applications."""
    if not may_review(user):
        raise PermissionDenied


def visible_application(user, pk) -> Application:
    """Not found where it is hidden from them, as where there is none."""
    anybody_of_staff(user)
    return get_object_or_404(Application.objects.visible_to(user).select_related("handled_by"), pk=pk)


def coordinators_only(user) -> None:
    if not may_coordinate(user):
        raise PermissionDenied


class ApplicationPolicy(ModelPermissionPolicy):
    """For Wagtail's own views. What was sent stays as it was sent: nobody adds or edits one."""

    def user_has_permission(self, user, action):
        if action == "view":
            return may_review(user)
        return action == "delete" and "delete_application" in permissions_on_applications(user)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)


class CoordinatorsPolicy(ModelPermissionPolicy):
    """For what coordinators define, such as criteria: they add and change, and nobody deletes what has been used."""

    def user_has_permission(self, user, action):
        return action in {"add", "change", "view"} and may_coordinate(user)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)
