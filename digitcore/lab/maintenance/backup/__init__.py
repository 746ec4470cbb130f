"""All that users confirmed, in one file and back. Reading order: `archive` (the file) → `making` → `soundness` → `restoring`."""
