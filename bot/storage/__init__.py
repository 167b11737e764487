"""The only package that imports a database driver: SQLite and PostgreSQL behind one small interface."""
