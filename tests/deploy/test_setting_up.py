"""The steps of the one command, on real files. The whole of it, on a real Debian, is “make walk”."""

import os
import subprocess

import pytest

from deploy.server import front, keys, packages, site_file
from deploy.server.database import with_block
from deploy.server.machine import Failed, Machine


def test_our_rule_stands_before_debians_and_once():
    once = with_block("local all all peer\n", "local migs migs_public peer map=migs")

    assert once.splitlines()[1::2] == ["local migs migs_public peer map=migs", "local all all peer"]
    assert with_block(once, "local migs migs_public peer map=migs") == once


class Answering(Machine):
    """Its programs are stood in for: each is noted, and succeeds."""

    def ask(self, *command, **options):
        self.asked = [*getattr(self, "asked", []), command]
        if command[0] == "openssl":  # which is asked for real, about the files of this machine
            words = [str(self.at(word)) if word.startswith("/var/") else word for word in command]
            return subprocess.run(words, capture_output=True, text=True, check=False)
        return subprocess.CompletedProcess(command, 0, "The repository was made.\n", "")

    def ids(self, owner):
        return os.getuid(), os.getgid()


SITE = site_file.ON_A_SERVER | {"BASE_URL": "https://migs.example.org", "BACKUP_REPOSITORY": "/mnt/backup"}
SITE |= site_file.BACKED_UP


def test_a_repository_is_made_once_and_never_on_a_disk_that_is_not_mounted(tmp_path):
    machine = Answering(tmp_path)
    machine.at("/etc/migs").mkdir(parents=True)
    machine.at("/var/lib/migs").mkdir(parents=True)
    keys.backups(machine, SITE)
    changes = ["wrote /etc/migs/backup-password", "made /mnt/backup", "made the repository of backups"]
    assert machine.take_changes() == changes
    machine.asked = []
    machine.at("/mnt/backup").rmdir()

    keys.backups(machine, SITE)
    assert (machine.asked, machine.take_changes()) == ([], [])
    assert not machine.at("/mnt/backup").exists()

    keys.backups(machine, SITE | {"BACKUP_REPOSITORY": "/mnt/another"})
    assert [command[-1] for command in machine.asked] == ["init"]


def test_a_disk_with_backups_of_another_machine_is_given_to_the_account_of_backups(tmp_path):
    machine = Answering(tmp_path)
    machine.at("/mnt/backup").mkdir(parents=True, mode=0o755)
    machine.at("/mnt/backup/config").touch()

    keys.own_place(machine, "/mnt/backup")
    keys.own_place(machine, "/mnt/backup")
    keys.own_place(machine, "sftp:backup@second.example.org:/migs")

    assert machine.asked == [("chown", "-R", "-h", "migs-backup:migs-backup", "/mnt/backup")]


def test_a_second_place_that_knows_no_owners_is_said_and_keeps_the_site_from_nothing(tmp_path, monkeypatch):
    machine = Answering(tmp_path)
    for folder in ("/etc/migs", "/var/lib/migs"):
        machine.at(folder).mkdir(parents=True)
    monkeypatch.setattr(keys, "own_place", lambda *_: os.listdir("/nowhere/at/all"))

    keys.backups(machine, SITE)

    assert len(machine.notes) == 1
    assert machine.notes[0].startswith("There are no backups: their second place could not be made. [Errno")


def test_a_renewed_certificate_is_copied_to_who_warns_of_its_end(tmp_path):
    machine, fetched = Answering(tmp_path), "/etc/letsencrypt/live/migs.example.org"
    for folder in (
        fetched,
        "/etc/letsencrypt/renewal-hooks/deploy",
        "/etc/migs",
        "/etc/nginx/migs",
        "/bin",
        "/var/lib/migs",
    ):
        machine.at(folder).mkdir(parents=True)
    machine.at(f"{fetched}/fullchain.pem").write_text("the first")
    front.certificate(machine, SITE | {"CERTBOT_EMAIL": "it@example.org"})
    assert machine.read(front.COPY) == "the first"
    machine.at(f"{fetched}/fullchain.pem").write_text("the second")
    machine.at("/bin/systemctl").symlink_to("/bin/true")

    hook = machine.read("/etc/letsencrypt/renewal-hooks/deploy/migs").replace(" /etc/", f" {tmp_path}/etc/")
    subprocess.run(["sh", "-ec", hook], check=True, env={"PATH": f"{tmp_path}/bin:{os.environ['PATH']}"})

    assert machine.read(front.COPY) == "the second"


