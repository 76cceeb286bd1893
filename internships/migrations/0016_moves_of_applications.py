"""The states of an application and the moves between them, kept by the database, whoever asks.

The list of moves is that of internships/states.py; a test holds them equal.
"""

from django.db import migrations, models

MOVES = """
CREATE FUNCTION public.application_moves() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found text;
    kinds integer;
BEGIN
    SELECT state INTO found FROM public.internships_application WHERE id = NEW.application_id FOR UPDATE;
    IF found IS DISTINCT FROM NEW.from_state OR (NEW.actor, NEW.from_state, NEW.to_state) NOT IN (
        ('applicant', 'draft', 'received'),
        ('applicant', 'received', 'withdrawn'),
        ('applicant', 'in_review', 'withdrawn'),
        ('applicant', 'interview', 'withdrawn'),
        ('applicant', 'offer', 'accepted'),
        ('applicant', 'offer', 'declined'),
        ('applicant', 'offer', 'withdrawn'),
        ('applicant', 'accepted', 'withdrawn'),
        ('staff', 'received', 'in_review'),
        ('staff', 'received', 'not_selected'),
        ('staff', 'in_review', 'received'),
        ('staff', 'in_review', 'interview'),
        ('staff', 'in_review', 'offer'),
        ('staff', 'in_review', 'not_selected'),
        ('staff', 'interview', 'in_review'),
        ('staff', 'interview', 'offer'),
        ('staff', 'interview', 'not_selected'),
        ('staff', 'offer', 'in_review'),
        ('staff', 'offer', 'interview'),
        ('staff', 'offer', 'declined'),
        ('staff', 'declined', 'offer'),
        ('staff', 'not_selected', 'received'),
        ('staff', 'not_selected', 'in_review'),
        ('staff', 'not_selected', 'interview')
    ) THEN
        RAISE EXCEPTION 'An application that is % cannot be made % by %.', found, NEW.to_state, NEW.actor
            USING ERRCODE = 'check_violation', CONSTRAINT = 'possible_moves';
    END IF;
    IF NEW.to_state = 'received' THEN
        SELECT count(DISTINCT kind) INTO kinds
        FROM public.internships_applicationfile WHERE application_id = NEW.application_id;
        IF kinds <> 3 THEN
            RAISE EXCEPTION 'Application % has % of its 3 files.', NEW.application_id, kinds
                USING ERRCODE = 'check_violation', CONSTRAINT = 'received_applications_have_files';
        END IF;
    END IF;
    NEW.at := now();
    UPDATE public.internships_application SET
        state = NEW.to_state,
        received_at = coalesce(received_at, now()),
        closed_at = CASE WHEN NEW.to_state IN ('accepted', 'declined', 'not_selected', 'withdrawn') THEN now() END
    WHERE id = NEW.application_id;
    RETURN NEW;
END $$;
CREATE TRIGGER moves BEFORE INSERT ON public.internships_statechange
FOR EACH ROW EXECUTE FUNCTION public.application_moves();

CREATE FUNCTION public.application_moves_alone() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF pg_trigger_depth() = 1 THEN
        RAISE EXCEPTION 'The state of an application changes by a row of internships_statechange alone, which stays.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'only_by_moves';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER begins_as_draft BEFORE INSERT ON public.internships_application
FOR EACH ROW WHEN (NEW.state <> 'draft') EXECUTE FUNCTION public.application_moves_alone();
CREATE TRIGGER only_by_moves BEFORE UPDATE ON public.internships_application
FOR EACH ROW WHEN (
    (OLD.state, OLD.received_at, OLD.closed_at) IS DISTINCT FROM (NEW.state, NEW.received_at, NEW.closed_at)
) EXECUTE FUNCTION public.application_moves_alone();
CREATE TRIGGER moves_stay BEFORE DELETE ON public.internships_statechange
FOR EACH ROW EXECUTE FUNCTION public.application_moves_alone();
CREATE TRIGGER moves_are_as_they_were BEFORE UPDATE ON public.internships_statechange
FOR EACH ROW WHEN (
    (OLD.application_id, OLD.from_state, OLD.to_state, OLD.actor, OLD.reason, OLD.at)
    IS DISTINCT FROM (NEW.application_id, NEW.from_state, NEW.to_state, NEW.actor, NEW.reason, NEW.at)
) EXECUTE FUNCTION public.application_moves_alone();
"""
NO_MOVES = """
DROP TRIGGER only_by_moves ON public.internships_application;
DROP TRIGGER begins_as_draft ON public.internships_application;
DROP TRIGGER moves_are_as_they_were ON public.internships_statechange;
DROP TRIGGER moves_stay ON public.internships_statechange;
DROP TRIGGER moves ON public.internships_statechange;
DROP FUNCTION public.application_moves_alone();
DROP FUNCTION public.application_moves();
"""
CHILDREN = ["internships_applicationlink", "internships_statechange"]


def go_with_application(apps, schema_editor):
    remake_foreign_keys(schema_editor, "ON DELETE CASCADE")


def stop_application(apps, schema_editor):
    remake_foreign_keys(schema_editor, "")


def remake_foreign_keys(schema_editor, rule: str) -> None:
    """Under the names that Django gave them: it knows no rule of the database for what is deleted."""
    with schema_editor.connection.cursor() as cursor:
        for table in CHILDREN:
            constraints = schema_editor.connection.introspection.get_constraints(cursor, table)
            name = next(
                name for name, is_ in constraints.items() if is_["foreign_key"] and is_["columns"] == ["application_id"]
            )
            cursor.execute(
                f'ALTER TABLE {table} DROP CONSTRAINT "{name}", ADD CONSTRAINT "{name}" FOREIGN KEY (application_id)'
                f" REFERENCES internships_application (id) {rule} DEFERRABLE INITIALLY DEFERRED"
            )


class Migration(migrations.Migration):
    dependencies = [("internships", "0015_received_until_now")]

    operations = [
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('received_at', None), ('state', 'draft')), models.Q(models.Q(('state', 'draft'), _negated=True), ('received_at__isnull', False), ('typed', {}), models.Q(('language', ''), ('name', ''), ('email', ''), ('institution', ''), ('programme', ''), ('level', ''), ('availability', ''), ('consent_text', ''), _connector='OR', _negated=True)), _connector='OR'), name='received_applications_are_complete'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state__in', ['accepted', 'declined', 'not_selected', 'withdrawn'])), models.Q(models.Q(('state__in', ['accepted', 'declined', 'not_selected', 'withdrawn']), _negated=True), ('closed_at', None)), _connector='OR'), name='closed_applications_say_since_when'),
        ),
        migrations.RunPython(go_with_application, stop_application),
        migrations.RunSQL(MOVES, NO_MOVES),
    ]
