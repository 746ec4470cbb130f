"""Classrooms: rooms, seats, rounds, and the wall."""
