"""A whole conference day at many times its speed: `python -m tests.bench day`. What was owed must arrive.

A real bot is fed a programme that changes, killed every hour, and refused by Telegram for 38 minutes now and
then, while people add sessions, ask for reminders once more, and block it. All moments are of the day's own
clock (`clock`), UTC seconds; what people, feed and weather do is from one seed. `diary` has what happened
and what arrived, as it was seen from outside; `reckoning` computes from that alone, with none of the bot's
code, what was owed.
"""
