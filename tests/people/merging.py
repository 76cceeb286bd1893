"""Merging as staff do: look at the preview, press “Merge”."""

from django.contrib.messages import get_messages
from django.urls import reverse


def address(other, kept):
    return reverse("merge_person", args=[other.pk, kept.pk])


def preview(client, other, kept):
    return client.get(address(other, kept)).context["plan"]


def merge(client, other, kept, *fill):
    """Press “Merge”; what was said."""
    response = client.post(address(other, kept), {"fill": fill})
    return [str(message) for message in get_messages(response.wsgi_request)]
