"""From an analysed article to its statements."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from spacy.tokens import Doc, Span

from summaries.intake.agencies import CREDIT_NAMES
from summaries.model import (
    Attribution,
    AttributionType,
    Block,
    BlockKind,
    Certainty,
    Content,
    Speaker,
    Stance,
    Statement,
)
from summaries.model import Span as CharSpan
from summaries.statements.attribution import speech_subject
from summaries.statements.attributions import attributions_of, drafts_of
from summaries.statements.cast import Cast, hear
from summaries.statements.claimable import is_claimable, is_stated
from summaries.statements.clauses import Clause, ClauseKind, clauses_of
from summaries.statements.content import (
    Reading,
    compound_parts,
    content_of,
    is_planned,
    phrase_keys,
    taking_up,
)
from summaries.statements.drafts import Draft
from summaries.statements.figures import complete_figures
from summaries.statements.frame import Frame, Sentence, char_spans
from summaries.statements.framed import NOT_SAID, framed
from summaries.statements.hedges import certainty_of, hedging, is_own_claim, is_plan, lacks_evidence
from summaries.statements.lexicon import cues, words
from summaries.statements.lines import line_of, tidy
from summaries.statements.naming import is_nobody, is_voice
from summaries.statements.phrases import phrases, subject
from summaries.statements.pointers import resolve_pointers
from summaries.statements.quantities import quantities
from summaries.statements.quotes import quotations
from summaries.statements.refusals import as_denial, refuses
from summaries.statements.shared import Part, counted_before, parts_of
from summaries.statements.speakers import actor_in, body_in, note_mentions, speakers
from summaries.statements.tenses import planned_for, when_of

_OF_THINGS = words("cues_of_things")
_TEXTS = words("text_nouns") | cues().bases | {"zahl", "ergebnis", "bilanz", "entwurf", "plan", "einzelheit"}
_BEFORE = timedelta(days=1)
# In form a subjunctive, in meaning the writer's own guess: "Die Bank dürfte die Zinsen senken".
_GUESSING = frozenset({"dürfte", "dürften"})
# Adverbs that stand for what the sentence before says; "damit" and "dabei" only say with or at what.
_TAKING_UP = frozenset({"darauf", "darüber", "dafür", "dagegen"})
_MOST = 0.6  # of a clause's tokens that stand in an attribution whose speaker is theirs
_BEHIND = 3  # characters from a quoted sentence to the one behind it: a mark, white space
_CREDIT = re.compile(rf"\({CREDIT_NAMES}(?:/{CREDIT_NAMES}){{0,3}}\)(?=\s)")
_LONGEST_DATELINE = 9  # tokens: "Frankfurt am Main/Berlin (dpa/AFP) –"


@dataclass(slots=True)
class _Article:
    """What is known while reading one article from top to bottom."""

    reading: Reading
    text: str  # a Doc puts its text together anew each time it is asked
    cast: Cast
    quotes: tuple[CharSpan, ...]
    acts: dict[int, list[Draft]] = field(default_factory=dict)  # by the first token of their cue
    statements: list[Statement] = field(default_factory=list)
    quote_speakers: dict[int, tuple[Speaker, ...]] = field(default_factory=dict)
    over: dict[int, list[Draft]] = field(default_factory=dict)  # by token
    named: dict[int, frozenset[int]] = field(default_factory=dict)  # words for a speaker by their first
    voices: dict[frozenset[int], tuple[Speaker, ...]] = field(default_factory=dict)


def extract_statements(doc: Doc, blocks: Sequence[Block]) -> tuple[Statement, ...]:
    """Return the statements of an article in text order.

    Args:
        doc: The stored text, analysed by the language pipeline.
        blocks: Its blocks; only running text yields statements.
    """
    return _statements(doc, blocks, drafts_of(doc, blocks))


def extract_speech(
    doc: Doc, blocks: Sequence[Block]
) -> tuple[tuple[Statement, ...], tuple[Attribution, ...]]:
    """Return the statements of an article and the attributions that they stand in, each in text order."""
    drafts = drafts_of(doc, blocks)
    return _statements(doc, blocks, drafts), attributions_of(doc, drafts)


def _statements(doc: Doc, blocks: Sequence[Block], drafts: Sequence[Draft]) -> tuple[Statement, ...]:
    cast = Cast(doc)
    reading = Reading(doc, actor_in, lambda phrase: body_in(cast, phrase))
    text = doc.text
    article = _Article(reading, text, cast, quotations(text))
    _place(article, drafts)
    as_of = blocks[0].as_of if blocks else None
    for block in blocks:
        if block.kind is BlockKind.BODY:
            article.cast.heard_in_block = False
            article.cast.last = article.cast.last if block.as_of == as_of else ()
            as_of = block.as_of
            for sentence in _sentences(article, block):
                _read(article, sentence, block.as_of)
    read = complete_figures(_with_named_behind(_with_quote_speakers(article)))
    return resolve_pointers([_with_refusal(statement, text) for statement in read], text)


def _sentences(article: _Article, block: Block) -> Iterator[Sentence]:
    """The sentences inside a block, cut at its borders."""
    doc = article.reading.doc
    inside = doc.char_span(block.span.begin, block.span.end, alignment_mode="contract")
    if inside is None:
        return
    for sent in inside.sents:  # type: ignore[attr-defined]  # missing in the type stubs
        span = doc[max(sent.start, inside.start) : min(sent.end, inside.end)]
        span = _without_dateline(_stripped(span)) if span.start == inside.start else _stripped(span)
        span = _without_kicker(span)
        if any(t.is_alpha for t in span):
            yield Sentence(span, clauses_of(span), _token_ranges(article, span))


def _stripped(span: Span) -> Span:
    begin, end = span.start, span.end
    while begin < end and span.doc[begin].is_space:
        begin += 1
    while end > begin and span.doc[end - 1].is_space:
        end -= 1
    return span.doc[begin:end]


def _without_dateline(span: Span) -> Span:
    """Cut "Kiel (dpa) – ", "Kiel, Schleswig-Holstein - " and "(dpa)" off the start of a paragraph."""
    credit = _CREDIT.match(span.text)
    if credit is not None:
        return span.doc[span.start + sum(t.idx < span.start_char + credit.end() for t in span) : span.end]
    for token in span[:_LONGEST_DATELINE]:
        if token.text in {"-", "–", "—"} and token.i > span.start and token.whitespace_:
            return span.doc[token.i + 1 : span.end]
        if token.tag_ not in {"NE", "NN", "$,", "$(", "FM", "$.", "XY"}:
            break
    return span


def _without_kicker(span: Span) -> Span:
    """Cut "Kehrtwende in Kassel:" off a sentence; a name before the colon says who speaks and stays."""
    for token in span[1 : _LONGEST_DATELINE + 1]:
        if token.text == ":":
            rest = span.doc[token.i + 1 : span.end]
            whole = len(rest) > 1 and rest[0].text[:1].isupper() and any(t.tag_.endswith("FIN") for t in rest)
            return rest if whole else span
        if token.tag_[0] == "V" or token.ent_type_ in {"PER", "ORG"} or token.text in {"„", "“", '"'}:
            return span
    return span


def _token_ranges(article: _Article, span: Span) -> tuple[tuple[int, int], ...]:
    first, behind = _quotes_over(article, span.start_char, span.end_char)
    found = article.quotes[first:behind]
    inner = (span.doc.char_span(quote.begin, quote.end, alignment_mode="expand") for quote in found)
    return tuple((one.start, one.end) for one in inner if one is not None)


def _quotes_over(article: _Article, begin: int, end: int) -> tuple[int, int]:
    """Return the numbers of the quotations that share characters with a stretch, as a half-open range."""
    quotes = article.quotes  # in order, and none inside another
    first = bisect_right(quotes, begin, key=lambda quote: quote.end)
    return first, bisect_left(quotes, end, lo=first, key=lambda quote: quote.begin)


def _read(article: _Article, sentence: Sentence, as_of: datetime) -> None:
    doc = article.reading.doc
    for clause in sentence.clauses:
        note_mentions(article.cast, phrases(doc, clause.tokens), clause.finite)
    _note_voices(article, sentence)
    _hear_before_colon(article, sentence)
    found = framed(sentence, [d for token in sentence.span for d in article.acts.get(token.i, ())])
    covered: set[int] = set()
    if not found:
        spoken = [p for p in speech_subject(sentence) if is_voice(doc, p)]
        hear(article.cast, speakers(article.cast, spoken))
    for frame in found:
        covered |= set(frame.content) | set(frame.cue)
        for one in _from_frames(article, sentence, frame, as_of):
            _add(article, one)
    for clause, tokens in _uncovered(sentence, covered):
        for one in _from_clauses(article, sentence, clause, tokens, as_of):
            _add(article, one)
    article.cast.sentence += 1


def _from_frames(
    article: _Article, sentence: Sentence, frame: Frame, as_of: datetime
) -> Iterator[Statement | None]:
    """What an attribution says, once for each verb with a figure of its own, which one line tells."""
    whole = _from_frame(article, sentence, frame, as_of)
    parts = parts_of(article.reading.doc, frame.clause, frame.content) if whole and not frame.pointer else ()
    for part in parts:
        counts = part.counts or frame.counts
        one = replace(frame, content=part.tokens, clause=part.clause, counts=counts)
        made = _from_frame(article, sentence, one, as_of)
        yield made and whole and _as_part(made, whole, part)
    if not parts:
        yield whole


def _as_part(made: Statement, whole: Statement, part: Part) -> Statement:
    return replace(made, line=part.line, claimable=whole.claimable)


def _from_clauses(
    article: _Article, sentence: Sentence, clause: Clause, tokens: tuple[int, ...], as_of: datetime
) -> Iterator[Statement | None]:
    """What a clause says, once for each verb with a figure of its own, which one line tells."""
    whole = _from_clause(article, sentence, clause, tokens, as_of)
    parts = parts_of(article.reading.doc, clause, tokens)
    for part in parts:
        made = _from_clause(article, sentence, part.clause, part.tokens, as_of, counts=part.counts)
        yield made and whole and _as_part(made, whole, part)
    if not parts:
        yield whole


def _place(article: _Article, drafts: Iterable[Draft]) -> None:
    """Note the attributions by the tokens that they hold and the words that name their speakers."""
    for draft in drafts:
        if draft.act is not None and draft.act.lemma in NOT_SAID:
            continue
        if draft.speaker:
            article.named[min(draft.speaker)] = draft.speaker
        if draft.act is not None and draft.act.cue:
            article.acts.setdefault(min(draft.act.cue), []).append(draft)
        if draft.type is not AttributionType.REPORTED:
            for index in draft.tokens:
                article.over.setdefault(index, []).append(draft)


def _note_voices(article: _Article, sentence: Sentence) -> None:
    """Resolve who speaks in the attributions whose speaker is named in a sentence, while the cast knows."""
    for token in sentence.span:
        words = article.named.get(token.i)
        if words is not None and words not in article.voices:
            article.voices[words] = speakers(article.cast, phrases(token.doc, sorted(words))[:1])


def _draft_over(article: _Article, tokens: Sequence[int]) -> Draft | None:
    """The attribution that most of the tokens stand in, the narrowest where several do."""
    if not tokens:
        return None
    inside = set(tokens)
    around = article.over.get(tokens[len(tokens) // 2], ())
    held = [draft for draft in around if len(inside & draft.tokens) > len(inside) * _MOST]
    return min(held, key=lambda draft: len(draft.tokens), default=None)


def _hear_before_colon(article: _Article, sentence: Sentence) -> None:
    """„X verteidigte die Pläne: Das Land müsse …“: what follows the colon in the subjunctive is X's."""
    colon = next((t.i for t in sentence.span if t.text == ":" and not sentence.quoted(t.i)), None)
    if colon is None or not sentence.clauses or sentence.clauses[0].first > colon:
        return
    spoken = [
        p for p in subject(article.reading.doc, sentence.clauses[0]) if is_voice(article.reading.doc, p)
    ]
    hear(article.cast, speakers(article.cast, spoken))


