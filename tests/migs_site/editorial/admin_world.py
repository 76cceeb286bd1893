"""Something of everything that the admin lists."""

from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.models import Collection, ReferenceIndex, Task, UploadedFile, Workflow
from wagtail_localize.models import OverridableSegment, StringSegment, Translation, TranslationSource

from internships.models import Application, Letter, SavedView
from internships.staff.viewsets import ApplicationViewSet
from migs_site.accounts.models import User
from tests.factories import audit, donations, internships, link_checker, outbox, pages, people, recommendations
from tests.factories.accounts import superuser
from tests.factories.images import image, picture_file
from tests.migs_site.editorial.admin_views import key_of

WORD = "smith"  # is in the title of a person


def of_everything(title: str = "Smith") -> dict:
    """One of each, called ``title`` where it has a name; given is what the arguments of addresses stand for."""
    person, group, other, entry = public_records(title)
    pictures = [image(title=title), image(title="Other")]
    user = listed_records(title, person)
    upload = UploadedFile.objects.create(file=picture_file(), uploaded_by_user=user)
    ReferenceIndex.create_or_update_for_object(person)
    source = TranslationSource.objects.get_for_instance(person)
    translation = Translation.objects.get(source__object_id=person.translation_key)
    segments = StringSegment.objects.filter(source=translation.source).values_list("pk", flat=True)
    return {
        "user": user,
        **dict.fromkeys(["page_id", "page_pk", "page_to_move_id", "source", "object_id"], person.pk),
        **dict.fromkeys(["parent_page_id", "destination_id"], person.get_parent().pk),
        "target": other.pk,
        "group_id": group.pk,
        "revision_id": person.latest_revision_id,
        **{f"revision_id_{which}": entry.latest_revision_id for which in "ab"},
        **{"task_id": key_of(Task), "task_state_id": 1, "workflow_state_id": 1, "workflow_pk": key_of(Workflow)},
        **{"action_name": "approve", "session_id": 1, "mode": "", "filter_spec": "width-10", "kind": "cv"},
        **{"uidb64": "MQ", "token": "x", "pk": person.pk, "uploaded_file_id": upload.pk},
        **dict.fromkeys(["image_id"], pictures[0].pk),
        **dict.fromkeys(["document_id", "doc_id"], key_of(Document)),
        **{"collection_id": key_of(Collection), "redirect_id": key_of(Redirect)},
        "translation_source_id": source.pk,
        "translation_id": translation.pk,
        "string_segment_id": segments.first(),
        "overridable_segment_id": key_of(OverridableSegment),
        **of_applications(user),
    }


def of_applications(user: User) -> dict:
    """What stands for the arguments of views that name no model: those of applications."""
    user.groups.add(Group.objects.get(name="Internship coordinators"))
    application = Application.objects.get()
    internships.criterion()
    internships.review(application, user)
    view = SavedView.objects.create(owner=user, name="Mine")
    example = {"pk": application.pk, "reviewer": user.pk, "recusal": 1}
    names = [pattern.name for pattern in ApplicationViewSet().get_urlpatterns()]
    return {f"applications:{name}": example for name in names} | {
        "applications:delete_view": {"pk": view.pk},
        "decisions:batch": {"batch": internships.decision(application, by=user).batch},
        "decisions:imported": {"pk": internships.imported_mail().pk},
        "decisions:write": {"pk": application.pk},
        "letters:edit": {"pk": key_of(Letter)},
    }


def public_records(title: str) -> tuple:
    """What visitors see; given are a person, their group, another person and an entry of progress."""
    person = people.person_page(given_names="John", surname=title)
    group, body = people.group_page(title=title), people.organization(name_en=title, name_fr=title)
    people.membership(group, person, role_en=title, role_fr=title)
    pages.translate(person)
    book, other = recommendations.book_page(title=title), people.person_page()
    asked = recommendations.recommendation(recommendations.recommendation_set(title=title), statement=title)
    donations.donate_page(title=title)
    recommendations.book_seller(recommendations.edition(book), body)
    recommendations.library_catalogue(name_en=title, name_fr=title)
    recommendations.addressee(slug="smith", name_en=title, name_fr=title, jurisdiction_en=title)
    entry = recommendations.progress_entry(asked, judgement_en=title)
    donations.donation_target(name_en=title, name_fr=title)
    audit.entry(user_label=title)
    internships.application_file(internships.application(name=title))
    link_checker.broken_link()
    outbox.mail(subject=title)
    return person, group, other, entry


def listed_records(title: str, person) -> User:
    """What staff alone see; given is a user, who has published the page of the person."""
    Document.objects.create(title=title, file=SimpleUploadedFile("report.pdf", b"%PDF-1.4"))
    Redirect.objects.create(old_path="/old", redirect_page=person)
    Redirect.objects.create(old_path="/older", redirect_link=f"https://example.org/{title}")
    Collection.get_first_root_node().add_child(name=title)
    user = superuser()
    user.first_name = user.last_name = title
    user.save()
    Group.objects.create(name=title)
    person.save_revision(user=user, log_action=True).publish(user=user, log_action=True)
    return user
