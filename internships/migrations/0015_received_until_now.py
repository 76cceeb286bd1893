"""Every application that is there was sent by its student, when it was received."""

from django.db import migrations

RECEIVED = """
UPDATE internships_application SET state = 'received', created_at = received_at, saved_at = received_at;
INSERT INTO internships_statechange (application_id, from_state, to_state, actor, reason, at)
SELECT id, 'draft', 'received', 'applicant', '', received_at FROM internships_application;
"""
# Before this a row was always received: drafts become so when they are saved, and nothing is deleted.
NO_DRAFTS = """
UPDATE internships_application SET received_at = saved_at WHERE received_at IS NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("internships", "0014_states_of_applications")]

    operations = [migrations.RunSQL(RECEIVED, NO_DRAFTS)]
