"""The version of the content: docs/decisions/0016 says how it is kept, migs_site/base/content_triggers.py for which tables."""

from django.db import migrations

# number is for people and tests; token is what pages are kept by. A number would come back after a restored backup.
TABLES = """
CREATE TABLE public.content_version (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    number bigint NOT NULL DEFAULT 1,
    token uuid NOT NULL DEFAULT gen_random_uuid()
) WITH (fillfactor = 50);
INSERT INTO public.content_version DEFAULT VALUES;
-- Holds a row only inside a transaction that has changed content; its end empties it again.
CREATE UNLOGGED TABLE public.content_touch (again boolean NOT NULL DEFAULT false);
"""

# Each statement that changes content calls it. The mark is local to the transaction, and goes with a savepoint that is
# rolled back, as does the row.
TOUCH = """
CREATE FUNCTION public.content_touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('migs.content_touched', true) IS DISTINCT FROM 'yes' THEN
        PERFORM set_config('migs.content_touched', 'yes', true);
        INSERT INTO public.content_touch DEFAULT VALUES;
    END IF;
    RETURN NULL;
END $$;
"""

# At the commit, in its second round: the first checks foreign keys, which may wait for rows that somebody else holds,
# who would then wait for the version. An upsert, because a lost row must not stop the version for good.
RAISE = """
CREATE FUNCTION public.content_raise() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF tg_op = 'INSERT' THEN
        UPDATE public.content_touch SET again = true;
        RETURN NULL;
    END IF;
    INSERT INTO public.content_version AS kept VALUES (true, 1, gen_random_uuid())
        ON CONFLICT (one) DO UPDATE SET number = kept.number + 1, token = excluded.token;
    DELETE FROM public.content_touch;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER content_raise AFTER INSERT OR UPDATE ON public.content_touch
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.content_raise();
"""

AWAY = """
DROP FUNCTION public.content_touch() CASCADE;
DROP FUNCTION public.content_raise() CASCADE;
DROP TABLE public.content_touch, public.content_version;
"""


class Migration(migrations.Migration):

    dependencies = [("migs_site", "0015_labels_in_plain_words")]

    operations = [migrations.RunSQL(TABLES + TOUCH + RAISE, AWAY)]
