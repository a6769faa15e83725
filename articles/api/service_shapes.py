"""The shape of the root: the service, the site whose articles it holds, and its links."""

from rest_framework import serializers

from .shapes import Shape


class Links(Shape):
    articles = serializers.URLField()
    sections = serializers.URLField()
    faqs = serializers.URLField()
    search = serializers.CharField(help_text="A template: put the query into it.")
    suggest = serializers.CharField(help_text="A template: put what was typed into it.")
    topics = serializers.URLField()
    people = serializers.URLField()
    popular = serializers.URLField()
    index = serializers.URLField(help_text="By letter, A to Z.")
    navigation = serializers.URLField()
    changes = serializers.URLField(help_text="Keep a copy of all that is live.")
    redirects = serializers.URLField()
    schema = serializers.URLField()
    docs = serializers.URLField()
    guides = serializers.URLField()
    article = serializers.CharField(help_text="A template: put the slug into it.")
    editions = serializers.CharField(help_text="A template: put the article's slug into it.")
    related = serializers.CharField(help_text="A template: put the article's slug into it.")
    resolve = serializers.CharField(help_text="A template: put an address into it.")
    topic = serializers.CharField(help_text="A template: put the slug into it.")
    person = serializers.CharField(help_text="A template: put the slug into it.")


class NamedSite(Shape):
    """The front end, as its pages name themselves."""

    name = serializers.CharField()
    description = serializers.CharField(help_text="Plain text, may be empty.")
    url = serializers.URLField(help_text="What a `web_url` that is a path is on.")
    language = serializers.CharField(help_text="Of the articles (BCP 47).")


class Root(Shape):
    service = serializers.CharField()
    version = serializers.CharField(help_text="Of the service; the API's is in its address.")
    site = NamedSite()
    links = Links()
