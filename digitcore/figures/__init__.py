"""Figures from results: `images`, `counts`, `matrix` and `points`, laid out by `style`; see README.md here."""
