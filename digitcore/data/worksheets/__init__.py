"""Printed sheets of boxes: where everything lies on one, and how a photograph of a filled one is read; see README.md here."""
