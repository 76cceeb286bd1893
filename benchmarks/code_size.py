"""Counts the source: how long files and functions are, how much is said about them. Prints a table.

    python -m benchmarks.code_size [REVISION …]

Each revision is read from git; without one, the files as they stand. Migrations and tests are no source.
"""

import ast
import io
import subprocess
import sys
import tokenize
from collections import Counter
from pathlib import Path
from statistics import median, quantiles

APPS = ("migs_site", "people", "recommendations", "donations", "internships")
BRANCHES = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.IfExp, ast.Assert, ast.comprehension)


def git(*words: str) -> str:
    command = ["git", *words]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def sources(revision: str, *roots: str) -> dict[str, str]:
    """The Python files below some folders, by path, without migrations."""
    listed = git("ls-tree", "-r", "--name-only", revision, *roots) if revision else git("ls-files", *roots)
    paths = [path for path in listed.split() if path.endswith(".py") and "/migrations/" not in path]
    return {path: git("show", f"{revision}:{path}") if revision else Path(path).read_text() for path in paths}


def length(node: ast.AST) -> int:
    return node.end_lineno - node.lineno + 1


def complexity(node: ast.AST) -> int:
    """Cyclomatic complexity (McCabe): one, and one more for each place where the way parts."""
    inner = list(ast.walk(node))
    parts = sum(isinstance(part, BRANCHES) for part in inner)
    return 1 + parts + sum(len(part.values) - 1 for part in inner if isinstance(part, ast.BoolOp))


def is_annotated(node: ast.FunctionDef) -> bool:
    arguments = [each for each in (*node.args.args, *node.args.kwonlyargs) if each.arg not in ("self", "cls")]
    return bool(node.returns) or (bool(arguments) and all(each.annotation for each in arguments))


def comments(text: str) -> int:
    return sum(token.type == tokenize.COMMENT for token in tokenize.generate_tokens(io.StringIO(text).readline))


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %"


def spread(numbers: list[int]) -> str:
    """Median, nine tenths, nineteen twentieths and the largest."""
    steps = quantiles(numbers, n=100)
    return f"{median(numbers):.0f} / {steps[89]:.0f} / {steps[94]:.0f} / {max(numbers)}"


def figures(revision: str) -> dict[str, str]:
    files = sources(revision, *APPS)
    tests = sources(revision, "tests")
    trees = {path: ast.parse(text) for path, text in files.items()}
    nodes = [node for tree in trees.values() for node in ast.walk(tree)]
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    public = [node for node in functions if not node.name.startswith("_")]
    classes = [node for node in nodes if isinstance(node, ast.ClassDef) and node.name != "Meta"]
    helpers = [
        node.name for tree in trees.values() for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.decorator_list
    ]  # fmt: skip
    names = Counter(token.string for text in files.values() for token in tokens(text))
    lines = {path: len(text.splitlines()) for path, text in files.items()}
    source = sum(lines.values())
    by_app = {app: sum(number for path, number in lines.items() if path.startswith(f"{app}/")) for app in APPS}
    hidden = [inner for node in functions for inner in ast.walk(node) if isinstance(inner, ast.Import | ast.ImportFrom)]
    return {
        "lines of source (files)": f"{source:,} ({len(files)})",
        **{f"of which {app}": f"{number:,}" for app, number in by_app.items()},
        "tests : source": f"{sum(len(text.splitlines()) for text in tests.values()) / source:.2f}",
        "lines of a function: median / p90 / p95 / max": spread([length(node) for node in functions]),
        "functions over 40 lines": str(sum(length(node) > 40 for node in functions)),
        "lines of a file: median / p90 / p95 / max": spread([number for number in lines.values() if number]),
        "files under 30 lines": str(sum(0 < number < 30 for number in lines.values())),
        "complexity: median / p90 / p95 / max": spread([complexity(node) for node in functions]),
        "functions of complexity over 10": str(sum(complexity(node) > 10 for node in functions)),
        "imports inside functions": str(len(hidden)),
        "functions annotated": share(sum(map(is_annotated, functions)), len(functions)),
        "public functions with a docstring": share(sum(bool(ast.get_docstring(n)) for n in public), len(public)),
        "classes with a docstring": share(sum(bool(ast.get_docstring(node)) for node in classes), len(classes)),
        "comments per 100 lines": f"{100 * sum(map(comments, files.values())) / source:.1f}",
        "helpers used in one place": share(sum(names[name] == 2 for name in helpers), len(helpers)),
    }


def tokens(text: str):
    every = tokenize.generate_tokens(io.StringIO(text).readline)
    return (token for token in every if token.type == tokenize.NAME)


def main() -> None:
    revisions = sys.argv[1:] or [""]
    columns = [figures(revision) for revision in revisions]
    print("| | " + " | ".join(revision or "as it stands" for revision in revisions) + " |")
    print("|---" * (len(columns) + 1) + "|")
    for name in columns[0]:
        print(f"| {name} | " + " | ".join(column[name] for column in columns) + " |")


if __name__ == "__main__":
    main()
