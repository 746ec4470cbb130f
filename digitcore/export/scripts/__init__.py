"""A run written out as a program: a script, and the same as a notebook."""
