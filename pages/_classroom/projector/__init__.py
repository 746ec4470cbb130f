"""The projector, one file for each screen."""
