"""What a flag of an application means, in words for coordinators. A flag alone is held against nobody."""

from django.utils.translation import gettext_lazy as _

FLAGS = {
    "honeypot": _("A field that no person sees was filled in. Programs do so; some password managers, too."),
    "no_stamp": _("The form did not come from our page, or was changed on the way."),
    "from_the_future": _("The form says that it was opened later than it was sent."),
    "too_fast": _("The form was sent sooner after it was opened than a person can fill it in."),
    "mailbox_full": _(
        "The address had been sent mails about five applications within a day, so it was sent none about this one."
    ),
    "stale": _("The form was sent more than a day after it was opened."),
}


def explained(codes: list[str]) -> list[str]:
    """A code that is not known here is shown as it is."""
    return [str(FLAGS.get(code, code)) for code in codes]
