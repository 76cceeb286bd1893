"""What the background worker does for people. Every task is safe to run twice."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from migs_site.base.translation import translate_without_words
from people.models import PersonPage


@app.task(retry=RetryStrategy(max_attempts=8, exponential_wait=3))
def translate_new_person(page_id: int) -> None:
    """Make the French page of a person of whom nothing has to be translated; one who is gone needs none."""
    person = PersonPage.objects.filter(pk=page_id).first()
    if person:
        translate_without_words(person, user=person.owner)
