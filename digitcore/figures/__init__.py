"""Figures from results: `images`, `counts`, `matrix` and `points`, dressed by `style`; see README.md here."""
