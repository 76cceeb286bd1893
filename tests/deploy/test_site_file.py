"""The administrator's file of settings: what is wrong in it, and what of it each process is told."""

import re
from pathlib import Path

import pytest

from deploy.server import site_file
from migs_site import settings_validators

LEAST = "BASE_URL=https://migs.example.org\nDEFAULT_FROM_EMAIL=site@migs.example.org\n"
# Names of env.example that the public process must not learn, besides those of backups and of the server.
NOT_FOR_THE_PUBLIC = {"SECRET_KEY", "DATABASE_URL", "EMAIL_URL", "FILE_IDENTITIES", "CERTIFICATE", "BACKUP_STATUS"}
NOT_FOR_THE_PUBLIC |= {
    "STATIC_EDITION_DIR",
    "STATIC_EDITION_KEY",
    "SENTRY_DSN",
    "FRONT_CACHES",
    "CDN_URL",
    "MEDIA_STORAGE_URL",
}


def written(folder: Path, text: str) -> Path:
    path = folder / "site.env"
    path.write_text(text)
    return path


def test_two_lines_are_enough(tmp_path):
    site = site_file.read(written(tmp_path, LEAST))

    assert site["DATABASE_URL"] == "postgresql://migs@%2Fvar%2Frun%2Fpostgresql/migs"
    assert (site["PUBLIC_ROLE"], site["DATA_DIR"]) == ("migs_public", "/srv/migs/data")


def test_the_example_is_right_as_it_is(tmp_path):
    site = site_file.read(written(tmp_path, site_file.EXAMPLE.read_text()))

    assert site["DATABASE_URL"] == site_file.ON_A_SERVER["DATABASE_URL"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("DEFAULT_FROM_EMAIL=a@b.ca", "BASE_URL must be set."),
        (LEAST + "nonsense", "Line 3 is “nonsense”, but a line is NAME=VALUE."),
        (LEAST + "STAF_URL=https://staff.example.org", "Line 3: there is no setting STAF_URL. Is STAFF_URL meant?"),
        (LEAST + "LOG_LEVEL=INFO\nLOG_LEVEL=DEBUG", "Line 4: LOG_LEVEL is set a second time."),
        (
            LEAST + 'LOG_LEVEL="INFO"',
            "Line 3: LOG_LEVEL must be written without quotes, backslashes and spaces.",
        ),
        (
            LEAST + "TRUSTED_PROXIES=unix,10.0.0.0/8,0.0.0.0/0",
            "TRUSTED_PROXIES: 0.0.0.0/0 is everybody: any visitor could then claim to come from any address.",
        ),
        (
            LEAST + "TRUSTED_PROXIES=10.0.0.1/8",
            "TRUSTED_PROXIES: “10.0.0.1/8” is not a network such as 127.0.0.1 or 10.0.0.0/8.",
        ),
        (
            LEAST.replace("https", "http"),
            "BASE_URL is “http://migs.example.org”, but must look like https://migs.example.org, without a path.",
        ),
        (
            LEAST + "STAFF_URL=https://staff.example.org/admin",
            "STAFF_URL is “https://staff.example.org/admin”, but must look like https://migs.example.org, "
            "without a path.",
        ),
        (
            LEAST + "TLS_CERTIFICATE=/nowhere.pem",
            "TLS_CERTIFICATE and TLS_KEY must be set together, or neither.\n"
            "TLS_CERTIFICATE: there is no file /nowhere.pem.",
        ),
        (
            LEAST + "STAFF_NETWORKS=10.0.0.0/8",
            "STAFF_NETWORKS needs a STAFF_URL of its own: on the public name staff sign in from anywhere.",
        ),
        (LEAST + "LOG_LEVEL = INFO", "Line 3 must begin with “LOG_LEVEL=”, without spaces and “export”."),
        (LEAST + "export LOG_LEVEL=INFO", "Line 3 must begin with “LOG_LEVEL=”, without spaces and “export”."),
        (
            LEAST + "ERRORS_TO=\N{ZERO WIDTH SPACE}a@example.org",
            "Line 3 contains invisible characters (U+200B): type it again.",
        ),
        (LEAST + "=x", "Line 3 is “=x”, but a line is NAME=VALUE."),
        (
            LEAST + "DATABASE_URL=postgresql://migs:secret@10.0.0.2/migs",
            "PUBLIC_DATABASE_URL must be set where DATABASE_URL names another machine.",
        ),
        (
            LEAST + "MEDIA_STORAGE_URL=s3://all:secret@s3.example.org/migs",
            "PUBLIC_MEDIA_STORAGE_URL must be set where MEDIA_STORAGE_URL is: its key may only read.",
        ),
    ],
)
def test_a_wrong_line_gets_a_sentence(tmp_path, text, said):
    with pytest.raises(site_file.WrongFile) as wrong:
        site_file.read(written(tmp_path, text))

    assert str(wrong.value) == said


