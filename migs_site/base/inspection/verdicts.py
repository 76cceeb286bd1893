"""What an inspection can say. The process that asked for it takes nothing else."""

from dataclasses import dataclass, field

# In this order: of several reasons the first is given.
REASONS = (
    "protected",
    "damaged",
    "two_types",
    "archive",
    "pages",
    "other",
    "no_pages",
    "too_complex",
    "entities",
    "odd_archive",
    "macros",
    "programs",
    "reaches_out",
    "loads",
    "active",
    "media",
    "xfa",
    "embedded_object",
    "holds_files",
)
WARNINGS = (
    "image_only",
    "large_stream",
    "bytes_after_end",
    "linked_file",
    "embedded_office",
    "add_in",
)
MAIL_REASONS = ("not_a_mail", "unreadable", "too_many_parts", "long_headers", "too_complex")
FORMATS = {"pdf": ("pdf",), "office": ("docx", "odt")}  # what each of the two inspections can find


class Refused(Exception):
    """Ends an inspection, with one of ``REASONS``, or of ``MAIL_REASONS`` for an email."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@dataclass
class Findings:
    """What is known of a file so far; ``pages`` of a PDF alone, because only it says how many it has."""

    format: str
    pages: int | None = None
    reasons: set[str] = field(default_factory=set)
    warnings: set[str] = field(default_factory=set)

    def verdict(self) -> dict:
        if self.reasons:
            raise Refused(min(self.reasons, key=REASONS.index))
        return {"format": self.format, "pages": self.pages, "warnings": sorted(self.warnings)}
