"""Merges one person's record, the source, into another of the same person, the target."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail_localize.models import Translation

from migs_site.accounts.models import User
from migs_site.base.translation import translate_without_words
from people.merging.plan import MergePlan
from people.models import PersonPage


class MergeRefused(Exception):
    """Why nothing was merged, in one sentence for staff."""


def merge_people(*, source: PersonPage, target: PersonPage, fill: list[str], user: User) -> MergePlan:
    """Move all that names ``source`` to ``target``, and take ``source`` off the site; its addresses lead to ``target``.

    ``fill`` names fields that are empty in ``target`` and are taken over from ``source``. Returns what was done.
    MergeRefused where the plan has a refusal, or where somebody changes the same things; then nothing was written.
    """
    try:
        with transaction.atomic():
            list(Page.objects.select_for_update().filter(pk__in=[source.pk, target.pk]).order_by("pk"))
            plan = MergePlan(PersonPage.objects.get(pk=source.pk), PersonPage.objects.get(pk=target.pk))
            if plan.refusals:
                raise MergeRefused(plan.refusals[0])
            execute(plan, fill, user)
            return plan
    except ValidationError as error:
        raise MergeRefused(error.messages[0]) from error
    except IntegrityError as error:
        sentence = _("Someone changed one of the two records at the same time. Review both, then merge.")
        raise MergeRefused(sentence) from error


def execute(plan: MergePlan, fill: list[str], user: User) -> None:
    filled = [one.name for one in plan.fillable if one.name in fill]
    list(plan.differences)  # read before anything moves
    moved = [f"{row.kind}: {row}" for row in plan.rows]
    for row in plan.rows:
        if row.duplicate:
            row.row.delete()
        else:
            setattr(row.row, row.key, row.target)
            row.row.save(update_fields=[row.key])
    publish_target(plan, filled, user)
    for page, replacement in plan.replacements:
        retire_source(page, replacement, plan.target, user)
    Translation.objects.filter(source__object_id=plan.source.translation_key).update(enabled=False)
    logged = [(plan.target, plan.source, "people.merge"), (plan.source, plan.target, "people.merged")]
    for page, named, action in logged:
        data = {"person": {"id": named.pk, "title": named.title}, "rows": moved}
        log(instance=page, action=action, user=user, data=data)


def publish_target(plan: MergePlan, filled: list[str], user: User) -> None:
    """Publish the target as it is now, with the fields taken over; French too, where no words are in the way."""
    target = PersonPage.objects.get(pk=plan.target.pk)
    for name in filled:
        setattr(target, name, getattr(plan.source, name))
    target.save_revision(user=user, log_action=True).publish(user=user)
    translate_without_words(target, user=user)
    del plan.replacements  # the French page may be new


def retire_source(page: PersonPage, replacement: PersonPage, target: PersonPage, user: User) -> None:
    """Take a page of the source off the site; its address, and what led to it, lead to ``replacement``.

    Where that page of the target is in the other language, they lead there through the permanent address, which will
    know when there is a page in the same one.
    """
    if page.live:
        page.unpublish(user=user)
    PersonPage.objects.filter(pk=page.pk).update(merged_into=target)
    parts = page.get_url_parts()
    if page.locale_id == replacement.locale_id:
        leading, redirect_to = {"redirect_page": replacement}, replacement
    else:
        redirect_to = reverse("permanent", args=[page.pk])
        leading = {"redirect_page": None, "redirect_link": redirect_to}
    Redirect.objects.filter(redirect_page=page).update(**leading)
    if parts and page.first_published_at:
        address = Redirect.normalise_path(parts[2])
        Redirect.objects.filter(old_path=address).delete()
        Redirect.add_redirect(address, redirect_to=redirect_to)
