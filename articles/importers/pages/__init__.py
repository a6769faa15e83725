"""Pages made elsewhere: HTML, saved web pages and plain text. Pure: bytes in, drafts out.

`web` and `text` each read one kind of page; `outline` turns foreign HTML into sections and FAQs,
for every format whose bodies are HTML. Nothing is imported here: `web` brings the extraction
library along, which only the process that reads pages needs to hold in memory.
"""
