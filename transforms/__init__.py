"""Articles in, tables of cooperation counts out: pure functions without network, clock or orchestration."""
