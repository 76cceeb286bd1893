import django.contrib.postgres.constraints
import django.db.models.constraints
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.db.models.lookups
import migs_site.base.dates
from django.db import migrations, models


# On the way back a month or a year becomes its first day, because a date column cannot hold less.
WHOLE_DAYS = """
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE people_membership ALTER {name} DROP NOT NULL;
UPDATE people_membership SET {name} = NULLIF({name} || substr('-01-01', length({name}) - 3), '-01-01');
"""


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='membership',
            name='membership_ends_after_it_starts',
        ),
        migrations.RemoveConstraint(
            model_name='membership',
            name='membership_once_at_a_time',
        ),
        migrations.AddField(
            model_name='membership',
            name='affiliation_en',
            field=models.CharField(blank=True, help_text='Where they worked then. Shown on this list in place of what their own page says.', max_length=200, verbose_name='affiliation at the time, English'),
        ),
        migrations.AddField(
            model_name='membership',
            name='affiliation_fr',
            field=models.CharField(blank=True, help_text='Leave empty if it is the same in French.', max_length=200, verbose_name='affiliation at the time, French'),
        ),
        migrations.AddField(
            model_name='personpage',
            name='died_on',
            field=migs_site.base.dates.PartialDateField(blank=True, help_text='Only if it is public: 2009-09-22, 2009-09 or 2009.', verbose_name='died on'),
        ),
        migrations.AddField(
            model_name='personpage',
            name='orcid',
            field=models.CharField(blank=True, help_text='Sixteen figures that identify a researcher, as on orcid.org: 0000-0002-1825-0097.', max_length=37, verbose_name='ORCID iD'),
        ),
        migrations.AddField(
            model_name='personpage',
            name='standing',
            field=models.CharField(blank=True, choices=[('emeritus', 'Emeritus'), ('former', 'Formerly of the institute'), ('in_memoriam', 'In memoriam')], help_text='Shown with the name, everywhere. Leave empty for most people.', max_length=20, verbose_name='standing'),
        ),
        migrations.AlterField(
            model_name='membership',
            name='ends_on',
            field=migs_site.base.dates.PartialDateField(blank=True, default='', help_text='Their last day. Leave empty while they serve.', verbose_name='to'),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='membership',
            name='starts_on',
            field=migs_site.base.dates.PartialDateField(blank=True, default='', help_text='2009-09-22, 2009-09 or 2009. Leave empty if it is not known.', verbose_name='from'),
            preserve_default=False,
        ),
        migrations.RunSQL(
            migrations.RunSQL.noop, WHOLE_DAYS.format(name="starts_on") + WHOLE_DAYS.format(name="ends_on")
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.comparison.Cast(django.db.models.functions.text.RPad(django.db.models.functions.text.Replace(django.db.models.functions.comparison.NullIf(models.F('ends_on'), models.Value('')), models.Value('-'), models.Value('')), 8, models.Value('9')), models.IntegerField()), django.db.models.functions.comparison.Cast(django.db.models.functions.text.RPad(django.db.models.functions.text.Replace(django.db.models.functions.comparison.NullIf(models.F('starts_on'), models.Value('')), models.Value('-'), models.Value('')), 8, models.Value('0')), models.IntegerField())), name='membership_ends_after_it_starts', violation_error_message='The last day is before the first: correct one of the two.'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], expressions=[('person', '='), ('group', '='), ('role_en', '='), (models.Func(django.db.models.functions.comparison.Cast(django.db.models.functions.text.RPad(django.db.models.functions.text.Replace(django.db.models.functions.comparison.NullIf(models.F('starts_on'), models.Value('')), models.Value('-'), models.Value('')), 8, models.Value('0')), models.IntegerField()), django.db.models.functions.comparison.Cast(django.db.models.functions.text.RPad(django.db.models.functions.text.Replace(django.db.models.functions.comparison.NullIf(models.F('ends_on'), models.Value('')), models.Value('-'), models.Value('')), 8, models.Value('9')), models.IntegerField()), models.Value('[]'), function='int4range'), '&&')], name='membership_once_at_a_time', violation_error_message='This person already has this role in this group at that time.'),
        ),
    ]