def test_a_file_of_settings_may_lie_elsewhere(tmp_path):
    packages.folders(Answering(tmp_path), SITE)

    assert not (tmp_path / "etc/migs/site.env").exists()


@pytest.mark.parametrize(
    ("line", "path", "is_refused"),
    [
        ("UUID=1 /srv/migs/data ext4 defaults 0 2", "/srv/migs/data", True),
        ("UUID=1 /srv ext4 defaults 0 2", "/srv/migs/data", True),
        ("UUID=1 /mnt/a\\040disk ext4 defaults 0 2", "/mnt/a disk/data", True),
        ("# UUID=1 /srv/migs/data ext4 defaults 0 2", "/srv/migs/data", False),
        ("UUID=1 /srv/migs/database ext4 defaults 0 2", "/srv/migs/data", False),
        ("UUID=1 / ext4 defaults 0 1", "/srv/migs/data", False),
        ("UUID=1 none swap sw 0 0", "/srv/migs/data", False),
    ],
)
def test_nothing_is_made_below_a_disk_that_is_not_mounted(tmp_path, line, path, is_refused):
    machine = Answering(tmp_path)
    machine.at("/etc").mkdir()
    machine.at("/etc/fstab").write_text(f"{line}\n")

    if is_refused:
        with pytest.raises(Failed, match=r"is in /etc/fstab but not mounted, and .* lies there"):
            packages.folders(machine, SITE | {"DATA_DIR": path})
        with pytest.raises(Failed, match="but not mounted"):
            keys.own_place(machine, path)
    else:
        packages.folders(machine, SITE | {"DATA_DIR": path})

    assert machine.at(path).exists() is not is_refused


def test_a_disk_that_is_mounted_is_used(monkeypatch):
    monkeypatch.setattr(Machine, "read", lambda *_: "proc /proc proc defaults 0 0\n")

    packages.refuse_unmounted(Machine(), "/proc/self")


def test_a_certificate_is_made_anew_when_a_name_has_come_to_the_site(tmp_path):
    machine = Answering(tmp_path)
    machine.at("/var/lib/migs/tls").mkdir(parents=True)
    front.certificate_of(machine, SITE)
    assert machine.take_changes() == ["made a certificate that no browser trusts"]

    front.certificate_of(machine, SITE)
    assert machine.take_changes() == []

    front.certificate_of(machine, SITE | {"STAFF_URL": "https://staff.migs.example.org"})
    assert machine.take_changes() == ["made a certificate that no browser trusts"]


def test_our_own_certificate_is_made_anew_before_it_ends(tmp_path, monkeypatch):
    machine = Answering(tmp_path)
    machine.at("/var/lib/migs/tls").mkdir(parents=True)
    monkeypatch.setattr(front, "SELF_SIGNED", ["29" if word == "90" else word for word in front.SELF_SIGNED])
    front.certificate_of(machine, SITE)
    machine.take_changes()

    front.certificate_of(machine, SITE)

    assert machine.take_changes() == ["made a certificate that no browser trusts"]


def test_nginx_is_told_of_a_configuration_that_a_run_has_written_and_then_ended(tmp_path, monkeypatch):
    machine = Answering(tmp_path)
    for folder in ("/var/lib/migs/tls", "/etc/nginx"):
        machine.at(folder).mkdir(parents=True)
    monkeypatch.setattr(front, "is_active", lambda *_: True)
    with monkeypatch.context() as cut:
        cut.setattr(machine, "run", lambda *words, says: (_ for _ in ()).throw(KeyboardInterrupt))
        cut.setattr(front, "certificate_of", lambda *_: (front.OWN, front.OWN_KEY))
        with pytest.raises(KeyboardInterrupt):
            front.nginx(machine, SITE)
    front.certificate_of(machine, SITE)
    machine.take_changes()

    front.nginx(machine, SITE)
    assert machine.take_changes() == ["had nginx read its configuration again"]

    front.nginx(machine, SITE)
    assert machine.take_changes() == []
