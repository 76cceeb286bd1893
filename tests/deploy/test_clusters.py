"""Which cluster of PostgreSQL is the site's, where an upgrade of Debian has left two."""

import pytest

from deploy.server.database import cluster_of_the_site
from deploy.server.machine import Failed, Machine


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


def clusters(machine, **ports: int) -> None:
    for version, port in ports.items():
        folder = machine.at(f"/etc/postgresql/{version.strip('v')}/main")
        folder.mkdir(parents=True)
        (folder / "postgresql.conf").write_text(f"#port = 1\nport = {port}\t\t# (change requires restart)\n")


def test_of_two_clusters_the_one_is_set_up_that_the_site_reaches(machine):
    """An upgrade of Debian puts an empty one beside the one with the data."""
    clusters(machine, v15=5432, v17=5433)

    assert cluster_of_the_site(machine).name == "15"
    assert machine.notes == ["PostgreSQL 15 holds the site. pg_upgradecluster moves it to 17."]


def test_a_cluster_that_was_moved_is_said_to_be_of_no_use_any_more(machine):
    clusters(machine, v15=5433, v17=5432)

    assert cluster_of_the_site(machine).name == "17"
    assert machine.notes == ["PostgreSQL 15 is not used any more: pg_dropcluster removes it."]


@pytest.mark.parametrize("ports", [{"v15": 5433, "v17": 5434}, {"v15": 5432, "v17": 5432}])
def test_where_nobody_can_tell_which_cluster_is_meant_none_is_touched(machine, ports):
    clusters(machine, **ports)

    with pytest.raises(Failed, match="just one must have port 5432"):
        cluster_of_the_site(machine)


def test_one_cluster_is_taken_whatever_its_port(machine):
    assert cluster_of_the_site(machine) is None
    clusters(machine, v17=5439)

    assert (cluster_of_the_site(machine).name, machine.notes) == ("17", [])
