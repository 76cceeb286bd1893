"""Mails to coordinators about applications: with reference numbers and links, and without a word about any person."""

import datetime
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.users.models import UserProfile

from internships.models import TO_COORDINATORS, Application, MailPreference
from internships.models.visibility import coordinators
from internships.staff.news.attention import sentences
from internships.staff.news.standing import lately_received, standing_for
from migs_site.outbox.services import queue_mail
from migs_site.web.mail import compose

How = MailPreference.How
A_DAY = datetime.timedelta(days=1)


def tell_at_once() -> None:
    """Queue a mail for each application that came since yesterday to each who wants it so, once."""
    for choice in MailPreference.objects.filter(how=How.AT_ONCE, user__in=coordinators()).select_related("user"):
        came = lately_received(choice.user, A_DAY).filter(received_at__gt=choice.chosen_at)
        for application in came:
            queue_mail(
                key=f"{TO_COORDINATORS}{application.pk}:{choice.user.pk}",
                message=new_application(application, choice.user),
                about=application,
            )


def send_digests() -> None:
    """Queue one mail for today to each who wants it so, or has chosen nothing, unless there is nothing to say."""
    others = MailPreference.objects.exclude(how=How.DAILY)
    for user in coordinators().exclude(pk__in=others.values("user")).order_by("pk"):
        standing = standing_for(user)
        if standing:
            queue_mail(
                key=f"internships.digest:{user.pk}:{timezone.localdate()}", message=digest(standing, user), about=user
            )


def new_application(application: Application, user) -> EmailMultiAlternatives:
    with translation.override(UserProfile.get_for_user(user).get_preferred_language()):
        address = reverse("applications:inspect", args=[application.pk])
        subject = _("New application: %s") % application.reference
        return message([(subject, whole(address))], subject, user)


def digest(standing, user) -> EmailMultiAlternatives:
    """How things stand, and which applications came since yesterday."""
    with translation.override(UserProfile.get_for_user(user).get_preferred_language()):
        index = reverse("applications:index")
        lines = [(sentence, whole(f"{index}?{query}")) for sentence, query in sentences(standing)]
        for application in lately_received(user, A_DAY)[:20]:
            address = reverse("applications:inspect", args=[application.pk])
            lines.append((_("New application: %s") % application.reference, whole(address)))
        return message(lines, _("Applications for internships"), user)


def message(lines: list[tuple[str, str]], subject: str, user) -> EmailMultiAlternatives:
    context = {"lines": lines, "account": whole(reverse("wagtailadmin_account"))}
    headers = {"Auto-Submitted": "auto-generated"}
    return compose("internships/email/news", context, subject=subject, to=user.email, headers=headers)


def whole(address: str) -> str:
    return urljoin(settings.WAGTAILADMIN_BASE_URL, address)


def choose(user, how: str) -> None:
    """From now on; who chooses “at once” is not told of what came before."""
    MailPreference.objects.update_or_create(user=user, defaults={"how": how, "chosen_at": Now()})
