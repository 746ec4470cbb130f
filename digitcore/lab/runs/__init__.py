"""Runs: requested, listed, stored, read back, opened as models."""
