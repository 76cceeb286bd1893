"""What containers are told. The image itself is linted by “make check” and built by deploy/container/try_build.sh."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from deploy.container import front, prepare
from tests.databases import ROOT

SITE = """BASE_URL=https://migs.example.org
STAFF_URL=https://staff.migs.example.org
DEFAULT_FROM_EMAIL=site@migs.example.org
"""


@pytest.fixture
def environment(tmp_path, monkeypatch):
    """The folder that compose.yaml reads."""
    monkeypatch.setattr(prepare, "FOLDER", tmp_path / "environment")
    (tmp_path / "site.env").write_text(f"{SITE}FILE_RECIPIENTS={os.environ['FILE_RECIPIENTS']}\n")
    prepare.main(tmp_path / "site.env")
    return tmp_path / "environment"


def told(path: Path) -> dict[str, str]:
    return dict(line.split("=", 1) for line in path.read_text().splitlines() if "=" in line and line[0] != "#")


@pytest.mark.parametrize("process", ["public", "staff"])
def test_every_process_starts_with_what_it_is_told(environment, process):
    values = told(environment / f"{process}.env")
    if "FILE_IDENTITIES" in values:  # handed into the container
        values["FILE_IDENTITIES"] = os.environ["FILE_IDENTITIES"]

    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=values, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout) == (0, "System check identified no issues (0 silenced).\n")


def test_the_public_one_has_neither_the_keys_nor_the_owners_password(environment):
    public, staff = (told(environment / f"{name}.env") for name in ("public", "staff"))

    assert public["DATABASE_URL"].startswith("postgresql://migs_public:")
    assert staff["DATABASE_URL"] not in (environment / "public.env").read_text()
    assert ("FILE_IDENTITIES" in public, "FILE_IDENTITIES" in staff) == (False, True)
    assert public["SECRET_KEY"] != staff["SECRET_KEY"]


def test_nginx_is_told_that_there_is_an_object_store_and_nothing_else_of_it(environment, tmp_path):
    store = "MEDIA_STORAGE_URL=s3://all:word@s3.example.org/migs\n"
    store += "PUBLIC_MEDIA_STORAGE_URL=s3://reader:word@s3.example.org/migs\n"
    with (tmp_path / "site.env").open("a") as site:
        site.write(store)
    prepare.main(tmp_path / "site.env")

    values = told(environment / "nginx.env")
    front.write(values, tmp_path / "nginx")

    assert values["MEDIA_STORAGE_URL"] == "yes"
    assert "pictures_folder.conf" not in (tmp_path / "nginx" / "files.conf").read_text()
    assert "pictures_store.conf" in (tmp_path / "nginx" / "servers.conf").read_text()
    addresses = [told(environment / f"{name}.env")["MEDIA_STORAGE_URL"] for name in ("public", "staff")]
    assert addresses == ["s3://reader:word@s3.example.org/migs", "s3://all:word@s3.example.org/migs"]


def test_a_second_run_changes_nothing(environment, capsys):
    capsys.readouterr()

    prepare.main(environment.parent / "site.env")

    assert capsys.readouterr().out == "Nothing to do.\n"


def test_compose_reads_what_is_written_and_nothing_migrates_at_the_start(environment):
    services = yaml.safe_load((ROOT / "deploy" / "container" / "compose.yaml").read_text())["services"]

    assert {Path(service["env_file"]).name for service in services.values()} == {
        path.name for path in environment.glob("*.env")
    }
    assert [name for name, service in services.items() if "migrate_safely" in service.get("command", [])] == ["migrate"]
    assert [name for name, service in services.items() if name != "db" and not service["read_only"]] == []


def test_postgresql_has_the_settings_of_a_server():
    folder = ROOT / "deploy" / "container"
    service = yaml.safe_load((folder / "compose.yaml").read_text())["services"]["db"]
    mounted = {target: (folder / source).resolve() for source, target, *_ in map(cut, service["volumes"])}

    told = dict(word.split("=", 1) for word in service["command"] if word != "-c")
    assert mounted[told["config_file"]] == ROOT / "deploy" / "postgresql" / "migs.conf"
    assert told["listen_addresses"] == "*"


def cut(volume: str) -> list[str]:
    return volume.split(":")


def test_nginx_is_told_where_the_processes_are(tmp_path):
    front.write({"BASE_URL": "https://migs.example.org", "HSTS_SECONDS": "3600"}, tmp_path)

    assert "server public:8000" in (tmp_path / "django.conf").read_text()
    assert "server staff:8000" in (tmp_path / "django.conf").read_text()


def test_the_public_process_meets_neither_the_staff_one_nor_the_worker_and_may_not_purge(tmp_path):
    compose = yaml.safe_load((ROOT / "deploy" / "container" / "compose.yaml").read_text())
    public = set(compose["services"]["public"]["networks"])

    assert [name for name, service in compose["services"].items() if public & set(service["networks"])] == [
        "db", "public", "nginx",
    ]  # fmt: skip
    assert compose["networks"]["staff"]["ipam"]["config"] == [{"subnet": front.STAFF_NETWORK}]
    assert front.machine({"BASE_URL": "https://migs.example.org", "HSTS_SECONDS": "1"}).inside_networks == (
        "127.0.0.1",
        front.STAFF_NETWORK,
    )