@pytest.mark.parametrize(
    ("name", "path", "wanted"),
    [
        ("DATA_DIR", "data", "a whole path, such as /srv/migs/data"),
        ("DATA_DIR", "/srv", "a folder of its own, such as /srv/migs/data"),
        ("DATA_DIR", "/", "a folder of its own, such as /srv/migs/data"),
        ("DATA_DIR", "/srv/migs/tmp/../releases/data", "a folder of its own, such as /srv/migs/data"),
        ("BACKUP_FOLDER", "/var/backups", "a folder of its own, such as /var/backups/migs"),
        ("STATIC_EDITION_DIR", "edition", "a whole path, such as /srv/migs/edition"),
        ("BACKUP_REPOSITORY", "backup", "a whole path or begin with sftp: or s3:"),
        ("BACKUP_REPOSITORY", "local:/etc", "a whole path or begin with sftp: or s3:"),
        *(
            ("BACKUP_REPOSITORY", place, "a folder of its own, such as /mnt/backup/migs")
            for place in ("/", "/srv", "/etc", "/mnt", "/home/admin/backup")
        ),
        ("DATA_DIR", "/lib/migs", "a folder of its own, such as /srv/migs/data"),
        *(
            ("BACKUP_FOLDER", f"/var/backups/{sign}", "a path of letters, digits and / . _ - + @ alone")
            for sign in ("a%d", "a;reboot", "$(reboot)", "{a}", "a&b", "~")
        ),
        ("STATIC_EDITION_KEY", "/etc/ssh/host_key", "a file of its own, such as /etc/migs/keys/edition-key"),
        ("STATIC_EDITION_KEY", "edition-key", "a file of its own, such as /etc/migs/keys/edition-key"),
        ("BACKUP_PASSWORD_FILE", "/root/password", "a file of its own, such as /etc/migs/backup-password"),
        ("BACKUP_PASSWORD_FILE", "/etc/migs/keys/password", "a file of its own, such as /etc/migs/backup-password"),
        ("BACKUP_ENVIRONMENT", "/home/admin/keys", "a file of its own, such as /etc/migs/backup.env"),
        *(
            ("PUBLIC_ROLE", role, "the name of a role that is nobody else's, such as migs_public")
            for role in ("migs", "migs_backup", "postgres", "all", "+migs", "a,b", "@file", "Migs")
        ),
    ],
)
def test_a_place_or_a_role_that_cannot_be_used_gets_a_sentence(tmp_path, name, path, wanted):
    with pytest.raises(site_file.WrongFile) as wrong:
        site_file.read(written(tmp_path, f"{LEAST}{name}={path}"))

    assert str(wrong.value) == f"{name} is “{path}”, but must be {wanted}."


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        ("DATA_DIR=/mnt/x\nBACKUP_FOLDER=/mnt/x", "DATA_DIR and BACKUP_FOLDER"),
        ("DATA_DIR=/mnt/x\nBACKUP_FOLDER=/mnt/x/b", "DATA_DIR and BACKUP_FOLDER"),
        ("DATA_DIR=/var/backups/migs/data", "DATA_DIR and BACKUP_FOLDER"),
        ("BACKUP_REPOSITORY=/srv/migs/data/backup", "DATA_DIR and BACKUP_REPOSITORY"),
        ("BACKUP_REPOSITORY=/var/backups/migs", "BACKUP_FOLDER and BACKUP_REPOSITORY"),
        ("BACKUP_REPOSITORY=/var/backups/migs/base/a", "BACKUP_FOLDER and BACKUP_REPOSITORY"),
        ("STATIC_EDITION_DIR=/srv/migs/data", "DATA_DIR and STATIC_EDITION_DIR"),
    ],
)
def test_folders_of_two_accounts_never_lie_in_each_other(tmp_path, lines, names):
    with pytest.raises(site_file.WrongFile) as wrong:
        site_file.read(written(tmp_path, LEAST + lines))

    assert str(wrong.value) == f"{names} must be two folders, and neither may lie in the other."


