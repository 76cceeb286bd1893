"""No form of the admin makes two rows: twice at once, a double click, a lost answer, the way back."""

import datetime
import gc
import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.test.utils.form_data import querydict_from_html

from migs_site.models import SentForm
from migs_site.tasks import forget_sent_forms
from people.models import PersonPage
from recommendations.models import Addressee, ProgressEntry
from tests.editing import signed_in
from tests.factories.accounts import superuser
from tests.factories.people import group_page, person_page
from tests.factories.recommendations import recommendation, recommendation_set
from tests.migs_site.editorial.making_forms import (
    ENTRY,
    FORMS,
    PUBLISH,
    SOURCE,
    addressee_form,
    entry_form,
    image_form,
    page_of_the_site,
    progress_form,
    said,
    send_anew,
    token,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def root():
    return signed_in(superuser())


@pytest.fixture
def sixth():
    return recommendation(recommendation_set(), number=6)


@pytest.mark.parametrize("kind", FORMS)
def test_a_form_that_is_sent_twice_makes_one_row_and_leads_there_twice(root, kind):
    model, address, form = kind(root)
    form |= token(root, address)
    before = model.objects.count()

    first, second = (send_anew(root, address, form) for _time in range(2))

    assert [first.status_code, second.status_code] == [302, 302], first.context["form"].errors
    assert model.objects.count() == before + 1
    assert second["Location"] == first["Location"]
    assert said(second)[-1] == f"“{model.objects.latest('pk')}” had already been saved, so it was not saved again."


@pytest.mark.parametrize("kind", [addressee_form, progress_form, image_form])
def test_a_form_that_is_opened_twice_makes_two_rows(root, kind):
    model, address, form = kind(root)
    before = model.objects.count()

    for slug in ("one", "two"):
        send_anew(root, address, form | token(root, address) | ({"slug": slug} if "slug" in form else {}))

    assert model.objects.count() == before + 2


def test_a_form_that_was_refused_is_sent_again_as_if_for_the_first_time(root, sixth):
    opened = token(root, f"{ENTRY}add/")

    root.post(f"{ENTRY}add/", entry_form(sixth) | opened | PUBLISH)
    root.post(f"{ENTRY}add/", entry_form(sixth, SOURCE) | opened | PUBLISH)

    assert [entry.sources.count() for entry in ProgressEntry.objects.live()] == [1]


def test_who_goes_back_and_writes_another_name_makes_another_row_where_no_history_keeps_the_first(root):
    _model, address, form = addressee_form(root)
    form |= token(root, address)

    root.post(address, form)
    root.post(address, form | {"name_en": "Parliament", "slug": "parliament"})

    assert list(Addressee.objects.order_by("pk").values_list("name_en", flat=True)) == ["Minister", "Parliament"]


def test_what_was_deleted_can_be_made_again_with_the_same_form(root):
    model, address, form = addressee_form(root)
    form |= token(root, address)

    root.post(address, form)
    model.objects.all().delete()
    root.post(address, form)

    assert model.objects.count() == 1


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_pictures_sent_from_one_page_are_all_there_and_none_twice(root):
    opened = token(root, "/admin/images/multiple/add/")
    add, finish = "/admin/images/multiple/add/", "/admin/images/multiple/create_from_uploaded_image/"
    words = {"title": "Hall", "alt_en": "A hall", "alt_fr": "Une salle", "collection": "1", "tags": ""}
    files = [get_test_image_file(f"{size}.png", size=(size, 10)) for size in (10, 11, 12)]
    uploads = [send_anew(root, add, opened | {"files[]": file, "collection": "1"}).json() for file in files]

    for upload in uploads:
        number = upload["uploaded_file_id"]
        form = {f"uploaded-image-{number}-{name}": value for name, value in words.items()}
        answers = [root.post(f"{finish}{number}/", opened | form).json() for _time in range(2)]
        assert answers[0] == answers[1]

    gc.collect()  # Wagtail leaves the files open: their warning belongs to this test and to no other
    assert get_image_model().objects.count() == 3


def test_a_picture_that_is_uploaded_twice_while_it_is_chosen_is_there_once(root):
    words = {"title": "Hall", "alt_en": "A hall", "alt_fr": "Une salle", "collection": "1", "tags": ""}
    opened = re.search(r"csrfmiddlewaretoken\W+value=\W+(\w{64})", root.get("/admin/images/chooser/").text)
    form = {f"image-chooser-upload-{name}": value for name, value in words.items()}
    form |= {"csrfmiddlewaretoken": opened[1], "image-chooser-upload-file": get_test_image_file("hall.png")}

    answers = [send_anew(root, "/admin/images/chooser/create/", form).json() for _time in range(2)]

    assert (get_image_model().objects.count(), answers[0]["step"]) == (1, "chosen")
    assert answers[0] == answers[1]


def test_a_roster_that_is_imported_twice_is_there_once(root):
    group = group_page()
    address = reverse("paste_roster", args=[group.pk])
    pasted = {"text": "Roméo Dallaire\nFrank Chalk", "reading": "down", "role_en": "", "role_fr": ""}
    step = root.post(address, token(root, address) | pasted).text
    place = step.split("names-TOTAL_FORMS")[0].count("<form") - 1
    form = querydict_from_html(step, form_index=place, exclude_csrf=False).dict() | {"import": "yes"}

    answers = [root.post(address, form) for _time in range(2)]

    assert [answer["Location"] for answer in answers] == [reverse("wagtailadmin_pages:edit", args=[group.pk])] * 2
    assert [member.person.surname for member in group.memberships.order_by("pk")] == ["Dallaire", "Chalk"]
    assert PersonPage.objects.filter(locale=group.locale).count() == 2


def test_a_merge_that_is_asked_for_twice_leads_to_the_person_who_was_kept(root):
    kept, other = person_page(), person_page(given_names="J.")
    address = reverse("merge_person", args=[other.pk, kept.pk])
    form = token(root, address)

    answers = [root.post(address, form) for _time in range(2)]

    assert [answer["Location"] for answer in answers] == [reverse("wagtailadmin_pages:edit", args=[kept.pk])] * 2
    assert said(answers[1])[-1] == "J. Stein had already been merged into Janice Gross Stein."


def test_the_form_of_somebody_else_is_another_form(root, sixth):
    other = signed_in(superuser("other@example.org"))
    opened = token(root, f"{ENTRY}add/")

    for client in (root, other):
        client.post(f"{ENTRY}add/", entry_form(sixth, SOURCE) | opened | PUBLISH)

    assert ProgressEntry.objects.count() == 2


def test_sent_forms_are_forgotten_after_three_months(root):
    for days, slug in ((89, "one"), (91, "two")):
        _model, address, form = addressee_form(root)
        root.post(address, form | {"slug": slug} | token(root, address))
        sent = SentForm.objects.latest("pk")
        SentForm.objects.filter(pk=sent.pk).update(sent_at=sent.sent_at - datetime.timedelta(days))

    for _time in range(2):
        forget_sent_forms(timestamp=0)

    assert [str(sent.made()) for sent in SentForm.objects.all()] == [str(Addressee.objects.get(slug="one"))]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", [addressee_form, progress_form, page_of_the_site, image_form])
def test_twenty_at_once_make_one_row(root, kind):
    model, address, form = kind(root)
    form |= token(root, address)
    before, together = model.objects.count(), threading.Barrier(20)
    file = form.pop("file", None)
    content = file and file.file.getvalue()

    def send(_number):
        again = {"file": SimpleUploadedFile("launch.png", content)} if file else {}
        together.wait()
        try:
            return clone(root).post(address, form | again).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as senders:
        answers = list(senders.map(send, range(20)))

    assert (model.objects.count() - before, set(answers)) == (1, {302})


def clone(client: Client) -> Client:
    other = Client()
    other.cookies = client.cookies
    return other
