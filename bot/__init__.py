"""The face: Telegram, schedule, delivery, command line and the trial chat."""
