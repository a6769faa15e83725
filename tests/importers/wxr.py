"""Small WordPress exports, made for one test each."""

from articles.importers.wordpress import read_wordpress


def wxr(items, head=""):
    return (
        f'<?xml version="1.0"?>{head}<rss xmlns:wp="http://wordpress.org/export/1.2/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"{items}</channel></rss>"
    ).encode()


def post(title="T", body="Words.", more="", meta=None, **values):
    more += "".join(f"<wp:{name}>{value}</wp:{name}>" for name, value in values.items())
    for key, value in (meta or {}).items():
        pair = f"<wp:meta_key>{key}</wp:meta_key><wp:meta_value>{value}</wp:meta_value>"
        more += f"<wp:postmeta>{pair}</wp:postmeta>"
    return (
        f"<item><title>{title}</title><guid>g-{title}</guid>"
        f"<content:encoded><![CDATA[{body}]]></content:encoded>{more}</item>"
    )


def read(tmp_path, data):
    path = tmp_path / "export.xml"
    path.write_bytes(data)
    return [what for _, what in read_wordpress(path)]


def read_one(tmp_path, *args, head="", **values):
    """The draft of an export's only post; `head` stands before it."""
    (draft,) = read(tmp_path, wxr(head + post(*args, **values)))
    return draft
