"""The frames of a sentence: what clause rules find, with the speakers that trees name, and the trees' own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from summaries.model import AttributionType
from summaries.statements.attribution import frames
from summaries.statements.channels import with_channel
from summaries.statements.clauses import Clause, ClauseKind
from summaries.statements.content import compound_parts
from summaries.statements.drafts import Draft, antecedent, speaks
from summaries.statements.frame import STANCES, Frame, Sentence
from summaries.statements.kinds import judged
from summaries.statements.lexicon import cues, words
from summaries.statements.naming import is_medium, is_time, is_voice
from summaries.statements.phrases import Phrase, phrases, surely_subject
from summaries.statements.trees import is_weak_noun

_OF_THINGS = words("verbs_of_things")
NOT_SAID = frozenset({"anbieten"})
"""Verbs that tell an act though they render speech: who offers something announces nothing."""
_GRANTED = words("granted_nouns")
# Openers of clauses that only set the scene, and verbs that there mean noticing.
_SETTING = frozenset(
    {"als", "nachdem", "obwohl", "obgleich", "bevor", "ehe", "sobald", "bis", "da", "weil", "seit"}
)
_NOTICING = frozenset({"bemerken", "feststellen", "beobachten", "herausfinden", "finden", "merken", "ahnen"})


def framed(sentence: Sentence, drafts: Sequence[Draft]) -> tuple[Frame, ...]:
    """Return the attributions of a sentence, outermost first; of nested ones the one that a claim stands on.

    Args:
        sentence: The sentence with its clauses.
        drafts: The attributions that trees show by a cue in the sentence.
    """
    inside = frozenset(range(sentence.span.start, sentence.span.end))
    dateline = frozenset(range(sentence.doc[sentence.span.start].sent.start, sentence.span.start))
    acts = [
        replace(d, speaker=d.speaker - dateline)  # "Kursk, Russland - Nordkorea": the place says nothing
        for d in drafts
        if d.act is not None and d.act.cue <= inside
    ]
    ruled = frames(sentence)
    shared = Counter(frame.cue for frame in ruled)
    named = [f if shared[f.cue] > 1 else _with_speaker(sentence.doc, f, acts) for f in ruled]
    taken = {i for frame in named for i in frame.cue}
    added = [f for d in _widest(acts, taken) for f in _from_draft(sentence, d, inside)]
    told = _quoted_voices(sentence.doc, named, added)
    denied = [set(f.content) for f in told if f.kind == "deny" and f.pointer is None]
    # "Berichte, nach denen …, nannte er falsch": nobody but who denies it speaks.
    kept = [f for f in told if f.kind == "deny" or not any(set(f.content) <= d for d in denied)]
    kept = [f for f in kept if not _is_no_speech(sentence, f)]
    found = sorted(kept, key=lambda f: (-len(f.content), f.cue))
    return tuple(with_channel(sentence, frame) for frame in _innermost(sentence.doc, found))


def _is_no_speech(sentence: Sentence, frame: Frame) -> bool:
    """Whether a verb of saying says something else here: who grants, offers or notices says nothing."""
    doc = sentence.doc
    verbs = {doc[i].lemma_.lower() for i in frame.cue if doc[i].tag_.startswith("V")}
    if verbs & NOT_SAID:
        return True
    if "einräumen" in verbs and frame.clause is None:
        nouns = (doc[i] for i in frame.content if doc[i].tag_ == "NN")
        return any({t.lemma_.lower(), *compound_parts(t)[-1:]} & _GRANTED for t in nouns)
    return _is_aside(sentence, frame, verbs)


def _is_aside(sentence: Sentence, frame: Frame, verbs: set[str]) -> bool:
    """Whether an act only sets the scene of what the sentence tells.

    "Als sie bemerkte, dass er schlief, …"; "…, obwohl Fachleute mit einem Plus gerechnet hatten".
    """
    own = next((c for c in sentence.clauses if set(frame.cue) & set(c.tokens)), None)
    if own is None or own.opener not in _SETTING:
        return False
    expected = frame.type is AttributionType.REPORTED and frame.kind in {"believe", "announce"}
    return expected or bool(verbs & _NOTICING)


def _quoted_voices(doc: Doc, ruled: Sequence[Frame], added: Sequence[Frame]) -> list[Frame]:
    """Return all frames; who quotes what "wonach" gives to another only carries it.

    „Reuters zitiert einen Sprecher, wonach …“ is the spokesman's word, and one frame.
    """
    found = list(added)
    for frame in ruled:
        quotes = any(doc[i].lemma_.lower() == "zitieren" for i in frame.cue)
        told = [f for f in added if doc[f.cue[0]].lower_ == "wonach" and set(f.cue) <= set(frame.content)]
        if not quotes or not told:
            found.append(frame)
            continue
        cue = tuple(sorted({*frame.cue, *told[0].cue}))
        found[found.index(told[0])] = replace(told[0], cue=cue, channel=frame.speakers)
    return found


# --- what the tree knows better -----------------------------------------------------------------------


def _with_speaker(doc: Doc, frame: Frame, acts: Sequence[Draft]) -> Frame:
    """Give a frame the speaker that the tree names for the same cue."""
    spoken = next((d.speaker for d in acts if d.act and d.act.cue & set(frame.cue) and _names(doc, d)), None)
    if spoken is None or len(frame.speakers) > 1 or any(doc[i].lemma_.lower() == "eigen" for i in spoken):
        return frame
    phrase = phrase_over(doc, spoken)
    before = frame.speakers[0] if frame.speakers else None
    if before is not None and surely_subject(doc, before) and not surely_subject(doc, phrase):
        return frame
    if before is not None and _is_object(doc, before, phrase):
        return frame  # "Lind warf der LINKEN vor": the accused does not speak
    if before is not None and doc[phrase.begin].lower_ == "der" and is_weak_noun(doc[phrase.head]):
        return frame  # "Die Kammer wirft der 49-Jährigen vor": the tree takes "der" for a nominative
    if before is None or not _overlap(before, phrase):
        through = frame.speakers if before is not None and is_medium(doc, before) else ()
        return replace(_with_content_of(frame, before, phrase), speakers=(phrase,), channel=through)
    longer = max(phrase, before, key=lambda p: p.end - p.begin)
    return replace(frame, speakers=(replace(longer, preposition=before.preposition),))


def _is_object(doc: Doc, before: Phrase, phrase: Phrase) -> bool:
    """Whether the tree itself calls one phrase the subject, and the other an object."""
    roles = doc[before.head].dep_, doc[phrase.head].dep_
    return roles[0] == "nsubj" and roles[1] in {"iobj", "obl:arg"}


def _with_content_of(frame: Frame, before: Phrase | None, phrase: Phrase) -> Frame:
    """Give a frame whose content was who speaks what was taken for the speaker.

    „Litorien hat die Schließung bestritten“: the tree knows which of the two is the subject.
    """
    own = range(phrase.begin, phrase.end)
    swapped = before is not None and frame.content and all(i in own for i in frame.content)
    return replace(frame, content=tuple(range(before.begin, before.end))) if before and swapped else frame


def _names(doc: Doc, draft: Draft) -> bool:
    """Whether the words for a speaker are words at all."""
    return any(doc[i].is_alpha or doc[i].like_num for i in draft.speaker)


def phrase_over(doc: Doc, tokens: frozenset[int]) -> Phrase:
    """Return the noun phrase that the words for a speaker begin with, or one over all of them.

    Of "Angaben der Polizei" it is "der Polizei", of a relative pronoun the noun it stands for.
    """
    ordered = [i for i in sorted(antecedent(doc, tokens)) if not doc[i].is_space]
    found = phrases(doc, ordered)
    if found and doc[found[0].head].lemma_.lower() in cues().bases:
        owners = phrases(doc, [i for i in ordered if i > found[0].head])
        found = tuple(p for p in owners if not is_time(doc[p.head])) or found
    found = _of_owner(doc, found)
    if found:
        governed = found[0].preposition and found[0].begin - 1 in tokens  # "mit dem Fall vertraute Personen"
        free = next((p for p in found if not p.preposition), found[0]) if governed else found[0]
        return _with_place(doc, _with_name(doc, free, set(ordered)), set(ordered))
    begin, end = ordered[0], ordered[-1] + 1
    head = next((i for i in ordered if doc[i].head.i not in tokens), begin)
    return Phrase(begin, end, head, end)


def _of_owner(doc: Doc, found: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
    """Join a genitive before its noun to it: of "Mornaus größte Werft" the yard speaks, not the place."""
    owner, owned = (found[0], found[1]) if len(found) > 1 else (None, None)
    if owner is None or owned is None or owner.end != owned.begin or owner.core_end - owner.begin > 1:
        return found
    before = doc[owner.head].dep_ == "nmod" and doc[owner.head].head.i == owned.head
    named = doc[owner.head].tag_ == "NE" and doc[owned.head].tag_ == "NN"
    return (replace(owned, begin=owner.begin), *found[2:]) if before and named else found


def _with_name(doc: Doc, phrase: Phrase, tokens: set[int]) -> Phrase:
    """Add the name right behind a noun, which its tags alone do not join to it."""
    end = phrase.end
    while end in tokens and (doc[end].tag_ == "NE" or doc[end].ent_type_ in {"PER", "ORG"}):
        end += 1
    if end == phrase.end:
        return phrase
    core_end = end if phrase.core_end == phrase.end else phrase.core_end  # else the name is of the genitive
    return replace(phrase, end=end, core_end=core_end)


def _with_place(doc: Doc, phrase: Phrase, tokens: set[int]) -> Phrase:
    """Add where a body sits: "des Generalstabs in Kiew"; without it nobody knows whose it is."""
    at = phrase.end
    seated = at + 1 in tokens and at in tokens and doc[at].lower_ == "in" and doc[at + 1].ent_type_ == "LOC"
    seated = seated and doc[at - 1].tag_ == "NN" and doc[at + 1].tag_ == "NE"
    return replace(phrase, end=at + 2) if seated else phrase


def _overlap(one: Phrase, other: Phrase) -> bool:
    return one.begin < other.end and other.begin < one.end


def _widest(acts: Sequence[Draft], taken: set[int]) -> Iterator[Draft]:
    """Yield one attribution per cue that no frame has, the one that says most."""
    seen: set[int] = set(taken)
    said: list[Draft] = [d for d in acts if d.cue & taken]
    for draft in sorted(acts, key=lambda d: -len(d.tokens)):
        again = any(draft.speaker == d.speaker and draft.tokens <= d.tokens for d in said)
        if draft.cue and not again and not draft.cue & seen and draft.type is not AttributionType.REPORTED:
            said.append(draft)
            seen |= draft.cue
            yield draft


def _from_draft(sentence: Sentence, draft: Draft, inside: frozenset[int]) -> Iterator[Frame]:
    """Yield what an attribution says in its own sentence as a frame."""
    doc, act = sentence.doc, draft.act
    content = tuple(i for i in sorted(draft.tokens & inside) if _counts(doc, i))
    if act is None or not content or not (_names(doc, draft) if draft.speaker else act.lemma):
        return
    if draft.speaker and not speaks(doc, act) and not _is_speaking(doc, draft):
        return
    if _is_manner(sentence, draft):
        return
    kind = _kind(doc, draft)
    if kind == "deny" and content[0] and doc[content[0] - 1].text == ":":
        kind = "assert"  # "widersprach der Firma: Es sei gefährlich": the speaker's own words
    spoken = (phrase_over(doc, draft.speaker),) if draft.speaker else ()
    negated = any(child.tag_ == "PTKNEG" for i in act.cue for child in doc[i].children)
    yield Frame(
        kind,
        STANCES[kind],
        draft.type,
        spoken,
        tuple(sorted(draft.cue)),
        content,
        _main_clause(sentence, set(content)),
        negated=negated,
    )


def _counts(doc: Doc, index: int) -> bool:
    """Whether a token belongs to what is said: words, and the mark that makes a question."""
    return doc[index].text == "?" or not (doc[index].is_punct or doc[index].is_space)


def _is_manner(sentence: Sentence, draft: Draft) -> bool:
    """„teilte das Amt nach neuer Berechnung mit“: beside a verb of saying that is how, not who says it."""
    doc = sentence.doc
    nouns = {doc[i].lemma_.lower() for i in draft.speaker if doc[i].tag_ in {"NN", "NE"}}
    if draft.act is None or draft.act.lemma or not nouns or not nouns <= cues().bases:
        return False
    own = next((c for c in sentence.clauses if draft.cue & set(c.tokens)), None)
    return own is not None and any(doc[i].lemma_.lower() in cues().verbs for i in own.verbs)


def _kind(doc: Doc, draft: Draft) -> str:
    """The class of a cue; "hält es für möglich" is a guess, "für zweifelhaft" a doubt."""
    act = draft.act
    kind = act.kind if act is not None and act.kind in STANCES else "assert"
    if kind != "view" or act is None:
        return kind
    first = min(act.cue)
    return judged(doc, range(first, min(draft.tokens - {first}, default=first)))


def _is_speaking(doc: Doc, draft: Draft) -> bool:
    """Whether a verb that only persons can be the subject of has one."""
    act = draft.act
    return (
        act is not None
        and bool(act.lemma)
        and act.lemma not in _OF_THINGS
        and is_voice(doc, phrase_over(doc, draft.speaker))
    )


def _main_clause(sentence: Sentence, content: set[int]) -> Clause | None:
    """The clause that carries what is said: a main clause, one with "dass", or an infinitive."""
    inside = [c for c in sentence.clauses if c.verbs and set(c.verbs) <= content]
    ranked = [
        *(c for c in inside if c.kind is ClauseKind.MAIN),
        *(c for c in inside if c.opener in {"dass", "ob", "wonach"}),
        *(c for c in inside if c.kind is ClauseKind.INFINITIVE),
        *inside,
    ]
    return ranked[0] if ranked else None


# --- nested speech ------------------------------------------------------------------------------------


def _innermost(doc: Doc, found: Sequence[Frame]) -> list[Frame]:
    """Of nested attributions keep the inner one if a paper or agency carries it, else the outer.

    "Laut dpa räumte X ein …" is X's word, carried by dpa; "Laut NIS hat X versprochen …" is what the NIS says
    of X.
    """
    channels: dict[int, tuple[Phrase, ...]] = {}
    swallowed: set[int] = set()
    for position, frame in enumerate(found):
        told = [n for n, f in enumerate(found) if f is not frame and f.speakers and _is_main_act(f, frame)]
        if told and _is_carrier(doc, frame):
            channels.update(dict.fromkeys(told, frame.speakers))
            swallowed.add(position)
    kept = [
        replace(frame, channel=channels.get(n, frame.channel))
        for n, frame in enumerate(found)
        if n not in swallowed
    ]
    outer = [f for f in kept if f.speakers and not _is_carrier(doc, f)]
    return [f for f in kept if not any(_is_main_act(f, o) for o in outer if o is not f)]


def _is_carrier(doc: Doc, frame: Frame) -> bool:
    """Whether only papers, agencies or nobody at all stand behind an attribution."""
    return all(is_medium(doc, p) for p in frame.speakers)


def _is_main_act(inner: Frame, outer: Frame) -> bool:
    """Whether what an attribution says is itself an act of speech: "laut X sagte Y …"."""
    said = outer.clause is not None and bool(inner.cue) and set(inner.cue) <= set(outer.content)
    return said and bool(set(inner.cue) & set(outer.clause.verbs if outer.clause else ()))
