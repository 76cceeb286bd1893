"""Mozilla's HTTP Observatory, as far as one answer's headers and cookies decide: its rules, with its figures (1.6).

A score begins at 100; what earns points counts only where nothing has taken more than ten.
"""

import re

import httpx

LEAST_FOR_BONUS = 90
HALF_A_YEAR = 15_552_000
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
BROAD = {"*", "http:", "https:", "data:"}


def score(answer: httpx.Response) -> int:
    points = list(rules(answer).values())
    base = 100 + sum(each for each in points if each < 0)
    return base + sum(each for each in points if each > 0) if base >= LEAST_FOR_BONUS else base


def rules(answer: httpx.Response) -> dict[str, int]:
    """What each rule gives or takes."""
    headers, policy = answer.headers, directives(answer.headers.get("Content-Security-Policy", ""))
    return {
        "content security policy": policy_points(policy),
        "cookies": min(map(cookie_points, headers.get_list("Set-Cookie")), default=0),
        "HSTS": transport_points(headers.get("Strict-Transport-Security", "")),
        "frames": frame_points(policy, headers.get("X-Frame-Options", "")),
        "types": 0 if headers.get("X-Content-Type-Options") == "nosniff" else -5,
        "referrer": 5 if headers.get("Referrer-Policy") in PRIVATE else -5,
        "resource policy": 10 if headers.get("Cross-Origin-Resource-Policy") in {"same-origin", "same-site"} else 0,
        "opener policy": 10 if headers.get("Cross-Origin-Opener-Policy") == "same-origin" else 0,
        "embedder policy": 10 if headers.get("Cross-Origin-Embedder-Policy") == "require-corp" else 0,
        "CORS": -50 if headers.get("Access-Control-Allow-Origin") == "*" and headers.get("Set-Cookie") else 0,
    }


def directives(policy: str) -> dict[str, list[str]]:
    parts = (part.split() for part in policy.split(";") if part.strip())
    return {name: values for name, *values in parts}


def policy_points(policy: dict[str, list[str]]) -> int:
    if not policy:
        return -25
    default = policy.get("default-src", ["*"])
    scripts, styles, objects = ({*policy.get(f"{kind}-src", default)} for kind in ("script", "style", "object"))
    if scripts & {*BROAD, "'unsafe-inline'"} or objects & BROAD:
        return -20
    if "'unsafe-eval'" in scripts | styles:
        return -10
    if styles & {*BROAD, "'unsafe-inline'"}:
        return 0
    return 10 if default == ["'none'"] else 5


def cookie_points(cookie: str) -> int:
    words = {word.strip().lower() for word in cookie.split(";")[1:]}
    if "secure" not in words:
        return -40
    if "httponly" not in words:
        return -30
    return 5 if words & {"samesite=lax", "samesite=strict"} else -20


def transport_points(header: str) -> int:
    found = re.search(r"max-age=(\d+)", header)
    if not found:
        return -20
    if int(found[1]) < HALF_A_YEAR:
        return -10
    return 5 if "preload" in header and "includeSubDomains" in header and int(found[1]) >= 2 * HALF_A_YEAR else 0


def frame_points(policy: dict[str, list[str]], header: str) -> int:
    if not BROAD & {*policy.get("frame-ancestors", ["*"])}:
        return 5
    return 0 if header.upper() in {"DENY", "SAMEORIGIN"} else -20
