"""The day's hours as every page of the desk writes them: 24 of them."""

DATETIME_FORMAT = "j M Y, H:i"
TIME_FORMAT = "H:i"
