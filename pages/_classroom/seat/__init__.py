"""A pupil's seat: joining, drawing, guessing, voting."""
