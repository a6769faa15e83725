"""The entry point of WSGI servers: `config.wsgi:application`."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

# After Django's start, which the settings and what they name need.
from django.conf import settings  # noqa: E402
from django.urls import get_resolver  # noqa: E402
from django.utils.module_loading import import_string  # noqa: E402

for path in reversed(settings.WSGI_MIDDLEWARE):
    application = import_string(path)(application)

# What is loaded by now stays until the end. A full collection would look through all of it, and no
# thread of the process answers for that long: some 60 ms, in the midst of any request.
get_resolver().url_patterns  # noqa: B018  (loads the views, which the first request would)
gc.collect()
gc.freeze()
