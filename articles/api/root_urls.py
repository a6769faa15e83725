"""The addresses at the root of the site, for programs that look there."""

from django.urls import path

from . import crawler_views, feed_views

urlpatterns = [
    path("feeds/articles.atom", feed_views.Atom.as_view(), name="feed-atom"),
    path("feeds/articles.rss", feed_views.RSS.as_view(), name="feed-rss"),
    path("feeds/topics/<slug:slug>.atom", feed_views.Atom.as_view(), name="topic-feed-atom"),
    path("feeds/topics/<slug:slug>.rss", feed_views.RSS.as_view(), name="topic-feed-rss"),
    path("sitemap.xml", crawler_views.SitemapIndex.as_view(), name="sitemap"),
    path("sitemap-<int:number>.xml", crawler_views.SitemapPage.as_view(), name="sitemap-page"),
    path("robots.txt", crawler_views.Robots.as_view(), name="robots"),
    path("llms.txt", crawler_views.LLMs.as_view(), name="llms"),
]
