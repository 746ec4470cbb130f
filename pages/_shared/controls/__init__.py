"""What a visitor can set: controls, their state, the address, lesson links."""
