"""nginx in a container: writes its configuration from the environment and becomes nginx.

The certificate and its key are handed in as /run/secrets/certificate and /run/secrets/certificate_key (compose.yaml).
"""

import os
from pathlib import Path

from deploy.nginx.configuration import WebMachine, configuration, of_settings
from deploy.server.site_file import ON_A_SERVER

FOLDER = Path("/run/nginx")
STAFF_NETWORK = "172.31.82.0/24"  # of compose.yaml: the worker comes from there, the public process never


def machine(site: dict[str, str]) -> WebMachine:
    return of_settings(
        site,
        certificate="/run/secrets/certificate",
        certificate_key="/run/secrets/certificate_key",
        public_server="public:8000",
        staff_server="staff:8000",
        http=("8080",),
        https=("8443",),
        inside=("8090",),
        inside_networks=("127.0.0.1", STAFF_NETWORK),
        folder=str(FOLDER),
        static_dir="/srv/migs/static",
        media_dir="/srv/migs/data/media",
        cache_dir="/var/cache/nginx/migs/pages",
        pictures_dir="/var/cache/nginx/migs/pictures",
        pid_file=str(FOLDER / "nginx.pid"),
    )


def write(site: dict[str, str], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in configuration(machine(site)).items():
        (folder / name).write_text(text)


if __name__ == "__main__":
    write(ON_A_SERVER | dict(os.environ), FOLDER)
    os.execvp("nginx", ["nginx", "-c", str(FOLDER / "nginx.conf"), "-g", "daemon off;"])  # noqa: S606 (this process becomes nginx, without a shell)
