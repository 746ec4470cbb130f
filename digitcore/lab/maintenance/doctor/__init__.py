"""What is broken in HOME, and mended where it can be.

Reading order: `finding` → `files`, `database` (`salvage`), `records` → `checks`, the registry.
"""
