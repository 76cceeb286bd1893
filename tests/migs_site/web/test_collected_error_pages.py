"""The pages that nginx answers with where Django cannot."""

import re

from django.core.management import call_command

from tests.migs_site.web.test_errors import sections, words


def test_pages_for_what_nginx_answers_are_collected_in_both_languages(settings, tmp_path):
    settings.STATICFILES_FINDERS = ["migs_site.web.errors.ErrorPages"]
    settings.STATIC_ROOT = tmp_path

    call_command("collectstatic", "--no-input", verbosity=0)

    own = {code: sorted(path.stem for path in (tmp_path / "errors" / code).iterdir()) for code in ("en", "fr")}
    names = ["400", "403", "404", "405", "413", "429", "429-sent", "500", "500-sent"]
    names += ["502", "502-sent", "503", "503-sent", "504", "504-sent"]
    assert own == dict.fromkeys(("en", "fr"), names)
    texts = {path.stem: path.read_text() for path in (tmp_path / "errors" / "fr").iterdir()}
    assert {tuple(sections(html)) for html in texts.values()} == {("fr", "en")}
    assert {name: re.findall(r"Erreur (\d+)", html) for name, html in texts.items()} == {
        name: [name[:3]] for name in names
    }
    addresses = {address for html in texts.values() for address in re.findall(r'(?:href|src)="(.*?)"', html)}
    assert addresses == {"/static/css/index.css", "", "/en/", "/fr/"}


def test_pages_of_nginx_say_to_whoever_sent_a_form_what_became_of_it(settings, tmp_path):
    settings.STATICFILES_FINDERS = ["migs_site.web.errors.ErrorPages"]
    settings.STATIC_ROOT = tmp_path

    call_command("collectstatic", "--no-input", verbosity=0)

    pages = tmp_path / "errors" / "en"
    assert {
        name: words((pages / f"{name}.html").read_text(), "p")[2]
        for name in ("413", "429-sent", "500-sent", "502-sent", "503-sent", "504-sent")
    } == {
        "413": "What you sent is larger than this site accepts, so nothing of it was saved. A file can be up to 10 MB.",
        "429-sent": "To protect the site and the people who use it, we accept only so many requests at a time. "
        "That limit has been reached.",
        "500-sent": "We could not save what you just sent, but your browser still has it.",
        "502-sent": "The site did not answer in time, so we cannot tell whether what you just sent was saved.",
        "503-sent": "We could not save what you just sent, but your browser still has it.",
        "504-sent": "The site did not answer in time, so we cannot tell whether what you just sent was saved.",
    }
    assert "What you just sent was not saved." in words((pages / "429-sent.html").read_text(), "p")
