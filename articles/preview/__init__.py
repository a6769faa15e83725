"""Previews over HTTP: the one place outside of the admin where a working copy can be read.

A package of its own, so that neither the read API nor what delivers published documents can reach
a working copy. It answers only to a signed token, for the article of that token.
"""
