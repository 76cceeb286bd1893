"""Who sees which mails in the admin, and who may change them."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from wagtail import hooks

from migs_site.outbox.models import Mail
from migs_site.outbox.wagtail_hooks import mails_that_do_not_go_out
from tests.editing import signed_in
from tests.factories import accounts
from tests.factories.outbox import failed_mail, mail
from tests.migs_site.outbox.staff import (
    CHANGE,
    HOME,
    LIST,
    READ,
    address,
    answers,
    asked_by,
    keeper,
    main,
    rows,
    somebody,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("method", ["get", "post"])
def test_visitors_are_sent_to_sign_in(method):
    stored = mail()

    found = answers(Client(), stored, method)

    login = reverse("wagtailadmin_login")
    assert found == {name: (302, f"{login}?next={address(name, stored)}") for name in found}


@pytest.mark.parametrize("method", ["get", "post"])
def test_editors_get_nowhere(method):
    stored = mail()

    found = answers(signed_in(accounts.editor()), stored, method)

    assert found == dict.fromkeys(found, (302, HOME))
    assert Mail.objects.get().state == "queued"


def test_who_may_read_reads_and_changes_nothing():
    stored = mail()
    client = signed_in(somebody("view_mail"))

    read, written = answers(client, stored, "get"), answers(client, stored, "post")

    assert read == dict.fromkeys((*LIST, *READ), (200, "")) | dict.fromkeys(CHANGE, (302, HOME))
    assert {name: written[name] for name in CHANGE} == dict.fromkeys(CHANGE, (302, HOME))
    assert Mail.objects.get().state == "queued"
    assert "<form" not in main(client, stored)


def test_who_may_change_moves_mails_by_post_alone():
    stored = mail()
    client = signed_in(keeper())

    read = answers(client, stored, "get")

    assert read == dict.fromkeys((*LIST, *READ, "edit"), (200, "")) | dict.fromkeys(CHANGE[1:], (405, ""))
    assert Mail.objects.get().state == "queued"


def test_permission_to_change_without_that_to_read_sees_nothing():
    stored = mail()
    client = signed_in(somebody("change_mail"))

    assert [client.get(address(name, stored))["Location"] for name in (*LIST, *READ, "edit")] == [HOME] * 5
    assert client.post(address("cancel", stored))["Location"] == HOME
    assert Mail.objects.get().state == "queued"


def test_no_group_has_the_permissions_unless_an_app_gives_them():
    given = Permission.objects.filter(content_type__app_label="outbox", group__isnull=False)
    assert list(given.values_list("group__name", "codename").order_by("codename")) == [
        ("Internship coordinators", "change_mail"),
        ("Internship coordinators", "view_mail"),
    ]
    assert sorted(Permission.objects.filter(content_type__app_label="outbox").values_list("codename", flat=True)) == [
        "change_mail",
        "view_mail",
    ]


def hide_secret(queryset, request):
    return queryset.exclude(about="donations.gift:7") if not request.user.is_superuser else queryset


def test_mails_about_a_hidden_record_are_nowhere_to_be_found():
    hidden = failed_mail("hidden", about="donations.gift:7", subject="Hidden")
    mail("open", about="donations.gift:8", subject="Open")
    person = keeper()
    client = signed_in(person)

    with hooks.register_temporarily("visible_mails", hide_secret):
        read, written = answers(client, hidden, "get"), answers(client, hidden, "post")
        listed = rows(client.get(reverse("outbox:index")))
        found = rows(client.get(reverse("outbox:index"), {"q": "Hidden"}))
        attention = mails_that_do_not_go_out(asked_by(person))
        told = mails_that_do_not_go_out(asked_by(accounts.superuser()))

    one = dict.fromkeys(("inspect", "html", "edit"), (404, "")) | dict.fromkeys(CHANGE[1:], (405, ""))
    assert {name: read[name] for name in one} == one
    assert {name: written[name][0] for name in CHANGE} == dict.fromkeys(CHANGE, 404)
    assert (listed, found, attention, len(told)) == (["Open"], [], [], 1)
    assert Mail.objects.get(key="hidden").state == "failed"


@pytest.mark.parametrize(("person", "shown"), [(accounts.editor, False), (keeper, True), (accounts.superuser, True)])
def test_the_menu_shows_the_outbox_to_those_who_may_read_it(person, shown):
    home = signed_in(person()).get(HOME).text

    assert (reverse("outbox:index") in home) == shown
