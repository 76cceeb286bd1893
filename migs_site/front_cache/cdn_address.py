"""The address of a content delivery network, as CDN_URL names it, and what Wagtail is told of it."""

import re
from urllib.parse import unquote

CDN = "cdn"  # its name among Wagtail's front-end caches
WRONG = "must look like cloudflare://TOKEN@ZONE or cloudfront://KEY:SECRET@DISTRIBUTION"
CLOUDFLARE = re.compile(r"cloudflare://(?P<token>[^@:/?#\s]{20,})@(?P<zone>[0-9a-f]{32})", re.ASCII)
CLOUDFRONT = re.compile(
    r"cloudfront://(?P<key>\w{16,128}):(?P<secret>[^@:/?#\s]{16,})@(?P<distribution>[A-Z0-9]{10,20})", re.ASCII
)


class WrongAddress(ValueError):
    """Says what is wrong, and nothing of the address: a key stands in it."""


def front_caches(machines: list[str], cdn_url: str) -> dict[str, dict[str, str]]:
    """Wagtail's setting WAGTAILFRONTENDCACHE. Raises WrongAddress."""
    here = "migs_site.front_cache"
    backends = {each: {"BACKEND": f"{here}.backends.FrontCache", "LOCATION": each} for each in machines}
    return backends | ({CDN: read(cdn_url)} if cdn_url else {})


def read(address: str) -> dict[str, str]:
    """What the backend is told. What stands in it as a sign of addresses is written with “%”, as in any address."""
    if found := CLOUDFLARE.fullmatch(address):
        backend = "migs_site.front_cache.cdn.Cloudflare"
        return {"BACKEND": backend, "ZONEID": found["zone"], "BEARER_TOKEN": unquote(found["token"])}
    if found := CLOUDFRONT.fullmatch(address):
        backend = "migs_site.front_cache.cdn.CloudFront"
        keys = {"AWS_ACCESS_KEY_ID": found["key"], "AWS_SECRET_ACCESS_KEY": unquote(found["secret"])}
        return {"BACKEND": backend, "DISTRIBUTION_ID": found["distribution"]} | keys
    raise WrongAddress(WRONG)
