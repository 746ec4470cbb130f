"""Claims of the notebooks, judged by their own numbers and by those of the app."""
