"""Full-text search: the index beside the documents, and ranking over it.

The index is written in the publishing transaction and read by the delivery side. What a database
does is small (`sqlite`, `postgresql`); words, weights and scores are the same everywhere.
"""
