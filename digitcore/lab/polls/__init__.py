"""Votes of a class: on drawings that stay as they are, and on questions; what came of them is told once it is revealed."""