def _uncovered(sentence: Sentence, covered: set[int]) -> Iterator[tuple[Clause, tuple[int, ...]]]:
    """Main clauses that no attribution covers, each with the clauses that hang on it."""
    taken: set[int] = set()
    for position, clause in enumerate(sentence.clauses):
        if (
            clause.kind is not ClauseKind.MAIN
            or clause.finite is None
            or covered & set(clause.verbs)
            or position in taken
        ):
            continue
        inside = {position}
        for n in range(position + 1, len(sentence.clauses)):
            if sentence.clauses[n].parent in inside or (
                n - 1 in inside and _shares_subject(sentence, n, covered)
            ):
                inside.add(n)
        taken |= inside
        tokens = sorted(i for n in inside for i in sentence.clauses[n].tokens if i not in covered)
        yield clause, tuple(tokens)


def _shares_subject(sentence: Sentence, position: int, covered: set[int]) -> bool:
    """Whether a clause joined by "und" has no subject of its own, so that it cannot stand alone."""
    doc, clause = sentence.doc, sentence.clauses[position]
    if clause.kind is not ClauseKind.MAIN or covered & set(clause.verbs):
        return False
    return clause.finite is None or (doc[clause.first].tag_ == "KON" and clause.finite == clause.first + 1)


def _add(article: _Article, statement: Statement | None) -> None:
    if statement is None:
        return
    confirmed = any("bestätig" in span.of(article.text).lower() for span in statement.cue)
    if not confirmed:  # who confirms what a paper says is a voice beside it
        _give_voice(article.statements, statement)
    article.statements.append(replace(statement, number=len(article.statements)))
    if statement.speaker is not None:
        hear(article.cast, (statement.speaker, *statement.co_speakers))
        for span in statement.quote:
            for n in range(*_quotes_over(article, span.begin, span.end)):
                article.quote_speakers[n] = article.cast.last


