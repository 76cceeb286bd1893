"""Whether the process of this container is ready: python healthy.py [PORT/PATH]. Ends with 0, or says why not."""

import sys
import urllib.error
import urllib.request

ADDRESS = f"http://127.0.0.1:{sys.argv[1] if len(sys.argv) > 1 else '8000/-/ready'}"

try:
    urllib.request.urlopen(ADDRESS, timeout=4).close()
except urllib.error.HTTPError as error:
    sys.exit(f"{error.code}: {error.read(300).decode(errors='replace')}")
except OSError as error:
    sys.exit(str(error))
