"""A chat world full of people and faults, and a record of everything that must not get lost."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.trial import errors
from bot.trial.chats import Chat, User
from bot.trial.errors import Fault, FaultKind
from bot.trial.inbound import Inbound, from_channel
from bot.trial.updates import UpdateQueue
from bot.trial.world import World

ADMIN, SEED_FIRST_UPDATE = 4711, 1000
# How messages with links, forwards, and the sentences of pasted texts begin.
WORDS = ("Schaut mal", "Lesenswert", "Satz ")
# What may hit a call without being the last word about it.
CALL_FAULTS: tuple[Callable[[], Fault], ...] = (
    lambda: errors.too_many_requests(1),
    errors.server_error,
    errors.bad_gateway,
    errors.html_answer,
    errors.refused,
    errors.timeout,
    errors.lost_reply,
    lambda: errors.lost_reply(FaultKind.LOST_RESET),
    lambda: errors.lost_reply(FaultKind.LOST_BAD_GATEWAY),
    lambda: Fault(FaultKind.TRUNCATED),
)
POLL_FAULTS = (
    errors.server_error,
    errors.bad_gateway,
    errors.html_answer,
    errors.refused,
    lambda: Fault(FaultKind.TRUNCATED),
)


@dataclass
class FaultyWorld(World):
    """A world in which each call may meet a fault."""

    dice: random.Random = field(default_factory=random.Random)
    rate: float = 0.0
    calls_faults: tuple[Callable[[], Fault], ...] = CALL_FAULTS
    struck: int = 0

    def next_fault(self, method: str) -> Fault | None:
        ordered = super().next_fault(method)
        if ordered is not None or self.dice.random() >= self.rate or method in {"getMe", "setMyCommands"}:
            return ordered
        self.struck += 1
        return self.dice.choice(POLL_FAULTS if method == "getUpdates" else self.calls_faults)()


@dataclass
class Crowd:
    """People who write at random; ``expected`` says which addresses each message has brought."""

    world: FaultyWorld
    dice: random.Random
    people: Inbound
    members: list[User]
    chats: list[Chat]
    stranger: Chat
    expected: dict[tuple[int, int], list[str]] = field(default_factory=dict)
    texts: set[tuple[int, int]] = field(default_factory=set)
    requests: int = 0
    unreadable: int = 0
    repeated: int = 0
    refused: int = 0
    _links: int = 0
    _raw: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def gather(cls, clock: Callable[[], datetime], seed: int, rate: float) -> Crowd:
        """Make a world with private chats, a group, a channel and a forum."""
        # Faults have dice of their own: they are thrown at every call, and how many polls there are depends
        # on the machine. With one pair for both, what people do would as well.
        world = FaultyWorld(
            clock=clock, updates=UpdateQueue(SEED_FIRST_UPDATE), dice=random.Random(~seed), rate=rate
        )
        return cls.into(world, random.Random(seed))

    @classmethod
    def into(cls, world: FaultyWorld, dice: random.Random) -> Crowd:
        """Fill a world with people."""
        boss = world.user("Chefin", user_id=ADMIN)
        members = [boss, *(world.user(name) for name in ("Ada", "Bea", "Cem", "Dilan"))]
        group = world.supergroup("Redaktion", admins=[boss], members=members)
        channel = world.channel("Lagebild", admins=[boss])
        forum = world.forum("Ressorts", ["Politik"], admins=[boss], members=members)
        stranger = world.private(world.user("Fremder"))
        chats = [world.private(boss), group, channel, forum]
        return cls(world, dice, Inbound(world), members, chats, stranger)

    def plan(self, *times: str) -> None:
        """Let the group have its digests at some times of the day, which replace those before."""
        self._say(self.chats[1], f"/plan {' '.join(times)}", self.members[0])

    def act(self) -> None:
        """Do one thing that people do."""
        deeds = (
            (40, self.link),
            (14, self.repeat),
            (8, self.several),
            (8, self.paste),
            (6, self.edit),
            (6, self.forward),
            (5, self.request),
            (4, self.ask),
            (4, self.redeliver),
            (2, self.send_unreadable),
            (3, self.intrude),
        )
        weights, choices = zip(*deeds, strict=True)
        self.dice.choices(choices, weights)[0]()

    def link(self) -> None:
        self._bring([self._new()])

    def bring(self, count: int, chat: Chat) -> None:
        """Send new links in one message."""
        self._bring([self._new() for _ in range(count)], chat=chat)

    def demand(self, chat: Chat) -> None:
        """Ask for a digest."""
        self._say(chat, "/digest")
        self.requests += 1

    def several(self) -> None:
        self._bring([self._new() for _ in range(3)])

    def repeat(self) -> None:
        """Send an older link again in another dress."""
        if self._links:
            number = self.dice.randint(1, self._links)
            self._bring([self._address(number)], dress=f"?utm_source={self.dice.randint(1, 9)}")

    def paste(self) -> None:
        number = self._next()
        text = f"Thema{number % 40} Text {number}\n" + f"{WORDS[2]}{number} über den Ort am Fluss. " * 24
        chat = self.chats[0]
        self.texts.add((chat.id, self._say(chat, text)["message_id"]))

    def edit(self) -> None:
        """Add a link to a message that is there."""
        known = [key for key in self.expected if key[0] == self.chats[1].id]
        if known:
            chat_id, message_id = self.dice.choice(known)
            url = self._new()
            chat = self.world.chats[chat_id]
            self.people.edit(chat, message_id, f"{chat.messages[message_id]['text']} {url}")
            self.expected[chat_id, message_id].append(url)

    def forward(self) -> None:
        chat, url = self.dice.choice(self.chats[:2]), self._new()
        origin = from_channel("Eilkanal", self.world.clock(), username="eilkanal")
        message = self.people.forward(chat, origin, f"{WORDS[1]}: {url}", sender=self._someone(chat))
        self._expect(chat, message, [url])

    def request(self) -> None:
        self.demand(self.dice.choice(self.chats))

    def ask(self) -> None:
        self._say(self.dice.choice(self.chats), "/status")

    def redeliver(self) -> None:
        """Deliver an update a second time, as Telegram does after an outage."""
        if self._raw:
            self.world.updates.put_raw(self.dice.choice(self._raw[-50:]))
            self.repeated += 1

    def send_unreadable(self) -> None:
        number = self.world.updates.next_id
        self.world.updates.next_id += 1
        self.world.updates.put_raw({"update_id": number, "message": {"message_id": 1, "date": "NaN"}})
        self.unreadable += 1

    def intrude(self) -> None:
        self.people.write(self.stranger, f"/digest {self._address(999_999)}")
        self.refused += 1

    def _bring(self, urls: list[str], dress: str = "", chat: Chat | None = None) -> None:
        chat = chat or self.dice.choice(self.chats)
        thread = next(iter(chat.topics), None) if chat.is_forum else None
        text = f"{WORDS[0]}: " + " ".join(url + dress for url in urls)
        self._expect(chat, self._say(chat, text, thread=thread), urls)

    def _expect(self, chat: Chat, message: dict[str, Any], urls: list[str]) -> None:
        self.expected[chat.id, message["message_id"]] = list(urls)

    def _say(self, chat: Chat, text: str, sender: User | None = None, **more: Any) -> dict[str, Any]:
        message = self.people.write(chat, text, sender=sender or self._someone(chat), **more)
        self._raw.append(self.world.updates.pending[-1])
        return message

    def _someone(self, chat: Chat) -> User | None:
        return self.dice.choice(self.members) if chat.kind == "supergroup" else None

    def _new(self) -> str:
        return self._address(self._next())

    def _next(self) -> int:
        self._links += 1
        return self._links

    @staticmethod
    def _address(number: int) -> str:
        return f"https://blatt{number % 17}.example/{number}"
