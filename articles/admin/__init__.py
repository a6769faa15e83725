"""The admin: one module per screen. Importing this package registers them all."""

from . import accounts, article, history, reference_data, texts_set_aside

__all__ = ["accounts", "article", "history", "reference_data", "texts_set_aside"]
