"""Fuzzing of the readers: mutated inputs of every format."""
