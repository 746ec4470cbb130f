"""Models and how they learn: layers, settings of a run, recipes, training. Importing it loads nothing heavy."""
