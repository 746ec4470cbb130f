"""The default model, which reads drawings, and how it is made."""
