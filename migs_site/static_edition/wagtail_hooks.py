from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks

from migs_site.editorial.attention import AttentionItem
from migs_site.static_edition.services import failure, minutes_since_comparison

SILENCE = 15  # minutes; it looks in each


@hooks.register("needs_attention")
def edition_that_was_not_made(request):
    """For administrators: nobody else can give the disk room."""
    reason = failure() if request.user.is_superuser else ""
    sentence = _("The copy of the site as plain files is out of date: %(reason)s") % {"reason": reason}
    return [AttentionItem(sentence, reverse("wagtailadmin_home"))] if reason else []


@hooks.register("needs_attention")
def comparison_that_ended(request):
    """For administrators: what no longer runs raises no alarm either, and somebody may have seen to that."""
    minutes = (minutes_since_comparison() or 0) if request.user.is_superuser else 0
    sentence = _(
        "For %(minutes)d minutes nothing has checked whether visitors find what was published: start migs-compare.timer"
        " and read the log of migs-compare.service."
    ) % {"minutes": minutes}
    return [AttentionItem(sentence, reverse("wagtailadmin_home"))] if minutes > SILENCE else []
