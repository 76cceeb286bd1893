"""What coordinators hear of: in a mail at once, in one a day or not at all, and on the admin's first page."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import querydict_from_html
from wagtail.users.models import UserProfile

from internships.models import MailPreference
from internships.staff.news.attention import applications_to_see_to
from internships.staff.news.mails import choose, send_digests, tell_at_once
from internships.states import State
from migs_site.outbox.models import Mail
from tests.editing import signed_in
from tests.factories import accounts, internships
from tests.mailing import faults

pytestmark = pytest.mark.django_db

COORDINATORS = ["Internship coordinators"]
PERSONAL = ["Camille", "Tremblay", "camille@example.org", "McGill", "History"]


def coordinator(email: str = "coordinator@example.org", how: str = ""):
    made = accounts.user(email, groups=COORDINATORS)
    if how:
        choose(made, how)
    return made


def came_days_ago(days: float, **fields):
    made = internships.application(**fields)
    return internships.timed(made, received_at=timezone.now() - datetime.timedelta(days=days))


def just_came(**fields):
    """After whatever was chosen: in a test that takes everything back, received_at is when the test began."""
    return came_days_ago(-1 / 86_400, **fields)


def told() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for to, subject in Mail.objects.order_by("subject").values_list("to", "subject"):
        found.setdefault(to, []).append(subject)
    return found


def test_each_is_told_as_they_have_chosen_and_of_nobody_by_name():
    for how in ("at_once", "daily", "never"):
        coordinator(f"{how}@example.org", how)
    coordinator("silent@example.org")
    accounts.user("reviewer@example.org", groups=["Internship reviewers"])
    application = just_came()

    tell_at_once()
    send_digests()

    assert told() == {
        "at_once@example.org": [f"New application: {application.reference}"],
        "daily@example.org": ["Applications for internships"],
        "silent@example.org": ["Applications for internships"],
    }
    for mail in Mail.objects.all():
        assert application.reference in mail.text
        assert [word for word in PERSONAL if word in mail.text + mail.html + mail.subject] == []
        assert faults(mail.html) == []
        assert f"/admin/applications/{application.pk}/" in mail.text


def test_told_again_and_again_it_is_one_mail():
    coordinator("at_once@example.org", "at_once")
    coordinator("daily@example.org")
    just_came()

    for _time in range(3):
        tell_at_once()
        send_digests()

    assert Mail.objects.count() == 2


def test_a_mail_for_each_application_and_none_for_what_came_before_one_chose_so():
    came_days_ago(0.5, name="Before")
    coordinator("at_once@example.org", "at_once")
    after = [just_came(name=name) for name in ("Adam", "Zoé")]

    tell_at_once()

    assert told() == {"at_once@example.org": sorted(f"New application: {each.reference}" for each in after)}


@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW, State.NOT_SELECTED, State.WITHDRAWN])
def test_there_is_no_mail_when_there_is_nothing(state):
    coordinator()
    internships.draft() if state == State.DRAFT else internships.application(state=state)

    send_digests()

    assert Mail.objects.count() == 0


def test_who_is_recused_hears_nothing():
    application = just_came()
    for how in ("at_once", "daily"):
        internships.recusal(application, coordinator(f"{how}@example.org", how))

    tell_at_once()
    send_digests()

    assert Mail.objects.count() == 0


def test_the_digest_says_how_things_stand_in_the_language_of_its_reader():
    internships.internship_settings(reply_days=14)
    reader = coordinator()
    profile = UserProfile.get_for_user(reader)
    profile.preferred_language = "fr"
    profile.save()
    new = internships.application(name="New")
    came_days_ago(30, name="Old", state=State.IN_REVIEW)
    offered = came_days_ago(3, name="Offered", state=State.OFFER)
    internships.timed(offered, answer_by=timezone.localdate() - datetime.timedelta(days=1))

    send_digests()

    [mail] = Mail.objects.all()
    assert mail.subject == "Candidatures de stage"
    assert [line for line in mail.text.splitlines() if line and not line.startswith("http")][:5] == [
        "1 nouvelle candidature n’a pas encore été lue.",
        "1 candidature attend une réponse depuis plus longtemps que promis.",
        "1 offre n’a pas reçu de réponse avant la date limite.",
        "La candidature qui attend depuis le plus longtemps est arrivée il y a 30 jours.",
        f"Nouvelle candidature\u00a0: {new.reference}",
    ]


@pytest.mark.parametrize(("days", "number"), [(-1, 1), (0, 0), (1, 0)])
def test_an_offer_can_be_answered_until_its_day_is_over(days, number):
    coordinator()
    offered = internships.application(state=State.OFFER)
    internships.timed(offered, answer_by=timezone.localdate() + datetime.timedelta(days=days))

    send_digests()

    assert Mail.objects.count() == number


def test_only_coordinators_read_on_the_first_page_how_things_stand():
    internships.application()
    sentence = "1 new application has not been read yet."
    users = [coordinator(), accounts.superuser(), accounts.editor()]
    users.append(accounts.user("reviewer@example.org", groups=["Internship reviewers"]))

    pages = [signed_in(user).get(reverse("wagtailadmin_home")).content.decode() for user in users]

    assert [sentence in page for page in pages] == [True, False, False, False]


@pytest.mark.parametrize("number", [1, 3])
def test_the_first_page_asks_five_queries_for_it(number, rf):
    internships.internship_settings(reply_days=14)
    for each in range(number):
        internships.application(name=f"Name {each}")
    request = rf.get("/")
    request.user = coordinator()

    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = applications_to_see_to(request)

    assert (len(asked), len(found)) == (5, 1)


@pytest.mark.parametrize("how", ["at_once", "never"])
def test_each_chooses_in_the_account(how):
    user = coordinator()
    client = signed_in(user)
    address = reverse("wagtailadmin_account")
    page = BeautifulSoup(client.get(address).content, "html.parser")
    form = querydict_from_html(str(page.select_one("form:has([name=internships-how])")))

    name = {"name_email-first_name": "Alex", "name_email-last_name": "Example"}

    client.post(address, form.dict() | name | {"internships-how": how})

    assert MailPreference.objects.get(user=user).how == how


def test_others_are_not_asked():
    page = signed_in(accounts.editor()).get(reverse("wagtailadmin_account"))

    assert "internships-how" not in page.content.decode()
