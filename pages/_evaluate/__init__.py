"""The views of the Evaluate page, one module each; `judged_model` says which model is judged on which images."""
