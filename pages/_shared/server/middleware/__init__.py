"""What each request goes through, in the order of `app.py`, one module each."""
