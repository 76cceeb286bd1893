import django.core.validators
import migs_site.base.dates
import migs_site.base.plain_text
import recommendations.iso_codes
import recommendations.models.libraries
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('recommendations', '0005_books_leave_editions_to_themselves'),
    ]

    operations = [
        migrations.CreateModel(
            name='LibraryCatalogue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, unique=True, verbose_name='identifier')),
                ('name_en', models.CharField(max_length=150, validators=[migs_site.base.plain_text.one_line], verbose_name='name, English')),
                ('name_fr', models.CharField(blank=True, help_text='Leave empty if it is the same in French.', max_length=150, validators=[migs_site.base.plain_text.one_line], verbose_name='name, French')),
                ('address', models.URLField(help_text='For example https://search.worldcat.org/search?q=bn:{isbn}, or with {title} for the title.', max_length=300, validators=[migs_site.base.plain_text.one_line, recommendations.models.libraries.validate_search_address], verbose_name='address of a search')),
            ],
            options={
                'verbose_name': 'library catalogue',
                'verbose_name_plural': 'library catalogues',
                'ordering': ['name_en'],
            },
        ),
        migrations.AddField(
            model_name='edition',
            name='currency',
            field=models.CharField(blank=True, choices=recommendations.iso_codes.currency_choices, max_length=3, verbose_name='currency'),
        ),
        migrations.AddField(
            model_name='edition',
            name='is_out_of_print',
            field=models.BooleanField(default=False, help_text='Visitors are then shown libraries in place of its sellers.', verbose_name='out of print'),
        ),
        migrations.AddField(
            model_name='edition',
            name='price',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='price'),
        ),
        migrations.AddField(
            model_name='edition',
            name='priced_on',
            field=migs_site.base.dates.PartialDateField(blank=True, help_text='As 2010-09-13, or as 2010-09 or 2010 where the day or the month is not known.', verbose_name='date of the price'),
        ),
        migrations.AlterField(
            model_name='bookseller',
            name='address',
            field=models.URLField(validators=[migs_site.base.plain_text.one_line], verbose_name='address of the book there'),
        ),
        migrations.AlterField(
            model_name='edition',
            name='imprint',
            field=models.CharField(help_text='The publisher as the title page names it.', max_length=150, validators=[migs_site.base.plain_text.one_line], verbose_name='imprint'),
        ),
        migrations.AlterField(
            model_name='edition',
            name='place_en',
            field=models.CharField(blank=True, max_length=100, validators=[migs_site.base.plain_text.one_line], verbose_name='place of publication, English'),
        ),
        migrations.AlterField(
            model_name='edition',
            name='place_fr',
            field=models.CharField(blank=True, help_text='Leave empty if it is the same in French.', max_length=100, validators=[migs_site.base.plain_text.one_line], verbose_name='place of publication, French'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('currency', ''), ('price', None), ('priced_on', '')), models.Q(('price__gte', 0), ('price__isnull', False), models.Q(('currency', ''), _negated=True), models.Q(('priced_on', ''), _negated=True)), _connector='OR'), name='edition_price_with_currency_and_date', violation_error_message='Give the price, its currency and its date together, or none of them.'),
        ),
    ]
