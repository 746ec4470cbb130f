"""The settings of a run, and the published experiments with all their figures."""