def _give_voice(before: list[Statement], statement: Statement) -> None:
    """„Das teilte die Polizei mit“: the sentence right before was hers, not the paper's own."""
    told = (
        statement.pointer
        and statement.stance is Stance.ASSERTS
        and statement.type is AttributionType.REPORTED
    )
    last = before[-1] if before else None
    named = statement.content.roles.get("events", frozenset())
    about = last.content.roles.get("events", frozenset()) if last else frozenset()
    if (
        told
        and (not named or named & about)  # "bestätigte die Einigung": the one told right before
        and statement.claimable
        and statement.speaker
        and last
        and last.speaker is None
        and last.claimable
    ):
        before[-1] = replace(
            last,
            speaker=statement.speaker,
            co_speakers=statement.co_speakers,
            cue=statement.cue,
            type=AttributionType.INDIRECT,
        )


def _from_frame(article: _Article, sentence: Sentence, frame: Frame, as_of: datetime) -> Statement | None:
    doc = article.reading.doc
    told = frame
    frame = replace(frame, speakers=tuple(p for p in frame.speakers if not is_nobody(doc, p)))
    voices = speakers(
        article.cast, [p for p in frame.speakers if is_voice(doc, p, named_source=_names_source(doc, frame))]
    )
    bare = frame.pointer is not None and not frame.content  # "widersprach": what was said right before
    tokens = frame.content or (frame.cue if bare else tuple(i for c in sentence.clauses for i in c.tokens))
    content = _content(article, sentence, frame, tokens, voices)
    if lacks_evidence(doc, frame.clause.tokens if frame.clause is not None else tokens):
        frame = replace(frame, stance=Stance.DOUBTS)
        content = replace(content, negated=False)
    if frame.stance is Stance.DENIES and any(doc[i].lower_ in {"hatte", "hatten"} for i in frame.cue):
        as_of -= _BEFORE  # the pluperfect places the denial before the article's own time
    if frame.negated and frame.stance is Stance.DENIES:
        frame = replace(frame, stance=Stance.ASSERTS, kind="believe")  # "schließt nicht aus" stays open
    when = when_of(doc, tokens, frame.clause, as_of)
    content = planned_for(doc, content, frame.clause, when, as_of)
    return Statement(
        number=0,
        quote=char_spans(doc, tokens),
        sentence=_chars(sentence.span),
        speaker=voices[0] if voices else None,
        co_speakers=voices[1:],
        cue=char_spans(doc, frame.cue),
        type=frame.type,
        stance=frame.stance,
        certainty=certainty_of(doc, tokens, frame),
        as_of=as_of,
        content=content,
        quantities=quantities(doc, tokens, planned=content.planned, counts=frame.counts),
        claimable=is_claimable(sentence, frame, frame.clause, tokens) and _is_voiced(frame, voices),
        line=_line(sentence, frame, tokens),
        pointer=frame.pointer is not None,
        when=when,
        hedges=char_spans(doc, hedging(doc, tokens, told)),
        channel=next(iter(speakers(article.cast, frame.channel)), None),
    )


