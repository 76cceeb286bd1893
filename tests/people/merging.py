"""Merging as staff do: look at the preview, press “Merge”."""

from django.contrib.messages import get_messages
from django.urls import reverse


def address(source, target):
    return reverse("merge_person", args=[source.pk, target.pk])


def preview(client, source, target):
    return client.get(address(source, target)).context["plan"]


def merge(client, source, target, *fill):
    """Press “Merge”; what was said."""
    response = client.post(address(source, target), {"fill": fill})
    return [str(message) for message in get_messages(response.wsgi_request)]
