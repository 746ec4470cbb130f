"""The sheet: canvas, pen, and what lies on it."""
