"""Drawings made by code: digits, and drawings that are no digit."""
