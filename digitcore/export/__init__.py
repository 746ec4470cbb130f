"""What a run can be taken away as: its model, the code that reproduces it, its numbers, a report. `exports` lists the forms."""
