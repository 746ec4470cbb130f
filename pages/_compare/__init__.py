"""The views of the Compare page, one file each; `chosen` says which models are compared."""
