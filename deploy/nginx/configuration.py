"""The configuration of nginx for one machine: the files beside this one, filled in. Standard library only."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from deploy.server.site_file import host_of, names_of
from deploy.server.templates import fill

TEMPLATES = Path(__file__).parent
# The same as migs_site/content_security.py and Django's settings say; a test compares what both answer.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PERMISSIONS_POLICY = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
SESSION_COOKIE = r'"~(?:^|;\s*)(?:__(?:Host|Secure)-)?sessionid=" 1;'


@dataclass(frozen=True)
class WebMachine:
    """What differs between machines with nginx. Addresses are those of the settings, https://NAME without a path.

    staff_url: empty where staff sign in on the public name. staff_networks: who may ask for the staff side; empty means
    everybody. has_store: whether pictures come from an object store, through Django, and not from media_dir. inside:
    the listeners for PURGE, X-Refresh and /-/, and who may ask them; one that is not loopback is for the workers and
    nginx of other machines. others: their listeners. proxies: the networks of what stands before nginx.
    """

    base_url: str
    certificate: str
    certificate_key: str
    staff_url: str = ""
    staff_certificate: str = ""
    staff_certificate_key: str = ""
    other_hosts: tuple[str, ...] = ()
    staff_networks: tuple[str, ...] = ()
    hsts: str = "max-age=3600"
    public_server: str = "unix:/run/migs/public.sock"
    staff_server: str = "unix:/run/migs/staff.sock"
    http: tuple[str, ...] = ("80", "[::]:80")
    https: tuple[str, ...] = ("443", "[::]:443")
    inside: tuple[str, ...] = ("127.0.0.1:8090",)
    inside_networks: tuple[str, ...] = ("127.0.0.1",)
    others: tuple[str, ...] = ()
    proxies: tuple[str, ...] = ()
    folder: str = "/etc/nginx/migs"
    static_dir: str = "/srv/migs/static"
    media_dir: str = "/srv/migs/data/media"
    has_store: bool = False
    cache_dir: str = "/var/cache/nginx/migs"
    pictures_dir: str = "/var/cache/nginx/migs-pictures"
    acme_dir: str = "/var/lib/migs/acme"
    log_dir: str = "/var/log/nginx"
    temp_dir: str = "/var/lib/nginx"
    pid_file: str = "/run/nginx.pid"
    user: str = "www-data"


def of_settings(site: Mapping[str, str], **places: Any) -> WebMachine:
    """A machine as the administrator's file of settings has it. places: what is so on this machine alone."""
    apart = {host_of(site["BASE_URL"]), host_of(site.get("STAFF_URL", ""))}
    return WebMachine(
        base_url=site["BASE_URL"],
        staff_url=site.get("STAFF_URL", ""),
        other_hosts=tuple(name for name in names_of(site) if name not in apart),
        staff_networks=tuple(filter(None, site.get("STAFF_NETWORKS", "").split(","))),
        hsts=hsts(site),
        has_store=bool(site.get("MEDIA_STORAGE_URL")),
        proxies=tuple(word for word in site.get("TRUSTED_PROXIES", "").split(",") if word not in ("", "unix")),
        **places,
    )


def hsts(site: Mapping[str, str]) -> str:
    chosen = [("HSTS_SUBDOMAINS", "includeSubDomains"), ("HSTS_PRELOAD", "preload")]
    words = [word for name, word in chosen if site.get(name, "").lower() in {"yes", "true", "on", "1"}]
    return "; ".join([f"max-age={site['HSTS_SECONDS']}", *words])


def configuration(machine: WebMachine) -> dict[str, str]:
    """The text of each file: "nginx.conf", and the others by the name that they have in the folder of the machine."""
    values = values_of(machine)
    names = {path.name for path in TEMPLATES.glob("*.conf")}
    if machine.staff_url in ("", machine.base_url):
        names.remove("staff_server.conf")
    if not machine.others:
        names.remove("elsewhere.conf")
    return {name: fill((TEMPLATES / name).read_text(), values) for name in sorted(names)}


def values_of(machine: WebMachine) -> dict[str, str]:
    """Of each place in the templates."""
    public, staff = urlsplit(machine.base_url), urlsplit(machine.staff_url or machine.base_url)
    is_apart = staff.netloc != public.netloc
    same = {name.upper(): value for name, value in vars(machine).items() if isinstance(value, str) and value}
    own = {
        "PUBLIC_HOST": public.hostname,
        "AUTHORITY": public.netloc,
        "NAMES": " ".join([public.hostname, *machine.other_hosts]),
        "STAFF_HOST": staff.hostname,
        "STAFF_AUTHORITY": staff.netloc,
        "STAFF_PATH": "^/" if is_apart else "^/admin(?:/|$)",
        "STAFF_PROCESS": machine.staff_server,
        "STAFF_SERVER": include(machine, "staff_server.conf" if is_apart else ""),
        "STAFF_LOCATIONS": include(machine, "" if is_apart else "staff.conf"),
        "FOLDER_PICTURES": include(machine, "" if machine.has_store else "pictures_folder.conf"),
        "STORE_PICTURES": include(machine, "pictures_store.conf" if machine.has_store else ""),
        "STAFF_CERTIFICATE": machine.staff_certificate or machine.certificate,
        "STAFF_CERTIFICATE_KEY": machine.staff_certificate_key or machine.certificate_key,
        "SIGNED_IN": "# Staff sign in on a name of their own." if is_apart else SESSION_COOKIE,
        "CONTENT_SECURITY_POLICY": CONTENT_SECURITY_POLICY,
        "PERMISSIONS_POLICY": PERMISSIONS_POLICY,
        "ALLOW_STAFF": allowed(machine.staff_networks),
        "ALLOW_INSIDE": allowed(machine.inside_networks),
        "OTHERS": upstream_of(machine.others),
        "ELSEWHERE": include(machine, "elsewhere.conf" if machine.others else ""),
        "WHEN_MISSING": "error_page 404 = @elsewhere;" if machine.others else "# There is no other machine.",
        "REAL_ADDRESS": real_address(machine.proxies),
    }
    return same | own | listening(machine)


def listening(machine: WebMachine) -> dict[str, str]:
    others = [*machine.http, *(f"{address} ssl http2" for address in machine.https)]
    return {
        "LISTEN_OTHERS": listens([f"{address} default_server" for address in others]),
        "LISTEN_HTTP": listens(machine.http),
        "LISTEN_HTTPS": listens([f"{address} ssl http2" for address in machine.https]),
        "LISTEN_INSIDE": listens(machine.inside),
    }


def listens(addresses) -> str:
    return "\n    ".join(f"listen {address};" for address in addresses)


def allowed(networks: tuple[str, ...]) -> str:
    return "\n    ".join([*(f"allow {network};" for network in networks), "deny all;"]) if networks else "allow all;"


def upstream_of(others: tuple[str, ...]) -> str:
    lines = "".join(f"    server {address};\n" for address in others)
    return f"upstream others {{\n{lines}}}" if others else "# There is no other web machine."


def real_address(proxies: tuple[str, ...]) -> str:
    """The last address in X-Forwarded-For that is none of theirs is the visitor's: the one that they have added."""
    lines = [f"set_real_ip_from {network};" for network in proxies]
    lines += ["real_ip_header X-Forwarded-For;", "real_ip_recursive on;"] if proxies else ["# Visitors come directly."]
    return "\n    ".join(lines)


def include(machine: WebMachine, name: str) -> str:
    return f"    include {machine.folder}/{name};" if name else "    # Nothing more on this machine."
