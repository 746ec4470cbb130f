"""Backup: all that users confirmed in one file, and back. The reading order is in the README."""
