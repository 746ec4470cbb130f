"""Drawings that are kept, and files made from them."""
