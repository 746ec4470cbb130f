"""The teacher's desk, one file for each part."""
