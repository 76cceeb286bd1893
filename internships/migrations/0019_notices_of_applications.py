"""Texts of consents become notices, one for each wording; and pages that are there get a notice to begin with.

What the pages say holds for every site that runs this program; staff add what only the institute knows.
"""

from django.db import migrations

NOTICES = """
INSERT INTO internships_privacynotice (language, sha256, text, created_at)
SELECT language, encode(sha256(convert_to(consent_text, 'UTF8')), 'hex'), consent_text, min(created_at)
FROM internships_application WHERE consent_text <> '' GROUP BY language, consent_text;
UPDATE internships_application SET notice_id = notice.id FROM internships_privacynotice notice
WHERE notice.language = internships_application.language AND notice.text = consent_text;
"""
TEXTS = """
UPDATE internships_application SET consent_text = notice.text, notice_id = NULL
FROM internships_privacynotice notice WHERE notice.id = notice_id;
DELETE FROM internships_privacynotice;
"""
WORDS = {
    "en": {
        "notice_collector": "The information comes from you alone, through this form.",
        "notice_purposes": (
            "To consider your application for an internship, and to write to you about it. It is used for nothing "
            "else, and no computer program decides about you."
        ),
        "notice_readers": (
            "The members of staff who coordinate internships, and those whom they ask to review your application. "
            "Your documents are stored encrypted."
        ),
        "notice_optional": (
            "Only the message is optional. The rest is needed to consider your application: the form cannot be sent "
            "without it. Please leave out of your documents what nobody asks for, such as your date of birth, a "
            "photograph or your nationality."
        ),
        "notice_rights": (
            "You can see what we hold about you, have it corrected, and receive it in a common file format. You can "
            "withdraw your consent at any time: your application is then no longer considered. If our answer does "
            "not satisfy you, you can complain to the Commission d’accès à l’information du Québec: "
            "https://www.cai.gouv.qc.ca"
        ),
        "notice_outside_quebec": (
            "This site passes your application on to nobody. Emails about it are carried by the services that you "
            "and we use for mail, which may be outside Quebec."
        ),
    },
    "fr": {
        "notice_collector": "Les renseignements viennent de vous seul ou seule, par ce formulaire.",
        "notice_purposes": (
            "À examiner votre candidature à un stage et à vous écrire à ce sujet. Ils ne servent à rien d’autre, et "
            "aucun programme informatique ne décide à votre sujet."
        ),
        "notice_readers": (
            "Les membres du personnel qui coordonnent les stages, et les personnes à qui ils demandent d’évaluer "
            "votre candidature. Vos documents sont conservés chiffrés."
        ),
        "notice_optional": (
            "Seul le message est facultatif. Le reste est nécessaire pour examiner votre candidature : sans cela, le "
            "formulaire ne peut pas être envoyé. N’inscrivez pas dans vos documents ce que personne ne demande, comme "
            "votre date de naissance, une photo ou votre nationalité."
        ),
        "notice_rights": (
            "Vous pouvez consulter les renseignements que nous avons sur vous, les faire rectifier et les recevoir "
            "dans un format courant. Vous pouvez retirer votre consentement en tout temps : votre candidature n’est "
            "alors plus examinée. Si notre réponse ne vous satisfait pas, vous pouvez porter plainte à la Commission "
            "d’accès à l’information du Québec : https://www.cai.gouv.qc.ca"
        ),
        "notice_outside_quebec": (
            "Ce site ne transmet votre candidature à personne. Les courriels à ce sujet passent par les services de "
            "messagerie que vous et nous utilisons, qui peuvent se trouver hors du Québec."
        ),
    },
}


def give_words(apps, schema_editor):
    """Both to the page and to its last version, with which the editor opens."""
    revisions = apps.get_model("wagtailcore", "Revision").objects
    for page in apps.get_model("internships", "InternshipPage").objects.select_related("locale"):
        words = WORDS.get(page.locale.language_code, WORDS["en"])
        type(page).objects.filter(pk=page.pk).update(**words)
        revision = revisions.filter(pk=page.latest_revision_id).first()
        if revision:
            revision.content = words | revision.content
            revision.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [
        ("internships", "0018_privacy_notices_and_settings"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.RunSQL(NOTICES, TEXTS),
        migrations.RunPython(give_words, migrations.RunPython.noop),
    ]
