"""Guided lessons: questions, answers, evidence, reproduction, sweeps."""
