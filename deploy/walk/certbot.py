"""Certificates by certbot, from an authority on the machine itself: Pebble, which Let's Encrypt made for tests."""

import json
import time

from deploy.walk.debian import Debian
from deploy.walk.looking import Broken, apply, check_pages

FOLDER = "/etc/pebble"
AUTHORITY = {
    "pebble": {
        "listenAddress": "127.0.0.1:14000",
        "managementListenAddress": "127.0.0.1:15000",
        "certificate": f"{FOLDER}/own.pem",
        "privateKey": f"{FOLDER}/own.key",
        "httpPort": 80,
        "tlsPort": 443,
        "externalAccountBindingRequired": False,
    }
}
START = f"""
set -e
apt-get -qq -y install --no-install-recommends pebble > /dev/null
mkdir {FOLDER} && cd {FOLDER} && cat > pebble.json
openssl req -x509 -newkey rsa:2048 -noenc -days 2 -subj /CN=localhost -keyout own.key -out own.pem 2> /dev/null
systemd-run -q --unit=pebble -E PEBBLE_VA_NOSLEEP=1 pebble -config {FOLDER}/pebble.json
printf 'server = https://localhost:14000/dir\\nno-verify-ssl = true\\n' >> /etc/letsencrypt/cli.ini
sed -i 's/^CERTBOT_EMAIL=.*/CERTBOT_EMAIL=root@migs.example.org/' /etc/migs/site.env
"""
LOOK = "openssl s_client -connect localhost:443 -servername {} 2> /dev/null | openssl x509 -noout -issuer -serial"
PATIENCE = 20  # seconds
NAMES = ["migs.example.org", "staff.migs.example.org"]


def check_certbot(debian: Debian, environment: dict[str, str]) -> str:
    """A certificate by certbot, and its renewal:"""
    done = debian.run("sh", "-c", START, env=environment, text=json.dumps(AUTHORITY))
    if done.returncode:
        raise Broken(f"The authority does not start:\n{done.stdout}{done.stderr}")
    done = apply(debian, environment)
    fetched = served_on_all(debian, "Pebble")
    again = apply(debian, environment)
    renewed = debian.run("certbot", "renew", "-q", "--force-renewal", "--no-random-sleep-on-renew")
    copied = debian.run("openssl", "x509", "-noout", "-serial", "-in", "/etc/migs/certificate.pem").stdout.strip()
    new = served_on_all(debian, copied)
    problems = {
        "apply failed": done.returncode,
        "not that of the authority": not all("Pebble" in each for each in fetched),
        "a second run changed something": "Certificate: nothing to do" not in again.stdout,
        "not renewed": renewed.returncode or fetched & new,
        "the copy is not the one that is served": {copied} != {each.splitlines()[-1] for each in new},
    }
    if wrong := [problem for problem, is_so in problems.items() if is_so]:
        raise Broken(
            f"{wrong}:\n{done.stdout}{done.stderr}{again.stdout}{renewed.stdout}{renewed.stderr}{fetched}{new}"
        )
    check_pages(debian, environment)
    return f"{fetched.pop().splitlines()[0]}, and another serial number on both names after the renewal"


def served_on_all(debian: Debian, wanted: str) -> set[str]:
    """With which certificates nginx answers, once all say what is wanted: it takes a new one up after it was told."""
    deadline = time.monotonic() + PATIENCE
    while True:
        found = {served(debian, name) for name in NAMES}
        if all(wanted in each for each in found) or time.monotonic() > deadline:
            return found
        time.sleep(0.2)


def served(debian: Debian, name: str) -> str:
    """Who issued the certificate with which nginx answers, and its number."""
    return debian.run("sh", "-c", LOOK.format(name)).stdout.strip()
