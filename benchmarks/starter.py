"""Wagtail's starter project (`wagtail start`, from the wagtail package), with pages to be compared with ours.

As it comes its home page has a title and nothing else. What Wagtail's own tutorial adds is added: a text on pages, a
menu, and lists of the pages below one. It runs with its production settings.
"""

import os
import subprocess
import sys
from pathlib import Path

from migs_site.local.database import ROOT

SECTIONS = 8
LISTED = 40  # pages of a section, as on one page of our lists
SETTINGS = """
import dj_database_url

SECRET_KEY = "of a benchmark that runs on this machine alone"
ALLOWED_HOSTS = ["127.0.0.1"]
LANGUAGE_CODE = "en"
DATABASES = {"default": dj_database_url.config(conn_health_checks=True)}
DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": 22}
"""
MODELS = """
from django.db import models
from wagtail.fields import RichTextField
from wagtail.models import Page


def link(to):
    return models.ForeignKey(to, models.SET_NULL, null=True, related_name="+")


class HomePage(Page):
    body = RichTextField(blank=True)


class SectionPage(Page):
    def get_context(self, request):
        pages = self.get_children().live().order_by("path")[:LISTED]
        return {**super().get_context(request), "pages": pages}

    def articles(self):
        return self.get_children().live().specific()


class ArticlePage(Page):
    body = RichTextField(blank=True)
    image = link("wagtailimages.Image")

    def set_derived_fields(self):
        "What benchmarks.bulk_pages calls."


class Foot(models.Model):
    text = RichTextField()


class ShowcasePage(Page):
    body = RichTextField(blank=True)
    image, second_image = link("wagtailimages.Image"), link("wagtailimages.Image")
    first, second, third = link("wagtailcore.Page"), link("wagtailcore.Page"), link("wagtailcore.Page")

    def get_context(self, request):
        return {**super().get_context(request), "foot": Foot.objects.first()}
""".replace("LISTED", str(LISTED))
LINKS = '<ul>{% for each in PAGES %}<li><a href="{% pageurl each %}">{{ each.title }}</a></li>{% endfor %}</ul>'
MENU = f"""
{{% wagtail_site as site %}}<nav>{LINKS.replace("PAGES", "site.root_page.get_children.live.in_menu")}</nav>
{{% block content %}}"""
PAGE = """{% extends "base.html" %}{% load wagtailcore_tags wagtailimages_tags %}
{% block content %}<h1>{{ page.title }}</h1>MORE{% endblock %}
"""
TEXT = "{{ page.body|richtext }}"
TEASED = """{% with page.WHICH.specific as section %}<h2>{{ section.title }}</h2>
{% for each in section.articles|slice:"NUMBER" %}
<a href="{% pageurl each %}">{% image each.image fill-SIZE %}{{ each.title }}</a>
{% endfor %}{% endwith %}"""


def teased(which: str, number: int, size: str) -> str:
    return TEASED.replace("WHICH", which).replace("NUMBER", str(number)).replace("SIZE", size)


TEMPLATES = {
    "home_page": TEXT + LINKS.replace("PAGES", "page.get_children.live"),
    "section_page": LINKS.replace("PAGES", "pages"),
    "article_page": TEXT,
    # The parts of the home page of Wagtail's demo site: two pictures, a text, three sections with 13 pictures, a second
    # menu for phones that knows which entries open, and a foot.
    "showcase_page": "{% image page.image fill-1920x600 %}{% image page.second_image fill-200x200 %}"
    + teased("first", 4, "180x140")
    + TEXT
    + teased("second", 3, "430x210")
    + teased("third", 6, "430x254")
    + "{% for each in site.root_page.get_children.live.in_menu %}{% if each.get_children.live.in_menu.exists %}+"
    + "{% endif %}{{ each.title }}{% endfor %}{{ foot.text|richtext }}",
}
FILL = """
import io
from PIL import Image as Drawing
from django.core.files.images import ImageFile
from wagtail.images.models import Image
from wagtail.models import Page
from benchmarks.bulk_pages import BulkPages
from home.models import ArticlePage, Foot, HomePage, SectionPage, ShowcasePage

bulk, sections = BulkPages(seed=1), []
def text(length):
    return "".join(f"<p>{{bulk.words(60)}}.</p>" for _ in range(max(1, length // 420)))
def image(number):
    drawn = io.BytesIO()
    Drawing.new("RGB", (1920, 1080), (number, 99, 99)).save(drawn, "JPEG")
    return Image.objects.create(title=f"Image {{number}}", file=ImageFile(drawn, f"{{number}}.jpg"))
images = [image(number) for number in range(15)]
Foot.objects.create(text=text(400))
home = HomePage.objects.get()
home.body = text({home})
home.save()
for number in range({sections}):
    section = home.add_child(instance=SectionPage(title=bulk.words(2), slug=f"section-{{number}}", show_in_menus=True))
    sections.append(section)
    each = ({{"title": bulk.words(3), "body": text({article}), "image": images[place % 15]}}
            for place in range({pages} // {sections}))
    bulk.add_pages_below(section, each, ArticlePage)
named = dict(zip(["first", "second", "third"], sections))
home = HomePage.objects.get()
home.add_child(instance=ShowcasePage(
    title="Showcase", slug="showcase", body=text({home}), image=images[0], second_image=images[1], **named
))
"""


class Starter:
    """The project in a folder, on a database of its own."""

    wsgi = "starter.wsgi"
    pages = {"home": "/", "demo": "/showcase/", "list": "/section-0/", "page": "/section-0/sample-1/"}

    def __init__(self, folder: Path, database_url: str):
        self.folder = folder
        folder.mkdir()
        run(folder, dict(os.environ), "-m", "wagtail.bin.wagtail", "start", "starter", str(folder))
        self.write("starter/settings/local.py", SETTINGS)
        self.write("home/models.py", MODELS)
        base = (folder / "starter/templates/base.html").read_text()
        self.write("starter/templates/base.html", base.replace("{% block content %}", MENU.strip(), 1))
        for name, more in TEMPLATES.items():
            self.write(f"home/templates/home/{name}.html", PAGE.replace("MORE", more))
        own = {"DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "starter.settings.production"}
        self.environment = os.environ | own | {"PYTHONPATH": str(ROOT)}

    def write(self, name: str, content: str) -> None:
        (self.folder / name).write_text(content)

    def fill(self, pages: int, lengths: dict[str, int]) -> None:
        """As many pages as that, with texts that make them as long as ours, in bytes."""
        self.manage("makemigrations", "home", "--verbosity=0")
        self.manage("migrate", "--verbosity=0")
        self.manage("collectstatic", "--no-input", "--verbosity=0")
        fill = FILL.format(home=lengths["home"], article=lengths["page"], sections=SECTIONS, pages=pages)
        self.manage("shell", "--no-imports", "-c", fill)

    def manage(self, *command: str) -> str:
        return run(self.folder, self.environment, "manage.py", *command)


def run(folder: Path, environment: dict[str, str], *command: str) -> str:
    """What a Python program prints; ends this one with its error."""
    done = subprocess.run(
        [sys.executable, *command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(command[:2])} failed in {folder}: {done.stderr.strip()}")
    return done.stdout
