"""The addresses of the read API, version 1."""

from django.urls import path

from . import (
    address_views,
    around_views,
    beacon,
    changes_view,
    docs_views,
    edition_views,
    reference_views,
    search_views,
    service_views,
    views,
)

urlpatterns = [
    path("", service_views.Root.as_view(), name="root"),
    path("articles/", views.ArticleList.as_view(), name="articles"),
    path("articles/popular/", around_views.PopularList.as_view(), name="popular"),
    path("articles/<slug:slug>/", views.ArticleDetail.as_view(), name="article"),
    path("articles/<slug:slug>.md", views.ArticleMarkdown.as_view(), name="article-markdown"),
    path("articles/<slug:slug>/editions/", edition_views.EditionList.as_view(), name="editions"),
    path("articles/<slug:slug>/related/", around_views.RelatedList.as_view(), name="related"),
    # Without the slash, too: a redirect makes a GET of what a beacon posts, and nobody sees that.
    path("articles/<slug:slug>/views", beacon.ViewBeacon.as_view(schema=None), name="views"),
    path("articles/<slug:slug>/views/", beacon.ViewBeacon.as_view(), name="views"),
    path("a-z/", around_views.Index.as_view(), name="index"),
    path("navigation/", around_views.Navigation.as_view(), name="navigation"),
    path("sections/", views.SectionList.as_view(), name="sections"),
    path("faqs/", views.FAQList.as_view(), name="faqs"),
    path("search/", search_views.Search.as_view(), name="search"),
    path("suggest/", search_views.Suggest.as_view(), name="suggest"),
    path("topics/", reference_views.TopicList.as_view(), name="topics"),
    path("topics/<slug:slug>/", reference_views.TopicDetail.as_view(), name="topic"),
    path("people/", reference_views.PersonList.as_view(), name="people"),
    path("people/<slug:slug>/", reference_views.PersonDetail.as_view(), name="person"),
    path("changes/", changes_view.Changes.as_view(), name="changes"),
    path("redirects/", address_views.RedirectList.as_view(), name="redirects"),
    path("resolve/", address_views.Resolve.as_view(), name="resolve"),
    path("schema/", service_views.OpenAPISchema.as_view(), name="schema"),
    path("docs/", docs_views.Docs.as_view(), name="docs"),
    path("docs/guides/", docs_views.GuideIndex.as_view(), name="guides"),
    path("docs/guides/<slug:name>/", docs_views.GuidePage.as_view(), name="guide"),
]
