"""Fetching: what is asked of servers and storage, within limits, and kept in the raw store."""
