"""What the public process is not started with, and what the others are not."""

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents.models import Document
from wagtail.models import CollectionViewRestriction

from tests.factories.accounts import editor, user
from tests.migs_site.test_settings import RIGHT, run, sentence

PUBLIC = {
    "SERVES": "public",
    "PUBLIC_ROLE": "migs_public",
    "DATABASE_URL": "postgresql://migs_public:secret@127.0.0.1:1/institute",
}


def names(setting: str, **environment: str) -> list[str]:
    done = run("-c", f"from migs_site import settings; print(*{setting}, sep='\\n')", **environment)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.split()


def test_a_public_process_starts_with_what_visitors_need():
    on_a_server = {"BASE_URL": "https://migs.example.org", "HSTS_SUBDOMAINS": "yes", "HSTS_PRELOAD": "yes"}
    done = run("manage.py", "check", "--deploy", "--fail-level=WARNING", **PUBLIC | on_a_server)

    assert (done.returncode, done.stdout) == (0, "System check identified no issues (0 silenced).\n")


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("FILE_IDENTITIES", "/etc/migs/identities", "is not for the public process: leave it empty there."),
        (
            "CDN_URL",
            f"cloudflare://a-token-of_the-tests-0123456789@{'0' * 32}",
            "is not for the public process: leave it empty there.",
        ),
        ("DEBUG", "yes", "cannot be on in the public process."),
        ("SHOW_STYLE_GUIDE", "yes", "cannot be on in the public process."),
        (
            "EMAIL_URL",
            "smtp://site:secret@127.0.0.1:25",
            "must hold no password in the public process, which sends no mail: leave it empty there.",
        ),
        ("PUBLIC_ROLE", "", "must name the role that the public process has in the database."),
        ("PUBLIC_ROLE", "Robert'); --", "must look like migs_public"),
        ("DATABASE_URL", RIGHT["DATABASE_URL"], "must be that of PUBLIC_ROLE in the public process."),
        (
            "DATABASE_REPLICA_URL",
            "postgresql://site:secret@127.0.0.1:2/institute",
            "must be that of PUBLIC_ROLE in the public process.",
        ),
        ("SERVES", "nobody", "Must be one of: everything, public, staff."),
    ],
)
def test_a_public_process_does_not_start_with_what_is_not_for_it(name, value, problem):
    done = run("-c", "import migs_site.settings", **PUBLIC | {name: value})

    assert (done.returncode, done.stderr) == (3, sentence(f"{name}: {problem}"))
    assert "secret" not in done.stderr


@pytest.mark.parametrize("serves", ["everything", "staff"])
def test_no_other_process_starts_as_the_public_role(serves):
    done = run("-c", "import migs_site.settings", **PUBLIC | {"SERVES": serves})

    said = "must be that of the owner of the tables; only the public process has PUBLIC_ROLE."
    assert (done.returncode, done.stderr) == (3, sentence(f"DATABASE_URL: {said}"))


def test_a_public_process_knows_nothing_of_who_is_signed_in():
    everything, public = names("settings.MIDDLEWARE"), names("settings.MIDDLEWARE", **PUBLIC)

    assert [name for name in everything if name not in public] == [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "migs_site.web.middleware.ReadableQueryMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "migs_site.web.middleware.NonsenseMiddleware",
        "migs_site.web.middleware.CollisionMiddleware",
    ]
    assert [name for name in public if name not in everything] == []
    assert names("settings.MIDDLEWARE", SERVES="staff") == everything
    assert names("settings.INSTALLED_APPS", **PUBLIC) == names("settings.INSTALLED_APPS")


def test_staff_have_a_name_of_their_own_that_the_public_process_does_not_answer_to():
    staff = {"STAFF_URL": "https://staff.migs.example.org", "BASE_URL": "https://migs.example.org"}
    said = "[*settings.ALLOWED_HOSTS, settings.WAGTAILADMIN_BASE_URL]"

    public, for_staff = names(said, **PUBLIC | staff), names(said, **staff, SERVES="staff")

    assert public[:-1] == ["migs.example.org", "www.migs.example.org"]
    assert for_staff == [*public[:-1], "staff.migs.example.org", "https://staff.migs.example.org"]


@pytest.mark.django_db
def test_a_document_for_some_readers_only_is_for_staff_alone(settings):
    document = Document.objects.create(title="Report", file=ContentFile(b"%PDF-1.7", name="report.pdf"))
    document.file.close()
    CollectionViewRestriction.objects.create(collection=document.collection, restriction_type="login")

    asked = Client().get(document.url)
    settings.SERVES = "public"
    refused = Client().get(document.url)

    assert (asked.status_code, refused.status_code) == (302, 404)


@pytest.mark.django_db
def test_who_may_not_read_a_document_is_led_to_sign_in_once_at_most():
    document = Document.objects.create(title="Report", file=ContentFile(b"%PDF-1.7", name="report.pdf"))
    document.file.close()
    readers = Group.objects.create(name="Readers")
    CollectionViewRestriction.objects.create(collection=document.collection, restriction_type="groups").groups.add(
        readers
    )
    stranger, reader = Client(), Client()

    led = stranger.get(document.url, follow=True)
    stranger.force_login(editor())
    refused = stranger.get(document.url)
    reader.force_login(user("reader@example.org", groups=["Readers"]))
    read = reader.get(document.url)

    assert (led.redirect_chain, led.status_code) == ([(f"/admin/login/?next={document.url}", 302)], 200)
    assert (refused.status_code, "You do not have access to this page" in refused.text) == (403, True)
    assert (read.status_code, b"".join(read.streaming_content)) == (200, b"%PDF-1.7")
