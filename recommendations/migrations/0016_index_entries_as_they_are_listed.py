from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0015_keep_french_wording")]

    operations = [
        migrations.RemoveIndex(model_name="progressentry", name="progress_latest"),
        migrations.RemoveIndex(model_name="progressentry", name="progress_changes"),
        migrations.AddIndex(
            model_name="progressentry",
            index=models.Index(
                fields=["recommendation", "-date", "-id"],
                include=["status"],
                condition=models.Q(live=True),
                name="progress_latest_status",
            ),
        ),
        migrations.AddIndex(
            model_name="progressentry",
            index=models.Index(
                fields=["-last_published_at", "-id"], condition=models.Q(live=True), name="progress_newest"
            ),
        ),
        migrations.AddIndex(
            model_name="progressentry", index=models.Index(fields=["-date", "-id"], name="progress_by_date")
        ),
    ]
