"""The parts of the Draw page: ways to bring ink, the answer, and the views on what was drawn."""
