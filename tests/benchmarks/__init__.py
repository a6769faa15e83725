"""Measurements of the running service. Not tests: `python -m tests.benchmarks.read_api`."""
