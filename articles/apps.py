from django.apps import AppConfig
from django.core.checks import register

from articles.editorial import check_settings


class ArticlesConfig(AppConfig):
    name = "articles"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Content"

    def ready(self) -> None:
        register(check_settings.verify)
