"""Emails as people and programs write them, good and bad."""

import io
from email.message import EmailMessage

from django.core.files import File

from internships.staff.arriving.reading import read_mail
from tests.internships import samples

FILES = {
    "CV Zoé.pdf": samples.pdf("cv"),
    "Lettre de motivation.pdf": samples.pdf("letter"),
    "essay.docx": samples.docx(),
}
WORDS = "Bonjour, je vous envoie ma candidature."
FROM = b"From: a@example.org\n"


def mail(files: dict[str, bytes] | None = None, words: str = WORDS, **headers) -> bytes:
    message = EmailMessage()
    for name, value in ({"From": "Zoé Tremblay <zoe@example.org>", "Subject": "Stage"} | headers).items():
        message[name] = value
    message.set_content(words)
    for name, content in (FILES if files is None else files).items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def read(content: bytes):
    """To be used in a with block."""
    return read_mail(File(io.BytesIO(content), name="Stage.eml"))


def forwarded() -> bytes:
    outer = EmailMessage()
    outer["From"], outer["Subject"] = "Staff <staff@example.org>", "Fwd: Stage"
    outer.set_content("See below.")
    inner = EmailMessage()
    inner["From"] = "Zoé <zoe@example.org>"
    inner.set_content("Bonjour")
    inner.add_attachment(FILES["CV Zoé.pdf"], maintype="application", subtype="pdf", filename="cv.pdf")
    outer.add_attachment(inner)
    return outer.as_bytes()


def with_logo() -> bytes:
    message = EmailMessage()
    message["From"] = "zoe@example.org"
    message.set_content("Hello")
    message.add_attachment(
        b"\x89PNG", maintype="image", subtype="png", filename="logo.png", disposition="inline", cid="<logo>"
    )
    return message.as_bytes()


def nested(levels: int) -> bytes:
    lines = ["From: a@example.org"]
    for level in range(levels):
        lines += [f'Content-Type: multipart/mixed; boundary="b{level}"', "", f"--b{level}"]
    return "\n".join([*lines, "", "x"]).encode()


def messages_in_messages(levels: int) -> bytes:
    return ("From: a@example.org\nContent-Type: message/rfc822\n\n" * levels + "x").encode()


HOSTILE = {
    "nested": nested(500),
    "messages in messages": messages_in_messages(500),
    "long content type": FROM + b"Content-Type: text/plain" + b'; a*0="b"' * 50_000 + b"\n\nx",
    "long name of a file": FROM + b"Content-Disposition: attachment; filename=" + b"=?utf-8?q?a?= " * 50_000,
    "long sender": b"From: " + b"(" * 100_000 + b"\n\nx",
    "folded sender": b"From: a" + b"\n ,b@example.org" * 50_000 + b"\n\nx",
    "many levels by name": FROM + b"\n" + b"boundary " * 1000,
    "many parts": FROM + b"Content-Type: multipart/mixed; boundary=q\n\n" + b"--q\n\nx\n" * 100_000,
    "many headers of parts": FROM + b"Content-Type: text/plain" + (b";a*1*=b" * 200 + b"\n\nContent-Type: x/y") * 20,
    "not a mail": b"%PDF-1.7 nothing",
    "nothing": b"",
    "nulls": b"\0" * 1000,
}
PARTS, HEADERS, NO_MAIL = "has too many parts", "has headers that are too long", "is not an email"
SENTENCES = {
    "nested": PARTS,
    "messages in messages": PARTS,
    "long content type": HEADERS,
    "long name of a file": HEADERS,
    "long sender": HEADERS,
    "folded sender": HEADERS,
    "many levels by name": PARTS,
    "many parts": PARTS,
    "many headers of parts": HEADERS,
    "not a mail": NO_MAIL,
    "nothing": NO_MAIL,
    "nulls": NO_MAIL,
}
ODD = {
    "no from": b"Subject: x\n\nHello",
    "wrong characters": b"From: =?klingon?q?a?= <a@example.org>\nContent-Type: text/plain; charset=klingon\n\n\xff\xfe",
    "wrong transfer": FROM + b"Content-Transfer-Encoding: rot13\nContent-Type: application/pdf\n\nx",
    "broken base64": FROM + b"Content-Type: application/pdf; name=a.pdf\n"
    b"Content-Transfer-Encoding: base64\n\n"
    b"====\n%%%",
    "multipart without parts": FROM + b"Content-Type: multipart/mixed; boundary=x\n\nnothing",
    "no end": FROM + b"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: application/pdf\n\nx",
    "broken header": FROM + b"Content-Disposition: attachment; filename*=utf-8''%E9%FF%00..%2F..%2Fcv.pdf\n\nx",
    "header of two lines": b"From: =?utf-8?q?a=0D=0ABcc:_b=40example.org?= <a@example.org>\nSubject: x\n\nHello",
}
