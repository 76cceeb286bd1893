"""Letters to begin with, which staff change as they like."""

from django.db import migrations

ENGLISH = {
    "in_review": (
        "Your application [[reference]] is in review",
        """Dear [[name]],

We have begun to read your application [[reference]]. You need do nothing for now.

On your own page you can see where it stands:

[[link]]

If you have questions: [[contact]]""",
    ),
    "interview": (
        "Your application [[reference]]: an interview",
        """Dear [[name]],

We have read your application [[reference]] and would like to speak with you. Please answer this email with days and times that suit you.

Your application is here:

[[link]]

If you have questions: [[contact]]""",
    ),
    "offer": (
        "Your application [[reference]]: an offer",
        """Dear [[name]],

We are pleased to offer you an internship. Please accept or decline by [[answer by]], on the page of your application:

[[link]]

If you have questions: [[contact]]""",
    ),
    "not_selected": (
        "Your application [[reference]]",
        """Dear [[name]],

Thank you for your application [[reference]] and for the time you gave to it. We are sorry that we cannot offer you an internship.

On the page of your application you can see how long we keep what you sent, and erase it earlier:

[[link]]

If you have questions: [[contact]]""",
    ),
}
FRENCH = {
    "in_review": (
        "Votre candidature [[reference]] est à l’étude",
        """Bonjour [[name]],

Nous avons commencé à lire votre candidature [[reference]]. Vous n’avez rien à faire pour le moment.

Votre page personnelle indique où elle en est :

[[link]]

Pour toute question : [[contact]]""",
    ),
    "interview": (
        "Votre candidature [[reference]] : un entretien",
        """Bonjour [[name]],

Nous avons lu votre candidature [[reference]] et aimerions vous parler. Veuillez répondre à ce courriel en proposant des jours et des heures qui vous conviennent.

Votre candidature se trouve ici :

[[link]]

Pour toute question : [[contact]]""",
    ),
    "offer": (
        "Votre candidature [[reference]] : une offre",
        """Bonjour [[name]],

Nous avons le plaisir de vous offrir un stage. Veuillez accepter ou décliner cette offre au plus tard le [[answer by]], sur la page de votre candidature :

[[link]]

Pour toute question : [[contact]]""",
    ),
    "not_selected": (
        "Votre candidature [[reference]]",
        """Bonjour [[name]],

Merci pour votre candidature [[reference]] et pour le temps que vous y avez consacré. Nous regrettons de ne pas pouvoir vous offrir de stage.

La page de votre candidature indique combien de temps nous conservons ce que vous avez envoyé, et permet de l’effacer plus tôt :

[[link]]

Pour toute question : [[contact]]""",
    ),
}


def write(apps, schema_editor):
    letters = apps.get_model("internships", "Letter").objects
    for state in ENGLISH:
        for language, written in (("en", ENGLISH), ("fr", FRENCH)):
            subject, text = written[state]
            letters.get_or_create(state=state, language=language, defaults={"subject": subject, "text": text})


class Migration(migrations.Migration):
    dependencies = [("internships", "0031_letters")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
