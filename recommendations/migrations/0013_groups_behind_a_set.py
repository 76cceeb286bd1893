import django.db.models.constraints
import django.db.models.deletion
import modelcluster.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0004_merged_records'),
        ('recommendations', '0012_lock_what_is_public'),
    ]

    operations = [
        migrations.CreateModel(
            name='Backing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='backings', to='people.grouppage', verbose_name='group')),
                ('set', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='backings', to='recommendations.recommendationsetpage')),
            ],
            options={
                'verbose_name': 'group behind a set',
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('set', 'group'), name='group_once_behind_a_set', violation_error_message='This group is already in the list.')],
            },
        ),
    ]
