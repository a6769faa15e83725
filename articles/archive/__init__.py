"""Everything that people wrote, as files, and back: export, load, and copies of the database.

An export holds what can't be derived: working copies, editions, reference data, reviews, schedules
and the log of changes, with their ids. Documents are compiled from it, byte for byte the same.
"""
