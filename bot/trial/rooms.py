"""The chats a newcomer finds in the trial chat."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.trial.chats import Chat, User
from bot.trial.updates import UpdateQueue
from bot.trial.world import World, utc_now

TRIAL_USER = User(2001, "Du")
# Who else may be played: somebody who administers the group and the channel, and somebody who only reads.
ADMIN, MEMBER = User(2005, "Ada"), User(2006, "Ben")
ROLES = {TRIAL_USER.id: "creator", ADMIN.id: "administrator", MEMBER.id: "member"}
PRIVATE_ID = TRIAL_USER.id
GROUP_ID = -1_001_000_002_002
CHANNEL_ID = -1_001_000_002_003
FORUM_ID = -1_001_000_002_004
TRIAL_CHATS = (PRIVATE_ID, GROUP_ID, CHANNEL_ID, FORUM_ID, ADMIN.id, MEMBER.id)
TOPICS = ("Politik", "Wirtschaft")
# Tenths of a second since this moment number the messages, so that a restarted trial chat never reuses a
# number that the bot's database has already seen.
NUMBERING_EPOCH_S = 1_750_000_000


def trial_world(clock: Callable[[], datetime] = utc_now) -> World:
    """Return a world with a group, a channel and a forum, and three people with a private chat each.

    The first of them owns everything, the second administers it, the third is a member.
    """
    first = max(1, round((clock().timestamp() - NUMBERING_EPOCH_S) * 10))
    world = World(clock=clock, updates=UpdateQueue(first))
    world.users = {person.id: person for person in (TRIAL_USER, ADMIN, MEMBER)}
    chats = (
        Chat(PRIVATE_ID, "private", first_name=TRIAL_USER.first_name),
        Chat(GROUP_ID, "supergroup", title="Redaktion"),
        Chat(CHANNEL_ID, "channel", title="Lagebild", bot_status="administrator"),
        Chat(FORUM_ID, "supergroup", title="Ressorts", is_forum=True, bot_status="administrator"),
        Chat(ADMIN.id, "private", first_name=ADMIN.first_name),
        Chat(MEMBER.id, "private", first_name=MEMBER.first_name),
    )
    for chat in chats:
        chat.statuses = {chat.id: "member"} if chat.kind == "private" else dict(ROLES)
        chat.last_message_id = first
        world.chats[chat.id] = chat
    forum = world.chats[FORUM_ID]
    forum.topics = {forum.new_message_id(): name for name in TOPICS}
    return world
