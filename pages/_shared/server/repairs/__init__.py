"""Repairs of Streamlit, one module each."""