def _content(
    article: _Article, sentence: Sentence, frame: Frame, tokens: Sequence[int], voices: Sequence[Speaker]
) -> Content:
    """What an attribution says, with what its cue adds: a plan, a figure, an accusation."""
    planned = frame.kind == "announce" or (frame.clause is not None and _cue_plans(sentence, frame))
    agents = _known_agents(article, frame, voices)
    content = content_of(article.reading, tokens, frame.clause, agent=agents, planned=planned)
    marks = {"figure": frame.figure, "accusation": frame.kind == "accuse"}
    added = {name: frozenset({"yes"}) for name, on in marks.items() if on}
    return replace(content, roles={**content.roles, **added})


def _line(sentence: Sentence, frame: Frame, tokens: Sequence[int]) -> str:
    """A denial shows its whole sentence: what is denied must never stand as if it were said."""
    if frame.stance in {Stance.DENIES, Stance.DOUBTS}:
        return tidy(sentence.span.text)
    return line_of(sentence, frame, frame.clause, tokens)


def _names_source(doc: Doc, frame: Frame) -> bool:
    """Whether whatever the words name is a source: after "laut", or as subject of what only people do."""
    verbs = {doc[i].lemma_.lower() for i in frame.cue if doc[i].tag_.startswith("V")}
    return not verbs or (frame.type is not AttributionType.REPORTED and not verbs & _OF_THINGS)


