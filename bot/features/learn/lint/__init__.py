"""What docs/content.md asks of everything in the library and can be seen without understanding it."""
