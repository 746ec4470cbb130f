"""Where images come from and what is in them; the reading order is in README.md here."""
