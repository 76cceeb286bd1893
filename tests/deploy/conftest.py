"""nginx, gunicorn and a database of their own, started once for all tests of this folder that ask."""

import os
from contextlib import contextmanager
from importlib import import_module

import pytest
from django.db import connection, connections

from tests.databases import address_of
from tests.deploy.front import Front
from tests.deploy.updated_server import cluster, machine, site  # noqa: F401 (fixtures of more than one module)
from tests.system_packages import MISSING_NGINX, find_nginx


@pytest.fixture(scope="package")
def front(databases, homes_template, static_dir, tmp_path_factory, own_database):
    """Both home pages, a page with one below it, and an internship that students may apply for."""
    if not find_nginx():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(MISSING_NGINX)
    pages, internships = (import_module(f"tests.factories.{name}") for name in ("pages", "internships"))
    name = databases.clone(homes_template, "_front")
    front = Front(tmp_path_factory.mktemp("front"), static_dir, DATABASE_URL=address_of(name))
    front.database = lambda: own_database(name)
    with front.database():
        internships.offer()
        about = pages.standard_page(slug="about", title="About us")
        pages.standard_page(slug="team", title="Our team", parent=about)
    try:
        front.start_nginx()
        front.start_django()
        yield front
    finally:
        front.end()
        databases.drop(name)


@pytest.fixture(scope="package")
def own_database(django_db_setup, django_db_blocker):
    """Lets what a test does meanwhile be done in the database of this name, and committed."""

    @contextmanager
    def use(name: str):
        before = connection.settings_dict["NAME"]
        with django_db_blocker.unblock():
            connections.close_all()
            connection.settings_dict["NAME"] = name
            try:
                yield
            finally:
                connections.close_all()
                connection.settings_dict["NAME"] = before

    return use
