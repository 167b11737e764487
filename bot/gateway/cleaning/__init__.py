"""The cleaner: what somebody sent becomes a new file that carries nothing about them.

`cleaner` is the bot's side and loads no parser. Everything that reads a stranger's bytes (`clean` and what it
imports) runs in a worker process, `python -m bot.gateway.cleaning`, that can open no file and no connection.
"""
