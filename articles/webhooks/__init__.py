"""Webhooks: sends what stands in the outbox to those who asked to hear of it.

Signed as Standard Webhooks says (https://www.standardwebhooks.com).
"""
