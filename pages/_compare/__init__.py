"""The views of the Compare page, one file each; `chosen_models` says which models are compared."""
