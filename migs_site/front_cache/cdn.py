"""A content delivery network in front of nginx (CDN_URL), which the worker tells what has left the site.

Wagtail's own backends wait without end for Cloudflare, and only write a line into the log where something was not
thrown away. These raise, so that the queue tells it again; and nothing that they say holds a key.
"""

import uuid

import boto3
import httpx
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from wagtail.contrib.frontend_cache.backends import BaseBackend, CloudflareBackend, CloudfrontBackend

TO_CONNECT, TO_ANSWER = 3, 10  # seconds


class NotPurged(Exception):
    """The network did not say that it has thrown something away, and may still have it."""


class Cloudflare(CloudflareBackend):
    API = "https://api.cloudflare.com"

    def purge(self, url: str) -> None:
        self.purge_batch([url])

    def _purge_urls(self, urls: list[str]) -> None:
        """At most CHUNK_SIZE of them, which is how many it takes at once."""
        try:
            answer = httpx.post(
                f"{self.API}/client/v4/zones/{self.cloudflare_zoneid}/purge_cache",
                json={"files": urls},
                headers={"Authorization": f"Bearer {self.cloudflare_token}"},
                timeout=httpx.Timeout(TO_ANSWER, connect=TO_CONNECT),
            )
            is_done = answer.status_code == httpx.codes.OK and answer.json().get("success") is True
        except (httpx.HTTPError, ValueError, AttributeError) as error:
            raise NotPurged(f"Cloudflare gave no answer that can be read ({type(error).__name__}).") from None
        if not is_done:
            raise NotPurged(f"Cloudflare refused ({answer.status_code}).")


class CloudFront(CloudfrontBackend):
    API = None  # Amazon's own
    MOST = 1_000  # paths; it refuses what makes more than 3,000 at work, and each is told twice within some seconds
    EVERYTHING = "/*"

    def __init__(self, params: dict[str, str]):
        BaseBackend.__init__(self, params)
        once = Config(connect_timeout=TO_CONNECT, read_timeout=TO_ANSWER, retries={"total_max_attempts": 1})
        keys = {name.lower(): params[name] for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")}
        self.client = boto3.client("cloudfront", region_name="us-east-1", config=once, endpoint_url=self.API, **keys)
        self.cloudfront_distribution_id = params["DISTRIBUTION_ID"]

    def _create_invalidation(self, distribution_id: str, paths: list[str]) -> None:
        items = sorted(paths) if len(paths) <= self.MOST else [self.EVERYTHING]
        batch = {"Paths": {"Quantity": len(items), "Items": items}, "CallerReference": str(uuid.uuid4())}
        try:
            self.client.create_invalidation(DistributionId=distribution_id, InvalidationBatch=batch)
        except (BotoCoreError, ClientError) as error:
            raise NotPurged(f"CloudFront did not take it ({type(error).__name__}).") from None
