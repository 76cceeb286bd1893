"""What collectstatic makes of our style sheets: one file, small, with the fonts that pages preload, or a refusal."""

import json
import re
import shutil
from pathlib import Path

import brotli
import pytest
from django.core.management import CommandError, call_command

from migs_site.web.static_files import bundle
from tests.databases import ROOT

FONT_FACE = '@font-face { font-family: "A"; src: url("../fonts/archivo.woff2"); }\n'


@pytest.fixture
def sources(tmp_path) -> Path:
    """A small copy of static/: a table of contents, two sheets and a font."""
    css = tmp_path / "source" / "css"
    (css / "components").mkdir(parents=True)
    (css / "index.css").write_text(
        '@layer base, components;\n@import url("base.css") layer(base);\n'
        "@import url(components/card.css) layer(components);\n"
    )
    (css / "base.css").write_text(FONT_FACE)
    (css / "components" / "card.css").write_text(".card { color: red; }\n")
    (css / "alone.css").write_text(".alone { color: red; }\n")
    shutil.copytree(ROOT / "static" / "fonts", css.parent / "fonts")
    return css.parent


@pytest.fixture
def collect(settings, tmp_path):
    """Collects the static files of one folder as on a server, and returns where they lie now."""
    collected = tmp_path / "collected"
    settings.STATIC_ROOT = collected
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    # A new dictionary: “|=” would change the one that every other test goes back to.
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "migs_site.web.static_files.SiteStaticFilesStorage"}
    }

    def run(folder: Path, **options) -> Path:
        settings.STATICFILES_DIRS = [folder]
        call_command("collectstatic", interactive=False, verbosity=0, **options)
        return collected

    return run


def hashed(collected: Path) -> dict[str, str]:
    """Each collected file by the name that templates use."""
    return json.loads((collected / "staticfiles.json").read_text())["paths"]


def test_what_pages_load_is_one_style_sheet_and_only_the_style_guide_has_another(collect):
    collected = collect(ROOT / "static")

    sheets = {name: path for name, path in hashed(collected).items() if name.endswith(".css")}
    assert [name for name in sheets if not name.startswith("admin/")] == ["css/index.css", "css/styleguide.css"]
    files = sorted(str(path.relative_to(collected)) for path in collected.rglob("*.css"))
    assert files == sorted([*sheets.keys(), *sheets.values()])
    assert re.findall("@import", (collected / "css/index.css").read_text()) == []


def test_the_one_sheet_holds_what_was_imported_in_its_layers_and_the_rest_stays(collect, sources):
    collected = collect(sources)

    font = Path(hashed(collected)["fonts/archivo.woff2"]).name
    assert (collected / "css/index.css").read_text().replace(font, "FONT") == (
        '@layer base{@font-face{font-family:A;src:url("../fonts/FONT")}}@layer components{.card{color:red}}'
    )
    assert sorted(name for name in hashed(collected) if name.startswith("css/")) == ["css/alone.css", "css/index.css"]


def test_the_name_without_a_hash_gives_the_same_sheet_as_the_one_with(collect):
    collected = collect(ROOT / "static")

    plain, with_hash = collected / "css/index.css", collected / hashed(collected)["css/index.css"]
    assert plain.read_bytes() == with_hash.read_bytes()
    assert brotli.decompress(plain.with_suffix(".css.br").read_bytes()) == with_hash.read_bytes()


def test_the_sheet_names_every_font_by_its_hash_as_pages_preload_it(collect):
    collected = collect(ROOT / "static")

    named = re.findall(r"""url\("?\.\./(fonts/[^")]+)""", (collected / "css/index.css").read_text())
    assert sorted(named) == sorted(name for font, name in hashed(collected).items() if font.endswith(".woff2"))


def test_a_changed_sheet_is_bundled_again_even_where_nothing_is_cleared(collect, sources):
    collect(sources)
    (sources / "css/components/card.css").write_text(".card { color: blue; }\n")

    collected = collect(sources)

    sheet = collected / hashed(collected)["css/index.css"]
    assert re.findall(r"\.card\{(.*?)\}", sheet.read_text()) == ["color:#00f"]
    assert (collected / "css/index.css").read_bytes() == sheet.read_bytes()
    assert list((collected / "css/components").iterdir()) == []


def test_collecting_by_links_leaves_the_sources_as_they_are(collect, sources):
    before = (sources / "css/index.css").read_text()

    collect(sources, link=True)

    assert (sources / "css/index.css").read_text() == before


@pytest.mark.parametrize(
    ("written", "served"),
    [
        (
            "a { color-scheme: dark; color: light-dark(#fff, #000); }",
            "a{--lightningcss-light: ;--lightningcss-dark:initial;color-scheme:dark;"
            "color:var(--lightningcss-light,#fff)var(--lightningcss-dark,#000)}",
        ),
        ("a { color: oklch(1 0 0); }", "a{color:#fff;color:lab(100% 0 0)}"),
        ("@media (width >= 48rem) { a { columns: 2; } }", "@media (min-width:48rem){a{columns:2}}"),
        ("p { hyphens: auto; }", "p{-webkit-hyphens:auto;hyphens:auto}"),
        ("a { & b { color: red; } }", "a b{color:red}"),
    ],
)
def test_the_bundle_says_in_older_words_what_older_browsers_would_not_understand(tmp_path, written, served):
    source = tmp_path / "index.css"
    source.write_text(written)

    assert bundle(source) == served


@pytest.mark.parametrize(
    ("written", "served"),
    [
        ("a { grid-template-columns: subgrid; }", "a{grid-template-columns:subgrid}"),
        ("a { text-box: trim-both cap alphabetic; }", "a{text-box:trim-both cap alphabetic}"),
        ("@container card (width >= 36rem) { a { columns: 2; } }", "@container card (width>=36rem){a{columns:2}}"),
        (
            "a { text-size-adjust: none; }",
            "a{-webkit-text-size-adjust:none;-moz-text-size-adjust:none;text-size-adjust:none}",
        ),
        ("a { padding-inline-start: 1px; }", "a{padding-inline-start:1px}"),
        ("p { text-wrap: pretty; }", "p{text-wrap:pretty}"),
        (
            "a { text-decoration-line: underline; text-decoration-thickness: 2px; text-decoration-color: red; }",
            "a{text-decoration-line:underline;text-decoration-color:red;text-decoration-thickness:2px}",
        ),
    ],
)
def test_the_bundle_keeps_what_has_no_older_words(tmp_path, written, served):
    source = tmp_path / "index.css"
    source.write_text(written)

    assert bundle(source) == served


@pytest.mark.parametrize(
    ("sheet", "mistake", "place"),
    [
        ("base.css", "a { color: red; }\n.b { . }\n", "base.css:2:8"),
        ("components/card.css", "a { color: rgb(1 2; }", "components/card.css:1:21"),
        ("index.css", '@layer a;\n@import url("none.css") layer(a);\n', "index.css:2:1"),
    ],
)
def test_a_mistake_stops_the_collecting_and_is_named_with_its_place(collect, sources, sheet, mistake, place):
    (sources / "css" / sheet).write_text(mistake)

    with pytest.raises(CommandError) as refusal:
        collect(sources)

    assert str(refusal.value).endswith(f" at {sources}/css/{place}")


def test_a_font_that_is_not_there_stops_the_collecting(collect, sources):
    (sources / "css/base.css").write_text(FONT_FACE.replace("archivo", "none"))

    with pytest.raises(ValueError, match=r"'css/index.css' references .* could not be found:\s+fonts/none\.woff2"):
        collect(sources)
