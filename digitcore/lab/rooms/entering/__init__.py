"""How people come into rooms: codes, the pace at which one address may try and join, the waiting room."""
