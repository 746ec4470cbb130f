"""Plans of lessons: what they are made of, and going through one in a room."""