def _is_voiced(frame: Frame, voices: Sequence[Speaker]) -> bool:
    """A pronoun without bearer, or a denial by nobody, cannot stand behind a claim."""
    return bool(voices) or (not frame.speakers and frame.kind in {"assert", "believe", "accuse"})


def _cue_plans(sentence: Sentence, frame: Frame) -> bool:
    return is_planned([sentence.doc[i] for i in frame.cue], None, sentence.doc)


def _known_agents(article: _Article, frame: Frame, voices: Sequence[Speaker]) -> set[str]:
    """Who acts in an infinitive: the accused, or whoever concedes or announces it."""
    if frame.accused:
        return {key for phrase in frame.accused for key in phrase_keys(article.reading, phrase)}
    controls = frame.clause is not None and frame.clause.kind is ClauseKind.INFINITIVE
    if controls or frame.kind == "announce":
        return {voice.actor.partition("/")[0] for voice in voices if not voice.actor.startswith("-")}
    return set()


def _from_clause(
    article: _Article,
    sentence: Sentence,
    clause: Clause,
    tokens: tuple[int, ...],
    as_of: datetime,
    *,
    counts: str = "",
) -> Statement | None:
    doc = article.reading.doc
    if sum(sentence.quoted(i) for i in tokens) > len(tokens) * 0.8:
        return _direct(article, sentence, clause, tokens, as_of)
    reported, type_ = _carried_on(article, clause)
    draft = _speech_over(article, clause, tokens)
    told = _voices_of(article, draft)
    voice = article.cast.last if reported else told
    of_himself = clause.finite is not None and is_own_claim(doc[clause.finite])
    if of_himself:
        reported, type_, told = True, AttributionType.INDIRECT, ()
        voice = speakers(
            article.cast, [p for p in subject(doc, clause) if not p.pronoun or doc[p.begin].lower_ != "es"]
        )
    if told and draft is not None:
        reported, type_, voice = True, draft.type, told
    content = _taken_up(article, clause, content_of(article.reading, tokens, clause))
    doubted = lacks_evidence(doc, clause.tokens)
    if doubted:
        content = replace(content, negated=False)
    made = _statement(
        article, sentence, clause, tokens, content,
        as_of=as_of,
        speaker=voice if reported else (),
        type_=type_,
        stance=Stance.DOUBTS if doubted else Stance.ASSERTS,
        counts=counts or counted_before(doc, clause),
    )  # fmt: skip
    made = replace(made, speaker=voice[0]) if of_himself and voice else made  # where he is named
    # That a paper knows of no evidence is its caution, not a voice against the claim.
    return replace(made, claimable=made.claimable and not (doubted and not reported))


