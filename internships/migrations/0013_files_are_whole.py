"""No row without all of its content, and no content without its row: the database sees to both, whoever deletes."""

from django.db import migrations, models

# Deferred to the commit, because a row and its parts are written one after the other. The length of what PostgreSQL has
# put aside is known without reading it. With the owner's rights: whoever may write a file need not be able to read it.
IS_WHOLE = """
CREATE FUNCTION public.application_file_is_whole() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    touched uuid[];
    file record;
    found bigint;
BEGIN
    IF TG_TABLE_NAME = 'internships_applicationfile' THEN
        touched := ARRAY[NEW.id];
    ELSE
        touched := ARRAY[OLD.file_id, NEW.file_id];
    END IF;
    FOR file IN SELECT id, sealed_size FROM public.internships_applicationfile WHERE id = ANY (touched) LOOP
        SELECT coalesce(sum(octet_length(content)), 0) INTO found
        FROM public.internships_applicationfilechunk WHERE file_id = file.id;
        IF found <> file.sealed_size THEN
            RAISE EXCEPTION 'File % is stored with % of its % bytes.', file.id, found, file.sealed_size
                USING ERRCODE = 'check_violation', CONSTRAINT = 'application_file_is_whole';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER file_is_whole AFTER INSERT OR UPDATE OF sealed_size ON public.internships_applicationfile
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.application_file_is_whole();
CREATE CONSTRAINT TRIGGER file_is_whole AFTER INSERT OR UPDATE OR DELETE ON public.internships_applicationfilechunk
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.application_file_is_whole();
"""
NEED_NOT_BE = """
DROP TRIGGER file_is_whole ON public.internships_applicationfilechunk;
DROP TRIGGER file_is_whole ON public.internships_applicationfile;
DROP FUNCTION public.application_file_is_whole();
"""
PARENTS = [
    ("internships_applicationfilechunk", "file_id", "internships_applicationfile"),
    ("internships_applicationfile", "application_id", "internships_application"),
    ("internships_application_projects", "application_id", "internships_application"),
]


def go_with_parents(apps, schema_editor):
    remake_foreign_keys(schema_editor, "ON DELETE CASCADE")


def stop_parents(apps, schema_editor):
    remake_foreign_keys(schema_editor, "")


def remake_foreign_keys(schema_editor, rule: str) -> None:
    """Under the names that Django gave them: it knows no rule of the database for what is deleted."""
    with schema_editor.connection.cursor() as cursor:
        for table, column, parent in PARENTS:
            constraints = schema_editor.connection.introspection.get_constraints(cursor, table)
            name = next(name for name, is_ in constraints.items() if is_["foreign_key"] and is_["columns"] == [column])
            cursor.execute(
                f'ALTER TABLE {table} DROP CONSTRAINT "{name}", ADD CONSTRAINT "{name}" FOREIGN KEY ({column})'
                f" REFERENCES {parent} (id) {rule} DEFERRABLE INITIALLY DEFERRED"
            )


class Migration(migrations.Migration):
    dependencies = [("internships", "0012_move_files_into_the_database")]

    operations = [
        migrations.RemoveField(model_name="applicationfile", name="file"),
        migrations.AlterField(
            model_name="applicationfile",
            name="sealed_size",
            field=models.PositiveIntegerField(editable=False),
        ),
        migrations.RunPython(go_with_parents, stop_parents),
        migrations.RunSQL(IS_WHOLE, NEED_NOT_BE),
    ]
