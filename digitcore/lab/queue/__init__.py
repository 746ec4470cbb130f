"""Which run trains next, and the worker processes that train it."""
