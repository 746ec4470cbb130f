"""The doctor: what is broken in HOME and its database, and its repair.

Reading order: `installation` → `files`, `database` (`salvage`), `records` → `checks`, the registry.
"""
