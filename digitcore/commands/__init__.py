"""The commands of the command line, one file for each noun; `terminal` says how they print."""
