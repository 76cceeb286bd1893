"""What a review said before its author could see those of others stays, whatever it says later."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("internships", "0046_erasing_by_the_database")]

    operations = [
        migrations.AddField(
            model_name="review",
            name="first_opinion",
            field=models.JSONField(editable=False, null=True, verbose_name="first opinion"),
        ),
    ]
