"""Pictures: plain grey ones, made here."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from migs_site.images.models import SiteImage


def picture_file(name: str = "picture.png", size: tuple[int, int] = (64, 48)) -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", size, "grey").save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), content_type="image/png")


def photograph_file(size: tuple[int, int], exif: Image.Exif | None = None) -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", size, "grey").save(content, "JPEG", exif=exif or Image.Exif(), comment=b"Where and by whom.")
    return SimpleUploadedFile("photograph.jpg", content.getvalue(), content_type="image/jpeg")


def image(**fields) -> SiteImage:
    fields = {"title": "Picture", "alt_en": "A grey field", "alt_fr": "Un champ gris", "file": picture_file()} | fields
    return SiteImage.objects.create(**fields)
