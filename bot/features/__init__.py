"""One folder per thing the bot does; none imports another."""
