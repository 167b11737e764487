"""Measures, side by side in one run: the bot against a bare echo on the library, its start-up, its memory."""
