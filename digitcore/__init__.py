"""Digit Lab's library: handwritten digits, what is in them, and models that learn them.

Reading order, which is also the order in which a learner meets the ideas:
`data` (datasets, preparation, statistics, ink) → `figures`. It knows nothing of Streamlit and can be
used from a notebook, a script, or the command line (`python -m digitcore`).
Importing this package loads nothing heavy.

    from digitcore.data.datasets import load
    digits = load("digits")
    digits.train.images.shape   # (1347, 8, 8)
"""
