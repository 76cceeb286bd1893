import migs_site.base.plain_text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_partial_dates_and_standing'),
    ]

    operations = [
        migrations.AlterField(
            model_name='membership',
            name='affiliation_en',
            field=models.CharField(blank=True, help_text='Where they worked then. Shown on this list in place of what their own page says.', max_length=200, validators=[migs_site.base.plain_text.one_line], verbose_name='affiliation at the time, English'),
        ),
        migrations.AlterField(
            model_name='membership',
            name='affiliation_fr',
            field=models.CharField(blank=True, help_text='Leave empty if it is the same in French.', max_length=200, validators=[migs_site.base.plain_text.one_line], verbose_name='affiliation at the time, French'),
        ),
        migrations.AlterField(
            model_name='membership',
            name='role_en',
            field=models.CharField(blank=True, max_length=150, validators=[migs_site.base.plain_text.one_line], verbose_name='role, English'),
        ),
        migrations.AlterField(
            model_name='membership',
            name='role_fr',
            field=models.CharField(blank=True, help_text='For example: codirectrice', max_length=150, validators=[migs_site.base.plain_text.one_line], verbose_name='role, French'),
        ),
        migrations.AlterField(
            model_name='organization',
            name='name_en',
            field=models.CharField(max_length=250, validators=[migs_site.base.plain_text.one_line], verbose_name='name, English'),
        ),
        migrations.AlterField(
            model_name='organization',
            name='name_fr',
            field=models.CharField(blank=True, help_text='Leave empty if it is the same in French.', max_length=250, validators=[migs_site.base.plain_text.one_line], verbose_name='name, French'),
        ),
        migrations.AlterField(
            model_name='organization',
            name='place_en',
            field=models.CharField(blank=True, max_length=100, validators=[migs_site.base.plain_text.one_line], verbose_name='place, English'),
        ),
        migrations.AlterField(
            model_name='organization',
            name='place_fr',
            field=models.CharField(blank=True, help_text='Leave empty if it is the same in French.', max_length=100, validators=[migs_site.base.plain_text.one_line], verbose_name='place, French'),
        ),
        migrations.AlterField(
            model_name='personpage',
            name='affiliation',
            field=models.CharField(blank=True, max_length=200, validators=[migs_site.base.plain_text.one_line], verbose_name='affiliation'),
        ),
        migrations.AlterField(
            model_name='personpage',
            name='given_names',
            field=models.CharField(blank=True, max_length=120, validators=[migs_site.base.plain_text.one_line], verbose_name='given names'),
        ),
        migrations.AlterField(
            model_name='personpage',
            name='honorific',
            field=models.CharField(blank=True, help_text='For example: General', max_length=60, validators=[migs_site.base.plain_text.one_line], verbose_name='honorific'),
        ),
        migrations.AlterField(
            model_name='personpage',
            name='position',
            field=models.CharField(blank=True, max_length=200, validators=[migs_site.base.plain_text.one_line], verbose_name='position'),
        ),
        migrations.AlterField(
            model_name='personpage',
            name='post_nominals',
            field=models.CharField(blank=True, help_text='For example: (Ret.)', max_length=60, validators=[migs_site.base.plain_text.one_line], verbose_name='after the name'),
        ),
        migrations.AlterField(
            model_name='personpage',
            name='surname',
            field=models.CharField(max_length=120, validators=[migs_site.base.plain_text.one_line], verbose_name='surname'),
        ),
    ]
