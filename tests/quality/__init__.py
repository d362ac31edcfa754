"""The quality gate: what the published tables must reach on labelled articles, and the command that raises it."""
