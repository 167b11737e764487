"""Things to do: found, signed up for without a name, waited for in a fair line."""
