"""What a writer does on the page of an article, in the words of a writer."""

from playwright.sync_api import Locator, Page, expect

from articles.models import Article


class ArticlePage:
    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, article: Article | None = None, *, tab: str = "") -> None:
        place = f"{article.pk}/change/" if article else "add/"
        self.page.goto(f"/admin/articles/article/{place}{tab and f'#open-{tab}'}")
        expect(self.page.get_by_role("tablist")).to_be_visible()

    def tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=name).click()

    def rows(self, prefix: str) -> Locator:
        return self.page.locator(f"[data-parts={prefix}] [data-part]")

    def row(self, prefix: str, index: int) -> Locator:
        """The row with this number in the names of its fields, wherever it stands."""
        return self.page.locator(f"#{prefix}-{index}")

    def titles(self, prefix: str) -> Locator:
        return self.page.locator(f"[data-parts={prefix}] [data-title]")

    def text_box(self, row: Locator) -> Locator:
        """The rich-text editor in a row, once it is ready."""
        return row.locator(".ProseMirror[contenteditable=true]")

    def add(self, prefix: str, title: str, text: str) -> Locator:
        number = self.rows(prefix).count()
        self.page.locator(f"[data-parts={prefix}] [data-add]").click()
        row = self.row(prefix, number)
        # A new row is open, and its first field has the focus.
        self.page.keyboard.type(title)
        self.text_box(row).click()
        self.page.keyboard.type(text)
        return row

    def save(self) -> None:
        self.page.get_by_role("button", name="Save", exact=True).click()
        expect(self.page.get_by_text("was changed successfully")).to_be_visible()

    def drag(self, prefix: str, title: str, *, above: str) -> None:
        """Take a row by its handle and drop it on the handle of another one."""
        self.page.locator(f"[data-parts={prefix}] [data-fold-all]").click()
        handle = self.titled(prefix, title).locator(".part__handle")
        handle.drag_to(self.titled(prefix, above).locator(".part__handle"))

    def titled(self, prefix: str, title: str) -> Locator:
        name = self.page.locator("[data-title]").get_by_text(title, exact=True)
        return self.rows(prefix).filter(has=name)
