"""What is written down, by whom, and what the log does not take."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from migs_site.audit.models import AuditEntry, reference_to
from migs_site.audit.registry import ACTIONS, label_of, register
from migs_site.audit.services import record
from tests.factories.accounts import editor, user

pytestmark = pytest.mark.django_db

EXPORTED = "audit.exported"


def test_an_entry_says_when_who_what_and_about_which_record():
    ann = user("ann@example.org", first_name="Ann", last_name="Smith")
    group = Group.objects.get(name="Editors")

    with CaptureQueriesContext(connection) as asked:
        record(action=EXPORTED, about=group, by=ann, detail={"format": "csv", "rows": 3, "kinds": ["cv", "letter"]})

    [entry] = AuditEntry.objects.all()
    assert len(asked) == 1
    assert abs(entry.at - timezone.now()) < datetime.timedelta(seconds=30)
    assert (entry.user_pk, entry.user_label) == (ann.pk, "Ann Smith (ann@example.org)")
    assert (entry.action, entry.about, entry.action_label) == (EXPORTED, f"auth.group:{group.pk}", "Audit log exported")
    assert entry.detail_in_words == "format: csv, kinds: cv letter, rows: 3"


@pytest.mark.parametrize("by", [None, AnonymousUser()])
def test_what_nobody_on_the_staff_did_names_nobody(by):
    record(action=EXPORTED, by=by)

    assert list(AuditEntry.objects.values_list("user_pk", "user_label", "about", "detail")) == [(None, "", "", {})]


def test_who_has_no_name_is_called_by_their_address():
    record(action=EXPORTED, by=editor("ann@example.org"))

    assert AuditEntry.objects.get().user_label == "ann@example.org"


def test_an_entry_stays_when_its_account_and_its_record_are_gone():
    ann, group = editor(), Group.objects.create(name="For a day")
    record(action=EXPORTED, about=group, by=ann)
    pk, reference = ann.pk, reference_to(group)

    ann.delete()
    group.delete()

    assert list(AuditEntry.objects.values_list("user_pk", "about")) == [(pk, reference)]


def test_an_act_that_is_taken_back_leaves_no_entry():
    with transaction.atomic():
        record(action=EXPORTED)
        transaction.set_rollback(True)

    assert AuditEntry.objects.count() == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"action": "audit.unheard_of"},
        {"about": "Ann Smith"},
        {"about": "internships.application:Ann Smith"},
        {"about": "internships.application:1\x00"},
        {"about": "x" * 300},
        {"detail": {"who": "Ann Smith"}},
        {"detail": {"who": "ann@example.org"}},
        {"detail": {"who": ["cv", "Ann Smith"]}},
        {"detail": {"who": [["cv"]]}},
        {"detail": {"Ann Smith": 1}},
        {"detail": {"who": "x" * 101}},
        {"detail": {"who": "a\x00b"}},
        {"detail": {"who": {"name": "cv"}}},
        {"detail": {"share": float("nan")}},
    ],
)
def test_what_may_be_personal_or_means_nothing_is_refused(wrong):
    with pytest.raises(ValueError, match="The audit log takes no such entry"):
        record(**{"action": EXPORTED} | wrong)

    assert AuditEntry.objects.count() == 0


def test_the_history_of_a_record_is_found_by_the_record():
    group, other = Group.objects.all()[:2]
    record(action=EXPORTED, about=group)
    record(action=EXPORTED, about=other)

    assert [entry.about for entry in AuditEntry.objects.about(group)] == [f"auth.group:{group.pk}"]


@pytest.mark.parametrize("name", [EXPORTED, "audit", "Audit.x", "audit.a b", ""])
def test_an_action_has_one_name_of_its_own(name):
    with pytest.raises(ValueError, match="cannot be an action"):
        register({name: "Again"})

    assert "Again" not in ACTIONS.values()


@pytest.mark.parametrize(("language", "label"), [("en", "Audit log exported"), ("fr", "Journal d’audit exporté")])
def test_an_action_is_read_in_the_language_of_the_reader(language, label):
    with translation.override(language):
        assert (label_of(EXPORTED), label_of("gone.long_ago")) == (label, "gone.long_ago")
