"""The views of the Evaluate page, one file each; `judged` says which model is judged on which images."""
