"""What is in a dataset: counts, averages, distances, intervals."""
