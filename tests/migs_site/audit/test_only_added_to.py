"""Nobody changes the log, whatever role they have; and what is old goes at night, and nothing else."""

import datetime

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from migs_site.audit.models import AuditEntry
from migs_site.audit.tasks import prune_audit_log
from tests.factories.audit import entry

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
# However the three years fall: at most one of them has a leap day, so that they are 1,095 or 1,096 days.
YOUNG, OLD = 1095 * DAY - datetime.timedelta(minutes=1), 1096 * DAY + datetime.timedelta(minutes=1)


def execute(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditentry SET user_label = 'Somebody else'",
        "UPDATE audit_auditentry SET at = now() - interval '4 years'",
        "DELETE FROM audit_auditentry",
        "TRUNCATE audit_auditentry",
        "TRUNCATE audit_auditentry CASCADE",
        "MERGE INTO audit_auditentry USING (SELECT 1) AS one ON true WHEN MATCHED THEN DELETE",
        "INSERT INTO audit_auditentry OVERRIDING SYSTEM VALUE SELECT * FROM audit_auditentry"
        " ON CONFLICT (id) DO UPDATE SET user_label = ''",
    ],
)
@pytest.mark.parametrize("as_owner", [False, True])
def test_no_statement_changes_an_entry(statement, as_owner):
    """The tests come as superuser; an owner of the tables without such powers is refused as well."""
    made = entry(user_label="Ann")
    if as_owner:
        execute("CREATE ROLE audit_owner; ALTER TABLE audit_auditentry OWNER TO audit_owner; SET ROLE audit_owner")

    with pytest.raises(ProgrammingError, match="The audit log is only added to"):
        execute(statement)

    execute("RESET ROLE")
    assert list(AuditEntry.objects.values_list("pk", "user_label", "at")) == [(made.pk, "Ann", made.at)]


def test_an_entry_is_refused_through_its_model_too():
    made = entry()

    for change in (made.save, made.delete, AuditEntry.objects.all().delete):
        with pytest.raises(ProgrammingError, match="The audit log is only added to"), transaction.atomic():
            change()


@pytest.mark.parametrize("said", [-4 * 365 * DAY, 365 * DAY])
def test_nobody_writes_an_entry_of_another_time(said):
    made = AuditEntry.objects.create(action="audit.exported", at=timezone.now() + said)

    made.refresh_from_db()
    assert abs(made.at - timezone.now()) < datetime.timedelta(seconds=30)


def test_at_night_what_is_older_than_three_years_goes_and_its_number_is_written_down():
    for age in (OLD, OLD * 2, YOUNG, DAY):
        entry(age=age, about=f"tests.age:{age.days}")

    prune_audit_log(timestamp=0)
    prune_audit_log(timestamp=0)

    rows = AuditEntry.objects.order_by("id").values_list("about", "action", "user_pk", "detail")
    assert [row[0] for row in rows] == [f"tests.age:{YOUNG.days}", "tests.age:1", ""]
    assert rows[2] == ("", "audit.pruned", None, {"entries": 2})


def test_what_is_not_yet_three_years_old_is_refused_to_the_night_as_well():
    entry(age=YOUNG)

    with pytest.raises(ProgrammingError, match="only added to"):
        execute("DELETE FROM audit_auditentry")


@pytest.mark.django_db(transaction=True)
def test_the_migration_goes_back_and_comes_again():
    call_command("migrate", "audit", "0001", verbosity=0)
    entry()
    execute("DELETE FROM audit_auditentry")

    call_command("migrate", "audit", verbosity=0)

    entry()
    with pytest.raises(ProgrammingError, match="only added to"):
        execute("DELETE FROM audit_auditentry")
