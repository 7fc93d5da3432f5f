"""Numbers of the Telegram face, each with the reason for its value."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Final

# Telegram allows 4096 characters after entity parsing.  UTF-16 units never undercount characters, and the
# margin leaves room for a "Teil 2 von 3" line.
PART_UNITS: Final = 3900
# Telegram shows 100 entities and silently ignores the rest.
PART_ENTITIES: Final = 95
# Telegram refuses messages whose links are too long in sum (ENTITIES_TOO_LONG, near 9 500 bytes).
PART_MARKUP: Final = 8000

# A digest that is half a day late says nothing that the next one will not say better.
LATEST_SLOT: Final = timedelta(hours=12)
# A tick comes every 30 seconds and a digest takes seconds to build, so this much is not yet late.
ON_TIME: Final = timedelta(minutes=5)
TICK_SECONDS: Final = 30.0

# Alerts of a chat are apart: a burst of articles on one story is one alert, or two.
ALERT_PAUSE: Final = timedelta(minutes=10)
# An alert shortly before a planned digest would only take its news away.
ALERT_BEFORE_DIGEST: Final = timedelta(minutes=15)
# After an outage or a quiet night longer than this the next digest tells it better.
ALERT_BACK: Final = timedelta(hours=24)

# Back-off of a part that was certainly not sent, by try; the last value repeats.
SEND_BACKOFF: Final = (
    timedelta(seconds=2),
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
)
# Twelve tries with the back-off above span about two hours, longer than most outages of Telegram.
SEND_TRIES: Final = 12
# A wait that Telegram asks for beyond this is told to the admins.
LONG_WAIT: Final = timedelta(minutes=10)

# The third failure of the same work is no coincidence.
WORK_TRIES: Final = 3
# A process ends for many reasons, so what it worked on is only suspected.  From the second time on it is read
# alone, and not before the next process has lived for a while, so that neither a bad moment nor the limit of
# restarts of a supervisor is met again and again.  At the eighth end it is the cause beyond doubt.
SUSPECTED: Final = 2
SUSPECT_RESTS: Final = timedelta(minutes=1)
MOST_INTERRUPTIONS: Final = 8
# Pages answer in seconds; four at a time keep a burst short without flooding one outlet.
WORKERS: Final = 4
# While more messages than this wait to be taken in, reading pages rests: who sends a hundred wants to see
# that they arrived.  A flood that lasts must not keep anything from ever being read.
FLOOD: Final = 5
FLOOD_RESTS: Final = timedelta(seconds=30)
# One message may carry many links; more than this is a list, not a message.
MESSAGE_LINKS: Final = 25
# Messages of one person that follow each other this closely were sent in one go (forwards, albums): clients
# send a hundred forwards within a second, people need longer to copy the next link.
BURST_GAP: Final = timedelta(seconds=3)
# The pictures of an album arrive within a second, one of them with the text of all; a complaint can wait.
ALBUM_WAIT: Final = timedelta(seconds=2)
# Reactions on so many messages of a burst show that it arrived; more would only be calls to Telegram.
BURST_REACTIONS: Final = 5
# Telegram counts edits like messages and takes about one a second in a chat, so progress is shown at most
# this often.
ANSWER_EVERY: Final = timedelta(seconds=1.2)
# Groups and channels take 20 messages and edits a minute; progress may use up a third of them.
ANSWER_EVERY_GROUP: Final = timedelta(seconds=9)
# Results that come within this time of each other go into the first answer instead of an edit.
ANSWER_GRACE: Final = timedelta(seconds=0.4)

# Characters from which a text without a link is taken for an article: short messages are talk.  In a group
# people write longer messages to each other than to a bot.
PASTED_PRIVATE: Final = 280
PASTED_GROUP: Final = 600
# A channel's post is short by nature.
PASTED_CHANNEL_POST: Final = 80
# Clients cut a pasted text at 4096 characters; a piece this long may have a sequel.
SPLIT_PIECE: Final = 3600
SPLIT_WAIT: Final = timedelta(seconds=2)
# Larger text files are not articles; a PDF or a mail carries pictures beside the text.
FILE_BYTES: Final = 2 * 1024 * 1024
DOCUMENT_BYTES: Final = 10 * 1024 * 1024

# A demoted administrator must not keep his rights for long.
ADMIN_CACHE: Final = timedelta(seconds=60)

# Docker kills ten seconds after SIGTERM.
STOP_SECONDS: Final = 6.0
# Without a finished poll for this long the polling task is dead or stuck: long polls last 10 s and
# back-off at most 30 s.
# Telegram holds an idle poll open for this long.
LONG_POLL: Final = timedelta(seconds=10)
POLL_STALE: Final = timedelta(seconds=120)
HEARTBEAT_EVERY: Final = timedelta(seconds=10)
# Handlers only write rows, so an update that waits this long says that they are stuck; pages may be slow, and
# a list of links takes its time.
UPDATE_PATIENCE: Final = timedelta(minutes=5)
QUEUE_PATIENCE: Final = timedelta(minutes=60)
# Texts are kept for days; an hour more or less means nothing.
HOUSEKEEPING_EVERY: Final = timedelta(hours=1)
# A page or a store that fails gets a moment before the next try.
WORK_BACKOFF: Final = (timedelta(seconds=2), timedelta(seconds=8), timedelta(seconds=30))
# One person who sends more than this in an hour is a program.
HOURLY_SUBMISSIONS: Final = 300
# A message that is older when it is read waited for a bot that was down.
NOT_LIVE: Final = timedelta(minutes=10)
# Raw updates are of no use once they are worked on; a day helps to look into an error.
INBOX_KEPT: Final = timedelta(hours=24)
# Up to this many lines an answer names each link; above, it counts them and names what failed.
ANSWER_LINES: Final = 8
# The stories of a large burst that an answer names: with counts and failures still one screen of a phone.
ANSWER_STORIES: Final = 6
# A second program on the same token may be an old copy that is being stopped.
CONFLICT_PATIENCE: Final = timedelta(seconds=150)
# Telegram drops updates that nobody fetched for a day.
TELEGRAM_MEMORY: Final = timedelta(hours=24)
# After a restart an answer that was never sent is still owed for a day; one that shows progress is brought up
# to date if its last part ended this shortly before.
ANSWER_OWED: Final = timedelta(hours=24)
ANSWER_REFRESHED: Final = timedelta(minutes=10)
# When people sleep, for chats that want no sound at night and named no hours of their own.
NIGHT: Final = (time(22), time(7))
