"""Is this machine ready for a class? Reading order: `finding` → `contents`, `speed`, `machine` → `checks`, the registry."""
