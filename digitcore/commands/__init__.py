"""The commands of the command line, one file for each noun; `terminal` has what they share."""
