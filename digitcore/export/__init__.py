"""A run as files: its model, the code that reproduces it, its numbers, a report. `exports` lists the forms."""
