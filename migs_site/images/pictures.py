"""In which sizes and formats pages show pictures."""

# For each place on a page, the largest size first: it stands where nothing else is ready.
SHAPES = {
    "portrait": ["fill-720x900", "fill-360x450"],
    "cover": ["max-960x1440", "max-640x960", "max-320x480"],
    "body": ["max-1440x1440", "max-960x960", "max-480x480"],
}
# Every browser reads the first, most read the second, which weighs less.
FORMATS = ["jpeg", "avif"]


def specs(shape: str) -> list[str]:
    """How Wagtail makes each rendition of a shape. “bare” takes away what the camera noted, such as the place."""
    return [f"{size}|bare|format-{name}" for name in FORMATS for size in SHAPES[shape]]
