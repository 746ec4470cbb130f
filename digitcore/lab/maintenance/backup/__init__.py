"""Backup: all that users confirmed in one file, and back. Reading order: `archive` → `making` → `database_validation` →
`restoring`.
"""