@pytest.mark.parametrize("text", [f"\N{ZERO WIDTH NO-BREAK SPACE}{LEAST}", LEAST.replace("\n", "\r\n")])
def test_a_file_that_was_written_on_windows_is_read(tmp_path, text):
    path = tmp_path / "site.env"
    path.write_bytes(text.encode())

    site = site_file.read(path)

    assert (site["BASE_URL"], site["DEFAULT_FROM_EMAIL"]) == ("https://migs.example.org", "site@migs.example.org")


def test_folders_may_lie_elsewhere_and_in_each_other(tmp_path):
    places = "BACKUP_REPOSITORY=/mnt/backup/migs\n"
    places += "DATA_DIR=/mnt/disk\nSTATIC_EDITION_DIR=/mnt/disk/edition\nBACKUP_FOLDER=/var/lib/backups\n"

    assert site_file.read(written(tmp_path, LEAST + places))["DATA_DIR"] == "/mnt/disk"


def test_a_file_that_is_no_text_gets_a_sentence(tmp_path):
    path = tmp_path / "site.env"
    path.write_bytes(LEAST.encode() + b"ERRORS_TO=\xe9@example.org\n")

    with pytest.raises(site_file.WrongFile) as wrong:
        site_file.read(path)

    assert str(wrong.value) == f"{path} is not text in UTF-8: write it anew."


@pytest.mark.parametrize("name", ["migs.example.org", "www.migs.example.org", "10.0.0.1"])
def test_nginx_and_the_site_take_the_same_name_for_the_other_one(name):
    """The site lies nowhere where nginx alone runs, so each says it by itself."""
    names = site_file.names_of({"BASE_URL": f"https://{name}"})

    assert names == [name, *settings_validators.with_or_without_www(name)]


def test_a_file_that_is_not_there_gets_one_too(tmp_path):
    with pytest.raises(site_file.WrongFile, match=r"copy deploy/env\.example there first"):
        site_file.read(tmp_path / "site.env")


def test_somebody_has_decided_of_every_setting_whether_the_public_process_learns_it():
    names = {name for name in site_file.known_names() if not name.startswith("BACKUP_") or name == "BACKUP_STATUS"}
    decided = site_file.FOR_THE_PUBLIC | NOT_FOR_THE_PUBLIC | site_file.OF_THE_SERVER | site_file.OF_THE_PROCESS

    assert names - decided == set()


def test_the_public_process_learns_no_secret_but_its_own(tmp_path):
    every = "".join(f"{name}=secret-{name}\n" for name in site_file.known_names() if "URL" not in name)
    site = dict(re.findall(r"(\w+)=(.*)", every)) | {
        "DATABASE_URL": site_file.ON_A_SERVER["DATABASE_URL"],
        "EMAIL_URL": "smtp://site:secret@mail.example.org",
        "MEDIA_STORAGE_URL": "s3://all:secret@s3.example.org/migs",
        "PUBLIC_MEDIA_STORAGE_URL": "s3://reader:secret@s3.example.org/migs",
        "PUBLIC_ROLE": "migs_public",
    }

    public = site_file.of_process("public", site, "a key of its own")
    staff = site_file.of_process("staff", site, "the key of the others")

    assert (public["SECRET_KEY"], public["SERVES"]) == ("a key of its own", "public")
    assert public["DATABASE_URL"] == "postgresql://migs_public@%2Fvar%2Frun%2Fpostgresql/migs"
    assert public["MEDIA_STORAGE_URL"] == "s3://reader:secret@s3.example.org/migs"
    own = {"SECRET_KEY", "SERVES", "DATABASE_URL", "MEDIA_STORAGE_URL"}
    assert set(public) - site_file.FOR_THE_PUBLIC == own
    assert staff["MEDIA_STORAGE_URL"] == "s3://all:secret@s3.example.org/migs"
    assert (staff["SECRET_KEY"], staff["FILE_IDENTITIES"]) == ("the key of the others", "secret-FILE_IDENTITIES")
    assert [name for name in staff if name.startswith(("BACKUP_", "TLS_"))] == ["BACKUP_STATUS"]


def test_the_public_process_alone_learns_of_the_copy_of_the_database(tmp_path):
    line = "DATABASE_REPLICA_URL=postgresql://migs_public:secret@10.0.0.3/migs\n"
    site = site_file.read(written(tmp_path, LEAST + line))

    told = [site_file.of_process(process, site, "key") for process in ("public", "staff", "worker")]

    assert ["DATABASE_REPLICA_URL" in process for process in told] == [True, False, False]


def test_the_worker_serves_nobody_and_knows_every_address(tmp_path):
    site = site_file.read(written(tmp_path, LEAST))

    assert site_file.of_process("worker", site, "key")["SERVES"] == "everything"
