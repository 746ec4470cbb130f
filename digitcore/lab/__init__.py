"""The memory (runs and all that is known of them) and the workers that train; reading order in README.md here."""
