"""What the bot does with each kind of update; each module registers its own handlers."""
