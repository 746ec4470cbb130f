"""Is this machine ready for a class? Reading order: `contents`, `speed`, `machine` → `checks`, the registry."""
