"""The nine views of Explore, one file each: `show(dataset)` draws a view."""
