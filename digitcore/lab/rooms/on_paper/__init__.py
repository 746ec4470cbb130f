"""Worksheets that are handed in on paper; see README.md here."""
