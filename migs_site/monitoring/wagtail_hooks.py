from wagtail import hooks

from migs_site.editorial.attention import AttentionItem
from migs_site.monitoring.servers import sentences


@hooks.register("needs_attention")
def server_to_see_to(request) -> list[AttentionItem]:
    """For administrators alone: nobody else can mend it."""
    return [AttentionItem(said) for said in sentences()] if request.user.is_superuser else []
