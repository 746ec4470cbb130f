"""The Train page: `start`, `build` and `sweep` begin runs, `follow` shows one of them, `history` lists all."""
