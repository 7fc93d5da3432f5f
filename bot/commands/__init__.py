"""What the commands of ``bot.cli`` are made of: wiring, printing, reading, looking into."""
