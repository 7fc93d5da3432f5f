"""Who stands behind a statement, and which voices count as one.

Two papers that quote the same speaker are one voice; a wire copy is its agency's voice; papers of one
publisher are one voice; organs and persons of one side are one voice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from summaries.model import Evidence, Source, Speaker, Stance, Voice
from summaries.statements.lexicon import words

_ACCOUNTS = "|".join(sorted(words("accounts")))
# "ersten Angaben der Polizei", "Aussage des Ministeriums": the voice is whose they are.
_ACCOUNT_OF = re.compile(
    rf"(?:[a-zäöüA-ZÄÖÜ]+en? )?(?:{_ACCOUNTS}) (?:aus )?(?P<article>der|des|von|vom|dem) (?P<who>[A-ZÄÖÜ].*)"
)
_ACCOUNT_IN = re.compile(r"([A-ZÄÖÜ]\w{3,}?)s?angaben")
_LEFT_OPEN = re.compile(r"(?: (?:für|von|der|des|und|in|im|am|bei|mit)|['’])$")
_CLOSING = re.compile(r"[“”]")
# Texts, acts and thoughts speak for nobody.
_NOBODY = tuple(sorted(words("nobodys_words")))

_NO_SIDE = frozenset({"", "-", "?"})


def side_of(actor: str) -> str:
    """The side of an actor key: ``RU`` for ``RU/pressesprecher``; the whole key where no side is known."""
    head = actor.partition("/")[0]
    return actor if head in _NO_SIDE else head


def is_identified(actor: str) -> bool:
    """Whether a voice surely is somebody else than any other identified one.

    States, named organisations and persons are, and public bodies that papers call by fixed names.
    A spokesperson of an unnamed body and "das Unternehmen" may be anybody.
    """
    head, _, detail = actor.partition("/")
    return (head not in _NO_SIDE and head != "outlet") or (head == "-" and detail.startswith("@"))


def known_sides(evidence: Iterable[Evidence]) -> dict[str, str]:
    """Map a person's key without side (``-/@selenskyj``, ``selenskyj``) to the full key of other articles.

    A name that is given different sides stays without.
    """
    found: dict[str, set[str]] = {}
    by_key: dict[str, str] = {}
    for item in evidence:
        for speaker in speakers_of(item):
            head, _, detail = speaker.actor.partition("/")
            if head not in _NO_SIDE and detail.startswith("@"):
                for key in (f"?/{detail}", f"-/{detail}", f"{head}/{detail}", detail[1:]):
                    found.setdefault(detail, set()).add(f"{head}/{detail}")
                    by_key.setdefault(key, detail)
    surest = {detail: _surest(sides) for detail, sides in found.items()}
    return {key: surest[detail] for key, detail in by_key.items() if surest[detail]}


def _surest(keys: set[str]) -> str:
    """The only key, or the only one of a state or public body beside slugs of names; "" where two are."""
    surest = keys if len(keys) == 1 else {k for k in keys if k.startswith("public:") or k[:2].isupper()}
    return next(iter(surest)) if len(surest) == 1 else ""


def quoted_in(
    evidence: Iterable[Evidence], sides: Mapping[str, str], fields: Mapping[str, str]
) -> dict[str, frozenset[str]]:
    """Map each article to the sides and fields of everybody who speaks in it."""
    found: dict[str, set[str]] = {}
    for item in evidence:
        for speaker in speakers_of(item):
            actor = sides.get(speaker.actor, speaker.actor)
            heard = {
                side_of(actor),
                side_of(speaker.actor),
                fields.get(speaker.actor, ""),
                fields.get(actor, ""),
            }
            found.setdefault(item.source.article, set()).update(heard - {""})
    return {article: frozenset(heard) for article, heard in found.items()}


def speakers_of(item: Evidence) -> tuple[Speaker, ...]:
    """The speakers of a statement, () where the article itself speaks."""
    speaker = item.statement.speaker
    return () if speaker is None else (speaker, *item.statement.co_speakers)


def voices_of(
    item: Evidence, sides: Mapping[str, str], stance: Stance | None = None, *, own: str = ""
) -> tuple[Voice, ...]:
    """Expand a statement into its voices.

    Args:
        item: The statement with its source.
        sides: As from ``known_sides``.
        stance: Overrides the stance (a negated assertion denies the claim it is attached to).
        own: Whose spokesperson it is where the article does not say: who acts in what he says of "us".
    """
    spoken = speakers_of(item) or (_outlet_speaker(item.source),)
    return tuple(
        _voice(item, _of_side(speaker, own), sides, stance or item.statement.stance) for speaker in spoken
    )


def _of_side(speaker: Speaker, own: str) -> Speaker:
    head, _, detail = speaker.actor.partition("/")
    unnamed = head in {"?", "-"} and "@" not in detail and own and own != detail
    return Speaker(speaker.name, f"{own}/{detail}", speaker.spans) if unnamed else speaker


def printed(name: str, outlet: str) -> str:
    """Return a voice's name as a reader sees it: who gave the "Angaben", and the paper where none is named.

    Args:
        name: The words of the article: "Angaben der Polizei", "Polizeiangaben", "Vorwurf".
        outlet: The paper that printed it.
    """
    bare = " ".join(name.split()).strip(" ,;").replace(" ,", ",").replace(" ;", ";")
    if bare.count("„") != len(_CLOSING.findall(bare)):
        bare = bare.replace("„", "").strip()
    if account := _ACCOUNT_OF.match(bare):
        bare = _named_by(account)
    if compound := _ACCOUNT_IN.fullmatch(bare):
        bare = compound[1]
    bare = _LEFT_OPEN.sub("", bare)
    empty = not any(char.isalpha() for char in bare) or bare.lower().endswith(_NOBODY)
    return outlet if empty else bare


def _named_by(account: re.Match[str]) -> str:
    """Return who gave an account, out of the genitive: "des Ministeriums"."""
    who: str = account["who"]
    first, space, rest = who.partition(" ")
    masculine = account["article"] == "des" and first.endswith("s") and not first.endswith("ss")
    return first.removesuffix("s") + space + rest if masculine else who


def _voice(item: Evidence, speaker: Speaker, sides: Mapping[str, str], stance: Stance) -> Voice:
    actor = sides.get(speaker.actor, speaker.actor)
    statement = item.statement
    return Voice(
        speaker=printed(speaker.name, item.source.outlet),
        actor=actor,
        stance=stance,
        certainty=statement.certainty,
        source=item.source,
        quote=statement.sentence.of(item.text),
        as_of=statement.as_of,
        statement=statement.number,
        independent_key=independent_key(actor, item.source),
    )


def _outlet_speaker(source: Source) -> Speaker:
    return Speaker(source.outlet, f"outlet/{source.outlet_key}")


def parts_of(key: str) -> frozenset[str]:
    """The keys that one key stands for: a text of "dpa/AFP" is one voice with either agency."""
    kind, _, names = key.partition(":")
    return frozenset(f"agency:{name}" for name in names.split("/")) if kind == "agency" else frozenset({key})


def apart(key: str, other: str) -> bool:
    """Whether two keys are of voices that are counted separately."""
    return key != other and not parts_of(key) & parts_of(other)


def independent_key(actor: str, source: Source) -> str:
    """The key under which a voice is counted."""
    if not actor.startswith("outlet/"):
        return side_of(actor)
    if source.agency:
        return f"agency:{source.agency}"
    if source.copy_of:
        return f"copy:{source.copy_of}"
    return f"family:{source.family}" if source.family else f"outlet:{source.outlet_key}"
