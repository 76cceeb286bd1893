"""Two traps of a form for programs that fill in everything at once: a field that nobody sees, and the time it took.

What they find is told to staff, never held against anybody by itself: a person may be that fast, or have a browser that
fills in every field.
"""

import datetime

from django import forms
from django.core.signing import BadSignature, Signer
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

FASTEST = 3  # seconds in which no person fills in a form
LONGEST = 24 * 60 * 60
# No manager of passwords fills it in: the name is none that they know, and each has a mark of its own for “not here”
# (1Password, LastPass, Bitwarden, Dashlane); browsers have the attribute of HTML.
LEFT_ALONE = {
    "autocomplete": "off",
    "data-1p-ignore": "",
    "data-lpignore": "true",
    "data-bwignore": "",
    "data-form-type": "other",
}
signer = Signer(salt="migs_site.base.robots")


def stamp(instant: datetime.datetime | None = None) -> str:
    """The second in which a form was shown, now where nothing is said, signed so that nobody makes one up."""
    return signer.sign(str(int((instant or timezone.now()).timestamp())))


def seconds_since(text: str) -> int | None:
    """How long ago a stamp was made, less than nothing for one from the future; None for anything that is no stamp."""
    try:
        return int(timezone.now().timestamp()) - int(signer.unsign(text))
    except BadSignature:
        return None


class RobotTraps(forms.Form):
    """A form with both traps, which `components/robot_traps.html` shows; neither ever makes it invalid.

    first_shown_at: for a form that comes back from the database, when it was first shown; else the traps stay as they
    were sent, and a new form is shown now.
    """

    remarks = forms.Field(
        label=_("Leave this field empty"), required=False, widget=forms.TextInput({"tabindex": "-1", **LEFT_ALONE})
    )
    shown_at = forms.Field(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, first_shown_at: datetime.datetime | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("shown_at", stamp(first_shown_at))

    def suspicions(self) -> list[str]:
        """Codes of what looks like a program, of a form that was sent; also where it is not valid.

        “honeypot”; and “no_stamp” (none of ours), “from_the_future”, “too_fast” or “stale”.
        """
        sent = str(self["shown_at"].value() or "")
        found = ["honeypot"] if str(self["remarks"].value() or "").strip() else []
        return found + suspicions_of_time(seconds_since(sent))


def suspicions_of_time(seconds: int | None) -> list[str]:
    if seconds is None:
        return ["no_stamp"]
    if seconds < 0:
        return ["from_the_future"]
    if seconds < FASTEST:
        return ["too_fast"]
    return ["stale"] if seconds > LONGEST else []
