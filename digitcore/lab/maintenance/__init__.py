"""Backup, doctor, and the readiness checks."""
