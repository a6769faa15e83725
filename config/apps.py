"""What the project as a whole has to say to Django when it starts."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from .checks import check_front_end_is_somewhere, check_secret_key_is_shared


class GalleyConfig(AppConfig):
    name = "config"
    label = "galley"
    verbose_name = "Galley"

    def ready(self) -> None:
        register(check_secret_key_is_shared, Tags.security, deploy=True)
        register(check_front_end_is_somewhere, Tags.urls, deploy=True)
