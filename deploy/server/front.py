"""nginx and its certificate."""

import hashlib
import json
import socket
from urllib.parse import urlsplit

from deploy.nginx.configuration import configuration, of_settings
from deploy.server.machine import Failed, Machine
from deploy.server.services import is_active
from deploy.server.site_file import host_of, names_of

OWN, OWN_KEY = "/var/lib/migs/tls/own.pem", "/var/lib/migs/tls/own.key"
SELF_SIGNED = [
    "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-days", "90",
    "-keyout", OWN_KEY, "-out", OWN,
]  # fmt: skip
UNTRUSTED = "The certificate is our own, and browsers warn of it: set CERTBOT_EMAIL, or TLS_CERTIFICATE and TLS_KEY."
FOLDER = "/etc/nginx/migs"
LOADED = "/var/lib/migs/nginx.loaded"  # of which configuration nginx was told last: a run may end before it tells
COPY = "/etc/migs/certificate.pem"  # without the private key, for who warns of its end
RENEWED = """#!/bin/sh
# Certbot runs this after it has renewed a certificate.
install -m 644 {fetched}/fullchain.pem {copy}
systemctl reload nginx
"""


def nginx(machine: Machine, site: dict[str, str]) -> None:
    """Never with a configuration that it refuses: it goes on with the one before then."""
    certificate, key = certificate_of(machine, site)
    machine.folder(FOLDER)
    old: dict[str, str] = {}
    media = f"{site['DATA_DIR']}/media"
    places = {"certificate": certificate, "certificate_key": key, "media_dir": media} | beside_others(site)
    texts = configuration(of_settings(site, **places))
    wanted = hashlib.sha256(json.dumps(texts).encode()).hexdigest()
    for name, text in texts.items():
        path = "/etc/nginx/nginx.conf" if name == "nginx.conf" else f"{FOLDER}/{name}"
        before = machine.read(path)
        if machine.write(path, text):
            old[path] = before
    if old and not machine.dry:
        refused = machine.ask("nginx", "-t")
        if refused.returncode:
            for path, text in old.items():
                machine.write(path, text)
            raise Failed(f"nginx refuses its configuration, and goes on with the one before:\n{refused.stderr.strip()}")
    if not is_active(machine, "nginx"):
        machine.run("systemctl", "restart", "nginx", says="started nginx")
    elif machine.changes or machine.read(LOADED) != wanted:
        machine.run("systemctl", "reload", "nginx", says="had nginx read its configuration again")
    machine.remember(LOADED, wanted)


def beside_others(site: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """What nginx is told of the other web machines that FRONT_CACHES names, and they of this one."""
    listeners = [urlsplit(address).netloc for address in site["FRONT_CACHES"].split(",") if address]
    if len(listeners) < 2:
        return {}
    ours = [listener for listener in listeners if is_ours(listener)]
    if not ours:
        raise Failed("FRONT_CACHES names several web machines, and none by an address of this one.")
    others = [listener for listener in listeners if listener not in ours]
    networks = ["127.0.0.1", *(address_of(listener) for listener in listeners)]
    return {
        "inside": tuple(dict.fromkeys(["127.0.0.1:8090", *ours])),
        "inside_networks": tuple(dict.fromkeys(networks)),
        "others": tuple(others),
    }


def is_ours(listener: str) -> bool:
    """Whether this machine has that address: nobody else can be bound to it here."""
    with socket.socket() as tried:
        try:
            tried.bind((address_of(listener), 0))
        except OSError:
            return False
    return True


def address_of(listener: str) -> str:
    name = listener.partition(":")[0]
    try:
        return socket.gethostbyname(name)
    except OSError as error:
        raise Failed(f"FRONT_CACHES names {name}, which has no address: {error.strerror}.") from error


def certificate_of(machine: Machine, site: dict[str, str]) -> tuple[str, str]:
    """The one that was given, that certbot has fetched, or our own, which browsers warn of."""
    if site.get("TLS_CERTIFICATE"):
        return site["TLS_CERTIFICATE"], site["TLS_KEY"]
    fetched = f"/etc/letsencrypt/live/{host_of(site['BASE_URL'])}"
    if site.get("CERTBOT_EMAIL") and machine.at(f"{fetched}/fullchain.pem").exists():
        return f"{fetched}/fullchain.pem", f"{fetched}/privkey.pem"
    if not holds(machine, OWN, site) or ends_soon(machine, OWN):
        names = ",".join(f"DNS:{name}" for name in names_of(site))
        subject = ["-subj", f"/CN={names_of(site)[0]}", "-addext", f"subjectAltName={names}"]
        machine.run(*SELF_SIGNED, *subject, says="made a certificate that no browser trusts")
    return OWN, OWN_KEY


def holds(machine: Machine, certificate: str, site: dict[str, str]) -> bool:
    """Whether there is a certificate with every name of the site; one may have come to the file of settings since."""
    said = machine.ask("openssl", "x509", "-noout", "-ext", "subjectAltName", "-in", certificate).stdout
    return {f"DNS:{name}" for name in names_of(site)} <= set(said.replace(",", " ").split())


def ends_soon(machine: Machine, certificate: str) -> bool:
    """Within thirty days, as certbot counts."""
    seconds = 30 * 24 * 60 * 60
    return machine.ask("openssl", "x509", "-noout", "-checkend", str(seconds), "-in", certificate).returncode != 0


def certificate(machine: Machine, site: dict[str, str]) -> None:
    """Fetch it with certbot, which renews it by its own timer, once nginx answers what it is asked."""
    if site.get("CERTBOT_EMAIL") and not site.get("TLS_CERTIFICATE"):
        hook = "/etc/letsencrypt/renewal-hooks/deploy/migs"
        fetched = f"/etc/letsencrypt/live/{host_of(site['BASE_URL'])}"
        if not holds(machine, f"{fetched}/fullchain.pem", site):
            names = [word for name in names_of(site) for word in ("-d", name)]
            command = ["certbot", "certonly", "-n", "--agree-tos", "-m", site["CERTBOT_EMAIL"], "--webroot", "-w",
                       "/var/lib/migs/acme", "--cert-name", host_of(site["BASE_URL"]), *names]  # fmt: skip
            machine.run(*command, "--renew-with-new-domains", says="fetched a certificate")
        if machine.at(hook).parent.is_dir():
            machine.write(hook, RENEWED.format(fetched=fetched, copy=COPY), 0o755)
        nginx(machine, site)
    found, _ = certificate_of(machine, site)
    if text := machine.read(found):
        machine.write(COPY, text)


def warning(machine: Machine, site: dict[str, str]) -> str:
    ours = not site.get("TLS_CERTIFICATE") and not site.get("CERTBOT_EMAIL")
    return UNTRUSTED if ours else ""


def logs(machine: Machine, site: dict[str, str]) -> None:
    machine.folder("/etc/systemd/journald.conf.d")
    text = "[Journal]\nSystemMaxUse=1G\nMaxRetentionSec=3month\n"
    if machine.write("/etc/systemd/journald.conf.d/migs.conf", text):
        machine.run("systemctl", "restart", "systemd-journald", says="had the journal take up its limits")
