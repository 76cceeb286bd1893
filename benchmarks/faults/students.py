"""Students who fill in the form of applications, each from a network of their own."""

from benchmarks.faults.site import Answer, Site
from benchmarks.students_at_once import KINDS, document, multipart, value_of

HIDDEN = ("seen", "consent", "projects", "shown")
SMALL = 20_000  # bytes of a file


class Student:
    """One of them, with a form that is open."""

    def __init__(self, site: Site, language: str = "en"):
        site.students += 1
        self.site, self.number = site, site.students
        self.address = f"student-{self.number}@example.org"
        self.path = site.ask(f"/{language}/{'apply' if language == 'en' else 'candidature'}/", network=self.number)[1]

    @property
    def page(self) -> str:
        """What stands at the address of the form now: it, or what became of it."""
        return self.site.answer(self.path, network=self.number).page

    def form(self, do: str = "send", files: dict[str, bytes] | None = None, **changes: str) -> bytes:
        """The form as a browser would send it now; files: those in place of small ones."""
        page = self.page
        answers = {
            "name": f"Student {self.number}", "email": self.address, "institution": "A university",
            "programme": "History", "level": "masters", "availability": "From May.", "do": do,
        }  # fmt: skip
        hidden = {name: value_of(page, name) for name in HIDDEN}
        return multipart(answers | hidden | changes, {kind: document(SMALL) for kind in KINDS} | (files or {}))

    def send(self, body: bytes | None = None) -> Answer:
        return self.site.answer(self.path, body or self.form(), self.number)


def is_received(student: Student, answer: Answer) -> bool:
    """Whether a student was told that the application is received: the form sent, and no form there any more."""
    return answer.status == 303 and 'name="consent"' not in student.page
