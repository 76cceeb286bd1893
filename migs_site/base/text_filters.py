"""What apps put into the words of a public page as they are shown, through a hook:

    @hooks.register("filter_text")
    def with_figures(text: str) -> str: ...

A filter is given text or HTML, whole pages too, and gives it back; what it puts in is safe as HTML and as text.
"""

from wagtail import hooks


def filtered(text: str) -> str:
    """The text as readers see it."""
    for text_filter in hooks.get_hooks("filter_text"):
        text = text_filter(text)
    return text
