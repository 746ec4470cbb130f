"""What networks are made of, and how parameters are counted."""
