from migs_site.settings import *  # noqa: F403 (the site's own settings, and one app more)
from migs_site.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.deploy.late"]
