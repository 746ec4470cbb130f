"""Small components of our own: gallery, peek, polling, bars, presenter."""
