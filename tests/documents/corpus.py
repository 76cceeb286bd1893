"""All documents of the corpus: what each is, how it is made, and what is to be said of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.documents import honest_docx, honest_odt, honest_pdf, hostile_docx, hostile_odt, hostile_pdf

ELSEWHERE = Path(__file__).parent / "made_elsewhere"
HONEST = {"pdf": honest_pdf.HONEST, "docx": honest_docx.HONEST, "odt": honest_odt.HONEST}
HOSTILE = {"pdf": hostile_pdf.HOSTILE, "docx": hostile_docx.HOSTILE, "odt": hostile_odt.HOSTILE}


@dataclass(frozen=True)
class Specimen:
    """An honest file has no reason to be refused; it may have warnings."""

    format: str
    name: str
    make: Callable[[], bytes]
    reason: str = ""
    warnings: list[str] = field(default_factory=list)

    def __str__(self):
        return f"{self.format}: {self.reason or 'honest'}: {self.name}"


def honest() -> list[Specimen]:
    specimens = [Specimen(path.suffix[1:], path.name, path.read_bytes) for path in sorted(ELSEWHERE.glob("*.[!m]*"))]
    for format, makers in HONEST.items():
        for name, maker in makers.items():
            make, warnings = maker if isinstance(maker, tuple) else (maker, [])
            specimens.append(Specimen(format, name, make, warnings=warnings))
    return specimens


def hostile() -> list[Specimen]:
    return [
        Specimen(format, name, make, reason)
        for format, reasons in HOSTILE.items()
        for reason, makers in reasons.items()
        for name, make in makers.items()
    ]