def _voices_of(article: _Article, draft: Draft | None) -> tuple[Speaker, ...]:
    """Who speaks in the attribution that a clause stands in, as far as that was resolved."""
    if draft is not None and draft.speaker and draft.speaker == draft.cue:
        return _source_before(article)  # "demnach"
    return article.voices.get(draft.speaker, ()) if draft is not None else ()


def _source_before(article: _Article) -> tuple[Speaker, ...]:
    """Whom "demnach" means: who spoke in the sentence before, else who leads it, if it tells of a text."""
    cast, before = article.cast, article.cast.sentence - 1
    if cast.last and cast.heard_in == before:
        return cast.last
    doc = article.reading.doc
    here = max((m.at for m in cast.mentions if m.sentence == before), default=-1)
    told = here >= 0 and any({t.lemma_.lower(), *compound_parts(t)[-1:]} & _TEXTS for t in doc[here].sent)
    return tuple(m.voice for m in cast.mentions if told and m.sentence == before and m.leads)[:1]


def _taken_up(article: _Article, clause: Clause, content: Content) -> Content:
    """„Darauf haben sich die Parteien geeinigt“: on what the sentence right before says."""
    last = article.statements[-1] if article.statements else None
    first = article.reading.doc[clause.first]
    if last is None or first.lower_ not in _TAKING_UP:
        return content
    between = article.text[last.sentence.end : first.idx]
    return taking_up(content, last.content) if not between.strip() else content


def _direct(
    article: _Article, sentence: Sentence, clause: Clause, tokens: tuple[int, ...], as_of: datetime
) -> Statement:
    content = content_of(article.reading, tokens, clause)
    draft = _draft_over(article, tokens)
    voice = article.voices.get(draft.speaker, ()) if draft is not None else ()
    return _statement(
        article, sentence, clause, tokens, content, as_of=as_of, speaker=voice, type_=AttributionType.DIRECT
    )


def _statement(
    article: _Article,
    sentence: Sentence,
    clause: Clause,
    tokens: tuple[int, ...],
    content: Content,
    *,
    as_of: datetime,
    speaker: tuple[Speaker, ...],
    type_: AttributionType | None,
    stance: Stance = Stance.ASSERTS,
    counts: str = "",
) -> Statement:
    doc = article.reading.doc
    when = when_of(doc, tokens, clause, as_of)
    content = planned_for(doc, content, clause, when, as_of)
    return Statement(
        number=0,
        quote=char_spans(doc, tokens),
        sentence=_chars(sentence.span),
        speaker=replace(speaker[0], spans=()) if speaker else None,
        co_speakers=tuple(replace(s, spans=()) for s in speaker[1:]),
        cue=(),
        type=type_,
        stance=stance,
        certainty=Certainty.HEDGED
        if _subjunctive(doc, clause) and not speaker
        else certainty_of(doc, tokens, None),
        as_of=as_of,
        content=content,
        quantities=quantities(doc, tokens, planned=content.planned, counts=counts),
        claimable=is_claimable(sentence, None, clause, tokens),
        stated=bool(speaker) or is_stated(sentence, clause),
        line=line_of(sentence, None, clause, tokens),
        when=when,
        hedges=char_spans(doc, hedging(doc, tokens, None)),
    )


