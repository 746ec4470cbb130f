"""The projector: `screens` lists what it can show; each other module draws one or two of these screens."""
