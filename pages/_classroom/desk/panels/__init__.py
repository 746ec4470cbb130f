"""The parts below the desk's screen that fold open, one module each."""
