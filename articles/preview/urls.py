"""The addresses of previews. `<str:token>` takes anything, so a damaged link gets an answer."""

from django.urls import path

from .pages import preview_page
from .views import PreviewDetail

urlpatterns = [
    path("api/v1/preview/<str:token>/", PreviewDetail.as_view(), name="preview"),
    path("preview/<str:token>/", preview_page, name="preview-page"),
]
