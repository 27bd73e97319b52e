"""How a network is trained, and on what."""
