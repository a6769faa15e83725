from django.urls import path

urlpatterns = [path("docs/", lambda r: None, name="docs")]
