"""Whoever shows a picture may ask the worker for its sizes, and write no job of another kind."""

from django.db import migrations

# The shapes are those of images/pictures.py; a test holds them equal.
WANT = """
CREATE FUNCTION public.images_want_renditions(image bigint, shape text) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF shape IN ('portrait', 'cover', 'body') AND EXISTS (SELECT FROM images_siteimage WHERE id = image) THEN
        PERFORM procrastinate_defer_jobs_v1(ARRAY[ROW('default', 'migs_site.images.tasks.make_renditions', 0, NULL,
            'renditions-' || image || '-' || shape, jsonb_build_object('image_id', image, 'shape', shape), NULL
        )::procrastinate_job_to_defer_v1]);
    END IF;
EXCEPTION WHEN unique_violation THEN
    NULL;  -- they are wanted already
END $$;
REVOKE EXECUTE ON FUNCTION public.images_want_renditions(bigint, text) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("images", "0002_labels_in_plain_words"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [migrations.RunSQL(WANT, "DROP FUNCTION public.images_want_renditions(bigint, text)")]
