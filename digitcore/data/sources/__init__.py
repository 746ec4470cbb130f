"""Where images come from: published datasets, and those that users add."""
