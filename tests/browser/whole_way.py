"""One application on its whole way: who takes part, each in a browser of their own, and what is planted on the way."""

import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property

import psycopg
from django.utils.translation import gettext, override, pgettext
from playwright.sync_api import Browser, Page, expect

from tests.browser.running_site import PATIENCE, RunningSite
from tests.browser.tabs import tab
from tests.dumps import dump_of, files_under
from tests.internships import samples

PASSWORD = "a long enough password"
# For manage.py shell: in each language a coordinator and two reviewers, and two criteria.
STAFF = f"""
from django.contrib.auth.models import Group
from internships.models import Criterion
from migs_site.accounts.models import User
from wagtail.users.models import UserProfile
GROUPS = {{"coordinator": "coordinators", "reviewer-1": "reviewers", "reviewer-2": "reviewers"}}
for language in ("en", "fr"):
    for name, group in GROUPS.items():
        name = f"{{name}}-{{language}}"
        user = User.objects.create_user(f"{{name}}@example.org", "{PASSWORD}", first_name=name)
        user.groups.add(Group.objects.get(name=f"Internship {{group}}"))
        UserProfile.objects.create(user=user, preferred_language=language)
Criterion.objects.create(name_en="Writing", name_fr="Écriture")
Criterion.objects.create(name_en="Experience", name_fr="Expérience")
"""


@dataclass
class Way:
    """One application of a student who writes in a language, and everybody who has to do with it."""

    browser: Browser
    site: RunningSite
    language: str
    has_scripts: bool
    windows: ExitStack
    reference: str = ""
    tabs: list[Page] = field(default_factory=list)

    @cached_property
    def coordinator(self) -> Page:
        return self.staff("coordinator")

    @property
    def code(self) -> str:
        """Of what is planted on this way, and on no other."""
        return f"{self.language}-{'with' if self.has_scripts else 'without'}"

    @property
    def private_address(self) -> str:
        """Where the draft was begun; the answer is another one."""
        return f"zephyrine-{self.code}@home.example"

    @property
    def answers(self) -> dict[str, str]:
        code = self.code
        return {
            "name": f"Zéphyrine Plantée-{code}",
            "email": f"zephyrine-{code}@university.example",
            "institution": f"Université Plantée-{code}",
            "programme": f"Études plantées-{code}",
            "availability": f"Dès mai planté-{code}, deux jours par semaine.",
            "message": f"Bonjour ! Un message planté-{code}.",
        }

    @property
    def files(self) -> dict[str, tuple[str, bytes]]:
        """The name and the content of each."""
        code = self.code
        return {
            "cv": (f"mon cv planté-{code}.pdf", samples.pdf(self.in_cv)),
            "writing_sample": (f"texte planté-{code}.docx", samples.docx()),
            "cover_letter": (f"lettre plantée-{code}.odt", samples.odt()),
        }

    @property
    def in_cv(self) -> str:
        return f"Words planted inside a CV-{self.code}"

    @property
    def note(self) -> str:
        return f"A note planted by the coordinator-{self.code}."

    def comment(self, reviewer: int) -> str:
        return f"A comment planted by reviewer {reviewer}-{self.code}."

    @property
    def planted(self) -> list[str]:
        names = [name for name, _content in self.files.values()]
        return [*self.answers.values(), *names, self.in_cv, self.comment(1), self.note]

    def found(self) -> list[str]:
        """What was planted and is somewhere in the database or in the data folder."""
        with psycopg.connect(self.site.database_url) as database:
            everything = dump_of(database) + files_under(self.site.data_dir)
        return [word for word in self.planted if word.casefold() in everything.decode(errors="replace").casefold()]

    def complaints(self) -> list[str]:
        """Of all browsers."""
        return [line for page in self.tabs for line in page.complaints]

    def words(self, message: str, context: str = "") -> str:
        with override(self.language):
            return pgettext(context, message) if context else gettext(message)

    def window(self, *, has_scripts: bool = True) -> Page:
        """A browser of its own, which has nothing of any other."""
        page = self.windows.enter_context(tab(self.browser, self.site, java_script_enabled=has_scripts))
        self.tabs.append(page)
        return page

    def student(self) -> Page:
        return self.window(has_scripts=self.has_scripts)

    def staff(self, name: str) -> Page:
        """Somebody who has signed in and opened the application from the list."""
        page = self.window()
        page.goto("/admin/login/")
        page.locator("[name=username]").fill(f"{name}-{self.language}@example.org")
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("form [type=submit]").click()
        expect(page.locator("html")).to_have_attribute("lang", self.language)
        page.goto(f"/admin/applications/?q={self.reference}")
        page.locator("main table").get_by_role("link", name=self.reference).first.click()
        expect(page.locator("h1")).to_contain_text(self.reference)
        return page

    def mail(self, number: int, to: str = "") -> str:
        """The text of a mail to an address, the student's without another, once it has come; no other has come then."""
        to, deadline = to or self.answers["email"], time.monotonic() + PATIENCE
        while len(found := [mail for mail in self.site.inbox.messages if mail["To"] == to]) < number:
            assert time.monotonic() < deadline, f"{len(found)} of {number} mails came to {to}.\n{self.site.log}"
            time.sleep(0.05)
        assert len(found) == number
        return found[-1].get_body(["plain"]).get_content()
