"""The upload of a translation as a PO file: what is none is refused before wagtail-localize reads it."""

import polib
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail_localize.models import Translation
from wagtail_localize.views.edit_translation import upload_pofile

LARGEST = 5 * 1024 * 1024  # a page of the site has some kilobytes


@require_POST
def upload_translation(request, translation_id: int):
    sent = request.FILES.get("file")
    if sent is not None and is_translation(sent):
        return upload_pofile(request, translation_id)
    messages.error(request, _("Choose a PO file that was downloaded from this page."))
    target = get_object_or_404(Translation, pk=translation_id).get_target_instance_edit_url()
    return redirect(target or reverse("wagtailadmin_home"))


def is_translation(sent) -> bool:
    """Whether a file can be read as a PO file, and says of which translation it is."""
    if sent.size > LARGEST:
        return False
    try:
        text = sent.read().decode()
        # Given a short text without line ends, polib would look for a file of that name.
        return "\n" in text and "X-WagtailLocalize-TranslationID" in polib.pofile(text).metadata
    except (OSError, ValueError, IndexError):
        return False
    finally:
        sent.seek(0)
