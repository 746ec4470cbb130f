"""The parts of the Train page: starting a run, following it, the list of runs."""
