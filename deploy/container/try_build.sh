#!/bin/sh
# Builds both images without a container engine or a registry, as root on Debian: buildah in a chroot, on a base that
# debootstrap makes (or one made before: BASE_FOLDER). Then starts a command in the image as its numeric user.
set -eu
cd "$(dirname "$0")/../.."
export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot
store="$(pwd)/var/containers"
buildah() { command buildah --root "$store/root" --runroot "$store/run" "$@"; }
folder="${BASE_FOLDER:-$store/debian}"
[ -d "$folder" ] || debootstrap --variant=minbase --include=ca-certificates bookworm "$folder" http://deb.debian.org/debian
base=$(buildah from scratch)
buildah copy -q "$base" "$folder" /
# A proxy that opens TLS on the way out has its certificate on this machine.
buildah copy -q "$base" /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
buildah commit -q "$base" localhost/debian:12
buildah rm "$base" >/dev/null
for target in site front; do
    buildah bud -q --format docker --pull-never --network host --build-arg BASE=localhost/debian:12 --build-arg PIP_CERT="${PIP_CERT:-}" \
        --ignorefile deploy/container/Containerfile.dockerignore --target "$target" -t "localhost/migs-$target" -f deploy/container/Containerfile .
done
made=$(buildah from --pull-never localhost/migs-site)
buildah run --user 10001:10001 "$made" -- sh -c 'id -u; .venv/bin/python -c "import django, PIL, pikepdf; print(django.__version__)"; ls var/static | head -3'
buildah rm "$made" >/dev/null
front=$(buildah from --pull-never localhost/migs-front)
buildah run --user 10002:10002 "$front" -- sh -c 'id -u; nginx -v; ls /srv/migs/static | head -3'
buildah rm "$front" >/dev/null
