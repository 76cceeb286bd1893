"""Files are scanned for malware. Those that are there have not been: where there is a scanner, they soon are."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('internships', '0021_coordinators_decide_on_retention'),
    ]

    operations = [
        migrations.AddField(
            model_name='applicationfile',
            name='scan_detail',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name='applicationfile',
            name='scan_state',
            field=models.CharField(choices=[('waiting', 'Waiting'), ('clean', 'Nothing found'), ('quarantined', 'Malware found'), ('could_not_scan', 'Could not be scanned'), ('off', 'Not scanned')], db_default='off', default='off', max_length=20, verbose_name='malware scan'),
        ),
        migrations.AlterField(
            model_name='applicationfile',
            name='scan_state',
            field=models.CharField(choices=[('waiting', 'Waiting'), ('clean', 'Nothing found'), ('quarantined', 'Malware found'), ('could_not_scan', 'Could not be scanned'), ('off', 'Not scanned')], db_default='waiting', default='waiting', max_length=20, verbose_name='malware scan'),
        ),
        migrations.AddField(
            model_name='applicationfile',
            name='scan_wanted_at',
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
        ),
        migrations.AddField(
            model_name='applicationfile',
            name='scanned_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='scanned'),
        ),
        migrations.AddIndex(
            model_name='applicationfile',
            index=models.Index(fields=['scan_state', 'scan_wanted_at'], name='application_file_scan'),
        ),
        migrations.AddConstraint(
            model_name='applicationfile',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('scan_state__in', ['clean', 'quarantined']), _negated=True), ('scanned_at__isnull', False), _connector='OR'), name='scanned_files_say_when'),
        ),
    ]
