import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The table and its rows stay as they are: only what may be deleted is decided anew, and that is not the database's."""

    dependencies = [
        ('internships', '0007_statements_in_large_type'),
        ('migs_site', '0001_initial'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='ChosenProject',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='internships.application')),
                        ('project', models.ForeignKey(db_column='projectpage_id', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='migs_site.projectpage')),
                    ],
                    options={
                        'verbose_name': 'chosen project',
                        'verbose_name_plural': 'chosen projects',
                        'db_table': 'internships_application_projects',
                        'default_permissions': (),
                        'unique_together': {('application', 'project')},
                    },
                ),
                migrations.AlterField(
                    model_name='application',
                    name='projects',
                    field=models.ManyToManyField(related_name='+', through='internships.ChosenProject', to='migs_site.projectpage', verbose_name='projects'),
                ),
            ],
        ),
    ]
