"""Articles as publishers mark them up: how well each structure is read."""
