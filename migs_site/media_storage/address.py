"""Where pictures and documents lie, when it is not this machine's disk: an object store that speaks S3."""

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

SHAPE = "s3://KEY:SECRET@HOST[:PORT]/BUCKET?region=REGION"
BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", re.ASCII)
HOST = re.compile(r"[\w-]{1,63}(\.[\w-]{1,63})*|\[[0-9a-f:]+\]", re.ASCII | re.IGNORECASE)
OPTIONS = {"region": r"[a-z0-9-]+", "tls": r"yes|no"}
REGION = "us-east-1"  # where a store knows none, it takes this


class WrongAddress(ValueError):
    """A sentence about what is wrong in an address, without its secret."""


class Store(NamedTuple):
    """endpoint: with its scheme, https unless tls=no is said (only within one machine or one network of one's own)."""

    endpoint: str
    bucket: str
    region: str
    key: str
    secret: str


def read(address: str) -> Store:
    """Raises WrongAddress. In a key or secret “/”, “+” and “%” are percent-encoded, as in every address."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise WrongAddress(f"must look like {SHAPE}") from error
    host = parts.netloc.rpartition("@")[2].removesuffix(f":{port}")
    if parts.scheme != "s3" or not HOST.fullmatch(host) or port == 0 or parts.fragment:
        raise WrongAddress(f"must look like {SHAPE}")
    if not parts.username or not parts.password:
        raise WrongAddress("must name the key and its secret, s3://KEY:SECRET@…, each “/”, “+” and “%” percent-encoded")
    bucket = parts.path.removeprefix("/")
    if not BUCKET.fullmatch(bucket):
        raise WrongAddress("must name a bucket, of small letters, digits, “.” and “-”, and nothing behind it")
    options = read_options(parts.query)
    scheme = "http" if options.get("tls") == "no" else "https"
    place = f"{host}:{port}" if port else host
    key, secret = unquote(parts.username), unquote(parts.password)
    return Store(f"{scheme}://{place}", bucket, options.get("region", REGION), key, secret)


def read_options(query: str) -> dict[str, str]:
    options = dict(parse_qsl(query, keep_blank_values=True))
    for name, value in options.items():
        if not re.fullmatch(OPTIONS.get(name, r"(?!)"), value):
            raise WrongAddress("may say region=REGION and tls=no behind the “?”, and nothing else")
    return options
