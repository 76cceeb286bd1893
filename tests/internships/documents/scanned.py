"""Files of applications in each state of the malware scan."""

from internships.documents.contents import open_content
from internships.models import ApplicationFile
from tests.factories import internships


def a_file(content: bytes = b"words", **fields) -> ApplicationFile:
    return internships.application_file(fields.pop("of", None) or internships.draft(), content=content, **fields)


def opened(file: ApplicationFile) -> bytes:
    with open_content(file) as content:
        return content.read()


def state(file: ApplicationFile) -> tuple[str, str]:
    file.refresh_from_db()
    return file.scan_state, file.scan_detail


def in_state(scan_state: str, of=None) -> ApplicationFile:
    file = a_file(of=of)
    facts = {"scan_state": scan_state, "scan_detail": "Eicar", "scanned_at": file.uploaded_at}
    ApplicationFile.objects.filter(pk=file.pk).update(**facts)
    return file
