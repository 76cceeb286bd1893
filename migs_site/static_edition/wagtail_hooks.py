from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks

from migs_site.editorial.attention import AttentionItem
from migs_site.static_edition.services import failure


@hooks.register("needs_attention")
def edition_that_was_not_made(request):
    """For administrators: nobody else can give the disk room."""
    reason = failure() if request.user.is_superuser else ""
    sentence = _("The copy of the site as plain files is out of date: %(reason)s") % {"reason": reason}
    return [AttentionItem(sentence, reverse("wagtailadmin_home"))] if reason else []
