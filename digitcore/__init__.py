"""Digit Lab's library: handwritten digits, what is in them, and models that learn them.

It does not use Streamlit, so it works in a notebook, a script, or on the command line (`python -m digitcore`). Importing this
package loads nothing heavy. Reading order: `data` → `learning` → `lab`, beside them `figures` and `export`; each folder has
a README.

>>> from digitcore.data.datasets import load
>>> load("digits").train.images.shape
(1347, 8, 8)
"""
