"""Where images come from: datasets that are published, and those that users add."""
