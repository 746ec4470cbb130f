"""The views of the Compare page, one module each; `chosen_models` says which models they compare."""
