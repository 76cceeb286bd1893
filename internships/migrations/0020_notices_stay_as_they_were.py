"""Who agreed to what is kept by a notice, whose wording never changes; so an application holds no text of its own."""

from django.db import migrations, models

FIXED = """
CREATE FUNCTION public.privacy_notice_is_fixed() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' OR NEW.sha256 <> encode(sha256(convert_to(NEW.text, 'UTF8')), 'hex') THEN
        RAISE EXCEPTION 'A privacy notice stays as it was agreed to; another wording is another row.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'notices_stay_as_they_were';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER is_fixed BEFORE INSERT OR UPDATE ON public.internships_privacynotice
FOR EACH ROW EXECUTE FUNCTION public.privacy_notice_is_fixed();
"""
NOT_FIXED = """
DROP TRIGGER is_fixed ON public.internships_privacynotice;
DROP FUNCTION public.privacy_notice_is_fixed();
"""


class Migration(migrations.Migration):
    dependencies = [("internships", "0019_notices_of_applications")]

    operations = [
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('received_at', None), ('state', 'draft')), models.Q(models.Q(('state', 'draft'), _negated=True), ('notice__isnull', False), ('received_at__isnull', False), ('typed', {}), models.Q(('language', ''), ('name', ''), ('email', ''), ('institution', ''), ('programme', ''), ('level', ''), ('availability', ''), _connector='OR', _negated=True)), _connector='OR'), name='received_applications_are_complete'),
        ),
        migrations.RemoveField(
            model_name='application',
            name='consent_text',
        ),
        migrations.RunSQL(FIXED, NOT_FIXED),
    ]
