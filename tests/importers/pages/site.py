"""Pages as a site makes them: a frame, and an article in it."""

from articles.importers.pages.web import read_web_page

TEXT = (
    "Gout is a kind of arthritis that causes sudden and strong pain in a joint, often the big "
    "toe, and it goes on for a week or two."
)
HEAD = """
<meta charset="utf-8"><title>Living with gout | Health Daily</title>
<meta name="description" content="What gout is and what helps.">
<link rel="canonical" href="https://daily.example/health/living-with-gout/">
<meta property="article:published_time" content="2024-05-06T10:00:00+02:00">
<meta property="og:site_name" content="Health Daily">
"""


def page(article, *, head=HEAD, title="Living with gout"):
    """A page as sites make them: a frame, and an article in it."""
    return f"""<!DOCTYPE html><html><head>{head}</head><body class="single has-sidebar">
    <header><h1 class="logo">Health Daily</h1><nav><a href="/">Home</a></nav></header>
    <div id="content"><div class="breadcrumbs"><a href="/">Home</a> / Gout</div>
    <article><h1>{title}</h1>{article}
    <div class="share-buttons"><a href="#">Share on X</a></div>
    <div class="author-box"><p>Ada writes.</p></div></article>
    <aside><h3>Popular posts</h3><a href="/y">Y</a></aside></div>
    <footer><p>(c) 2024 Health Daily</p></footer></body></html>""".encode()


def read(article, **options):
    return read_web_page(page(article, **options))
