"""A pupil's seat: `entrance` leads to it, `pupil_seat` chooses what is on it, each other module is one view."""
