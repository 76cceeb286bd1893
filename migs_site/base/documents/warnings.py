"""What is worth knowing of a file that is accepted. Some of it the student reads as well."""

from django.utils.translation import gettext_lazy as _

WARNINGS = {
    "image_only": _("Pictures of pages, without text that can be searched or read aloud."),
    "large_stream": _("Very large inside."),
    "bytes_after_end": _("Something follows the end of the document."),
    "linked_file": _("Refers to a file on the writer’s own computer, which is not here."),
    "embedded_office": _("Contains another Office document, such as a table."),
    "add_in": _("Was used with an add-in for Word."),
}
