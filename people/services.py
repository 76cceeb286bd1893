"""Ends the memberships of people who have died. The signal is connected in apps.py."""

from django.db import transaction
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published

from migs_site.accounts.models import User
from people.models import GroupPage, Membership, PersonPage


@receiver(page_published, sender=PersonPage)
def follow_published_person(sender, instance, revision=None, **kwargs):
    """End memberships however a death became known: by the form, by an import or by a correction of its day."""
    if instance.pk == instance.primary.pk:
        end_memberships(person=instance, user=revision and revision.user)


@transaction.atomic
def end_memberships(*, person: PersonPage, user: User | None = None) -> None:
    """End on the day of death what somebody still held, unless staff keep it open. Idempotent.

    Where the day was corrected, what it had ended moves with it, and is open again where it was taken back. A group
    without a draft is published with its new list; in a draft of a group the list is changed as well.
    """
    before = PersonPage.objects.filter(pk=person.pk).values_list("memberships_ended_on", flat=True).get()
    day = person.died_on if person.ends_memberships else ""
    rows = Membership.objects.filter(person=person.pk)
    groups = {row.group_id for row in rows if row.end_by_death(day, before) != row.ends_on}
    list(Page.objects.select_for_update().filter(pk__in=groups).order_by("pk"))
    for group in GroupPage.objects.filter(pk__in=groups):
        end_in_group(group, person.pk, day, before, user)
    PersonPage.objects.filter(pk=person.pk).update(memberships_ended_on=day)


def end_in_group(group: GroupPage, person_id: int, day: str, before: str, user: User | None) -> None:
    latest = group.get_latest_revision_as_object()
    is_public = group.live and not group.has_unpublished_changes
    rows = list(latest.memberships.all())
    for row in rows:
        if row.person_id == person_id:
            row.ends_on = row.end_by_death(day, before)
    latest.memberships.set(rows)
    revision = latest.save_revision(user=user, log_action=True, clean=False)
    if is_public:
        revision.publish(user=user)
        return
    for row in Membership.objects.filter(group=group, person=person_id):
        row.ends_on = row.end_by_death(day, before)
        row.save(update_fields=["ends_on"])
