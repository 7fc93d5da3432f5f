"""The chats a newcomer finds in the trial chat."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.trial.chats import Chat, User
from bot.trial.updates import UpdateQueue
from bot.trial.world import World, utc_now

TRIAL_USER = User(2001, "Du")
PRIVATE_ID = TRIAL_USER.id
GROUP_ID = -1_001_000_002_002
CHANNEL_ID = -1_001_000_002_003
FORUM_ID = -1_001_000_002_004
TRIAL_CHATS = (PRIVATE_ID, GROUP_ID, CHANNEL_ID, FORUM_ID)
TOPICS = ("Politik", "Wirtschaft")
# Tenths of a second since this moment number the messages, so that a restarted trial chat never reuses a
# number that the bot's database has already seen.
NUMBERING_EPOCH_S = 1_750_000_000


def trial_world(clock: Callable[[], datetime] = utc_now) -> World:
    """Return a world with one person who owns a private chat, a group, a channel and a forum with topics."""
    first = max(1, round((clock().timestamp() - NUMBERING_EPOCH_S) * 10))
    world = World(clock=clock, updates=UpdateQueue(first))
    world.users[TRIAL_USER.id] = TRIAL_USER
    chats = (
        Chat(PRIVATE_ID, "private", first_name=TRIAL_USER.first_name),
        Chat(GROUP_ID, "supergroup", title="Redaktion"),
        Chat(CHANNEL_ID, "channel", title="Lagebild", bot_status="administrator"),
        Chat(FORUM_ID, "supergroup", title="Ressorts", is_forum=True, bot_status="administrator"),
    )
    for chat in chats:
        chat.statuses[TRIAL_USER.id] = "member" if chat.kind == "private" else "creator"
        chat.last_message_id = first
        world.chats[chat.id] = chat
    forum = world.chats[FORUM_ID]
    forum.topics = {forum.new_message_id(): name for name in TOPICS}
    return world
