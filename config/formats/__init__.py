"""How the admin writes days and times where Django would do it by the language alone."""
