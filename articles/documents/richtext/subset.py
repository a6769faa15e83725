"""The one declaration of the HTML subset. Editor, sanitiser and converters all read it."""

# What stands inside a line.
INLINE_TAGS = frozenset({"strong", "em", "sub", "sup", "a", "code", "br"})
# What stands below one another.
BLOCK_TAGS = frozenset({"p", "ul", "ol", "blockquote", "pre", "table"})
# What stands only inside a list or a table.
PART_TAGS = frozenset({"li", "thead", "tbody", "tr", "th", "td"})

TAGS = INLINE_TAGS | BLOCK_TAGS | PART_TAGS
ATTRIBUTES = {
    "a": {"href"},
    "ol": {"start"},
    "th": {"colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}

# The scheme of links to other articles: `article:<id>`, with an optional `#anchor`.
INTERNAL_SCHEME = "article"
LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel", INTERNAL_SCHEME})

# Other spellings of what the subset has.
SYNONYMS = {"b": "strong", "i": "em", "tt": "code", "kbd": "code", "samp": "code"}
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt"})
# Block elements that the subset lacks; what they hold is kept, on lines of its own.
CONTAINERS = frozenset(
    {"div", "section", "article", "main", "header", "footer", "aside", "address", "figure"}
    | {"figcaption", "details", "summary", "center", "dl", "dd", "form", "fieldset", "nav", "hr"}
)
# Parts of a table that the subset says in other words: a caption is a paragraph above it.
TABLE_PARTS = frozenset({"caption", "tfoot"})
# What goes together with everything in it.
DROPPED_WITH_CONTENT = frozenset(
    {"script", "style", "template", "noscript", "title", "iframe", "object", "embed", "svg"}
    | {"math", "select", "textarea", "button", "audio", "video", "canvas", "head", "noembed"}
    | {"noframes", "xmp", "plaintext"}
)

# Extensions of the WYSIWYG editor (django-prose-editor) that produce exactly this subset.
EDITOR_EXTENSIONS: dict[str, object] = {
    "Bold": True,
    "Italic": True,
    "Subscript": True,
    "Superscript": True,
    "Code": True,
    "CodeBlock": True,
    "HardBreak": True,
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "Link": {"enableTarget": False, "protocols": sorted(LINK_SCHEMES)},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
}
