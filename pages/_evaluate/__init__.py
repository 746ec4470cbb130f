"""The views of the Evaluate page, one file each; `judged_model` says which model is judged on which images."""
