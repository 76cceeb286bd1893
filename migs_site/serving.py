"""What one process of the site answers: everything, as on a laptop, or only visitors, or only staff.

All have one code base and one list of apps. The public process has no admin, no sessions and no accounts, a role of its
own in the database (PUBLIC_ROLE, docs/decisions/0023), and no key that opens a file: whoever steals it can do no more
than a visitor.
"""

from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from environs import EnvValidationError

EVERYTHING, PUBLIC, STAFF = PROCESSES = ("everything", "public", "staff")

# Middleware and context processors that know who is signed in, or what only the admin does.
NOT_PUBLIC = {
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "migs_site.web.middleware.ReadableQueryMiddleware",
    "migs_site.web.middleware.NonsenseMiddleware",
    "migs_site.web.middleware.CollisionMiddleware",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
}


def of_process(serves: str, names: list[str]) -> list[str]:
    """What of a list of settings a process has, in the same order."""
    return [name for name in names if serves != PUBLIC or name not in NOT_PUBLIC]


def refuse_unsafe(serves: str, settings: dict) -> None:
    """Stop a public process that knows or can do more than it needs, and any other that can do less.

    settings: by their names, as they were read. Raises EnvValidationError, with a sentence for each.
    """
    problems = dict(public_problems(settings) if serves == PUBLIC else private_problems(settings))
    if problems:
        raise EnvValidationError("unsafe", {name: [said] for name, said in problems.items()})


def public_problems(settings: dict) -> Iterator[tuple[str, str]]:
    if settings["FILE_IDENTITIES"]:
        yield "FILE_IDENTITIES", "is not for the public process: leave it empty there."
    if settings["CDN_URL"]:
        yield "CDN_URL", "is not for the public process: leave it empty there."
    if settings["DEBUG"]:
        yield "DEBUG", "cannot be on in the public process."
    if settings["SHOW_STYLE_GUIDE"]:
        yield "SHOW_STYLE_GUIDE", "cannot be on in the public process."
    if urlsplit(settings["EMAIL_URL"]).password:
        yield "EMAIL_URL", "must hold no password in the public process, which sends no mail: leave it empty there."
    if not settings["PUBLIC_ROLE"]:
        yield "PUBLIC_ROLE", "must name the role that the public process has in the database."
        return
    for name in ("DATABASE_URL", "DATABASE_REPLICA_URL"):
        if settings[name] and role_of(settings[name]) != settings["PUBLIC_ROLE"]:
            yield name, "must be that of PUBLIC_ROLE in the public process."


def private_problems(settings: dict) -> Iterator[tuple[str, str]]:
    if settings["PUBLIC_ROLE"] and role_of(settings["DATABASE_URL"]) == settings["PUBLIC_ROLE"]:
        yield "DATABASE_URL", "must be that of the owner of the tables; only the public process has PUBLIC_ROLE."


def role_of(address: str) -> str:
    return unquote(urlsplit(address).username or "")
