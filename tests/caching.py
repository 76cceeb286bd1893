"""What answers say about who may keep them."""

SHARED = "public, max-age=0, s-maxage=1, stale-while-revalidate=10, stale-if-error=604800"