def _speech_over(article: _Article, clause: Clause, tokens: Sequence[int]) -> Draft | None:
    """The attribution that a clause stands in; a plan behind speech is the paper's ("Nun soll … werden")."""
    draft, doc = _draft_over(article, tokens), article.reading.doc
    plans = clause.finite is not None and is_plan(doc[clause.finite])
    carried = draft is not None and draft.type is AttributionType.FREE_INDIRECT
    return None if carried and plans else draft


def _carried_on(article: _Article, clause: Clause) -> tuple[bool, AttributionType | None]:
    """Whether a clause without cue goes on reporting the speaker before it, and in which way."""
    doc = article.reading.doc
    if clause.finite is None or not (article.cast.last and article.cast.heard_in_block):
        return False, None
    if _subjunctive(doc, clause):
        return True, AttributionType.INDIRECT_FREE_INDIRECT
    modal = doc[clause.finite]
    rumoured = modal.lower_ in {"soll", "sollen"} and not is_plan(modal)
    around = _draft_over(article, clause.tokens) if rumoured else None
    if around is not None and around.type is AttributionType.FREE_INDIRECT:
        return True, AttributionType.FREE_INDIRECT
    return False, None


def _subjunctive(doc: Doc, clause: Clause | None) -> bool:
    """Whether the clause is in the mood of reported speech: Konjunktiv I, or II in its stead."""
    if clause is None or clause.finite is None:
        return False
    finite = doc[clause.finite]
    if finite.lower_ in _GUESSING or is_plan(finite):
        return False
    return ("Sub" in finite.morph.get("Mood", []) and finite.lemma_ != "werden") or finite.lower_ == "werde"


def _with_quote_speakers(article: _Article) -> tuple[Statement, ...]:
    """Give a directly quoted sentence without a cue the speaker of its quotation or of the one before."""
    result: list[Statement] = []
    last: tuple[Speaker, ...] = ()
    for statement in article.statements:
        voiced = statement
        if statement.type is AttributionType.DIRECT and statement.speaker is None:
            voiced = _quoted_by(statement, _speaker_of_quote(article, statement) or last)
        if voiced.speaker is not None:
            last = (voiced.speaker, *voiced.co_speakers)
        result.append(voiced)
    return tuple(result)


def _with_named_behind(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Give quoted sentences without a voice to whom the sentence right behind names: "Das sagte Lind"."""
    result = list(statements)
    voices: tuple[Speaker, ...] = ()
    begin = -1
    for number in range(len(result) - 1, -1, -1):
        one = result[number]
        if one.pointer and one.speaker is not None:
            voices, begin = (one.speaker, *one.co_speakers), one.sentence.begin
        elif one.type is AttributionType.DIRECT and one.speaker is None:
            near = 0 <= begin - one.sentence.end <= _BEHIND  # else something stands between
            result[number] = (
                replace(_quoted_by(one, voices), claimable=one.claimable) if near and voices else one
            )
            begin = one.sentence.begin if near else -1
        else:
            begin = -1
    return tuple(result)


def _with_refusal(statement: Statement, text: str) -> Statement:
    """„Das stimmt nicht“, sagte X: denies what was said right before."""
    asserts = statement.stance is Stance.ASSERTS and statement.speaker is not None and not statement.pointer
    if not asserts or not refuses(" ".join(span.of(text) for span in statement.quote)):
        return statement
    content = replace(statement.content, negated=False, planned=False)
    return as_denial(statement, content, pointer=True, line=statement.line)


def _quoted_by(statement: Statement, found: Sequence[Speaker]) -> Statement:
    if not found:
        return replace(statement, claimable=False)
    bare = tuple(replace(s, spans=()) for s in found)
    return replace(statement, speaker=bare[0], co_speakers=bare[1:])


def _speaker_of_quote(article: _Article, statement: Statement) -> tuple[Speaker, ...]:
    over = {n for span in statement.quote for n in range(*_quotes_over(article, span.begin, span.end))}
    known = sorted(over & article.quote_speakers.keys())
    return article.quote_speakers[known[0]] if known else ()


def _chars(span: Span) -> CharSpan:
    return CharSpan(span.start_char, span.end_char)
