"""The entry point of WSGI servers: `config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

# After Django's start, which the settings and what they name need.
from django.conf import settings  # noqa: E402
from django.utils.module_loading import import_string  # noqa: E402

for path in reversed(settings.WSGI_MIDDLEWARE):
    application = import_string(path)(application)
