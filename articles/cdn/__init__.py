"""Telling the caches in front what changed: purges by surrogate key, after each publish."""
