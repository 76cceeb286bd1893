"""Makes one record of two."""

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


def merge_people(*, other: PersonPage, kept: PersonPage, fill: list[str], user: User) -> MergePlan:
    """Move all that names ``other`` to ``kept``, and take ``other`` off the site; its addresses lead to ``kept``.

    ``fill`` names fields that are empty in ``kept`` and are taken over from ``other``. Returns what was done.
    MergeRefused where the plan has a refusal, or where somebody changes the same things; then nothing was written.
    """
    try:
        with transaction.atomic():
            list(Page.objects.select_for_update().filter(pk__in=[other.pk, kept.pk]).order_by("pk"))
            plan = MergePlan(PersonPage.objects.get(pk=other.pk), PersonPage.objects.get(pk=kept.pk))
            if plan.refusals:
                raise MergeRefused(plan.refusals[0])
            carry_out(plan, fill, user)
            return plan
    except ValidationError as error:
        raise MergeRefused(error.messages[0]) from error
    except IntegrityError as error:
        sentence = _("Somebody changed one of the two records at the same time: look at the two again, then merge.")
        raise MergeRefused(sentence) from error


def carry_out(plan: MergePlan, fill: list[str], user: User) -> None:
    filled = [one.name for one in plan.fillable if one.name in fill]
    list(plan.differences)  # read before anything moves
    moved = [f"{row.kind}: {row}" for row in plan.rows]
    move_rows(plan)
    keep(plan, filled, user)
    for page, target in plan.twins:
        take_away(page, target, plan.kept, user)
    Translation.objects.filter(source__object_id=plan.other.translation_key).update(enabled=False)
    for page, named, action in [(plan.kept, plan.other, "people.merge"), (plan.other, plan.kept, "people.merged")]:
        data = {"person": {"id": named.pk, "title": named.title}, "rows": moved}
        log(instance=page, action=action, user=user, data=data)


def move_rows(plan: MergePlan) -> None:
    for row in plan.rows:
        if row.twin:
            row.row.delete()
        else:
            setattr(row.row, row.key, row.target)
            row.row.save(update_fields=[row.key])


def keep(plan: MergePlan, filled: list[str], user: User) -> None:
    """Publish the kept record as it is now, with the fields taken over; French too, where no words are in the way."""
    kept = PersonPage.objects.get(pk=plan.kept.pk)
    for name in filled:
        setattr(kept, name, getattr(plan.other, name))
    kept.save_revision(user=user, log_action=True).publish(user=user)
    translate_without_words(kept, user=user)
    del plan.twins  # the French page may be new


def take_away(page: PersonPage, target: PersonPage, kept: PersonPage, user: User) -> None:
    """Take a page off the site; its address, and what led to it, lead to ``target``.

    Where that is in the other language, they lead there through the permanent address, which will know when there is
    a page in the same one.
    """
    if page.live:
        page.unpublish(user=user)
    PersonPage.objects.filter(pk=page.pk).update(merged_into=kept)
    is_same_language = page.locale_id == target.locale_id
    lasting = {"redirect_page": None, "redirect_link": reverse("permanent", args=[page.pk])}
    leading = {"redirect_page": target} if is_same_language else lasting
    Redirect.objects.filter(redirect_page=page).update(**leading)
    parts = page.get_url_parts()
    if parts and page.first_published_at:
        address = Redirect.normalise_path(parts[2])
        Redirect.objects.filter(old_path=address).delete()
        Redirect.add_redirect(address, redirect_to=target if is_same_language else lasting["redirect_link"])
