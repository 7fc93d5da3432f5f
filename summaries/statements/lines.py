"""One plain sentence per proposition, made from the source's own words.

Words are only dropped (the attribution) and, where German word order asks for it, moved: "dass Soldaten
entsandt wurden" becomes "Soldaten wurden entsandt".  Nothing is inflected or added.  Where that is not
certain to be right the whole original sentence is the line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from spacy.tokens import Doc, Span, Token

from summaries.statements.clauses import Clause, ClauseKind
from summaries.statements.frame import Frame, Sentence
from summaries.statements.fronting import ATTRIBUTIVE, front_of, is_dashed, is_genitive_behind, with_focus
from summaries.statements.lexicon import cues
from summaries.statements.phrases import Phrase, subject
from summaries.statements.trees import AUXILIARIES, SUBJECTS, is_infinitive

# Verbs whose finite form may carry a separable prefix at the end of a clause cannot simply be moved.
_SEPARABLE = re.compile(
    r"^(?!(?:einigen|antworten|hindern|herrschen|festigen|umfassen|urteilen|wiederholen|anerkennen)$)"
    r"(?:ab|an|auf|aus|bei|bekannt|durch|ein|empor|entgegen|fest|fort|frei|her|hin|los|mit|nach|nieder|statt|teil|"
    r"über(?=laufen|greifen|gehen|treten|schwappen)|um|unter(?=bringen|gehen|kommen|tauchen|bleiben)|vor|weg|wieder|zu|zurück|zusammen|dar|bereit|hervor|vorbei|fehl|still|voraus|wahr|preis)"
)
# "heute" is wrong in a digest of tomorrow; inside a clause it can go without harm to the grammar.
_TODAY = re.compile(
    r"(?P<before>(?<![\w-])[\w-]+|,) (?:heute|gestern)"
    r"(?: (?:Morgen|Vormittag|Mittag|Nachmittag|Abend|früh))?(?= [\wäöü])"
)
_DAYS = re.compile(r"\b(?:heute|gestern)\b")
_DENIED = re.compile(r"(?: \w+){0,3} (?:nicht|kein\w{0,2}|nie|niemand)\b")
# No sentence ends so: words that lead to what a cut took away.
_DANGLING = re.compile(
    r" (?:als|und|oder|der|die|dem|den|eine|einen|einem|einer|rund|etwa|mindestens|von|für|beim|zum|zur|im)$"
)
# Words that "heute" belongs to: "bis heute", "bereits heute".
_HOLDING_TODAY = frozenset(
    {
        "bis",
        "seit",
        "ab",
        "von",
        "per",
        "vor",
        "für",
        "auf",
        "wie",
        "als",
        "bereits",
        "schon",
        "erst",
        "noch",
        "nur",
        "auch",
        "und",
        "oder",
    }
)
_INSET = 4  # tokens with the closing bracket
# A name, a short form or a figure; "(l.)", "(DE: ABC)" and "(die Elbpost berichtet)" tell nothing.
_TELLING_INSET = re.compile(r"(?:[A-ZÄÖÜ\d][\w,/-]*(?: (?=[A-ZÄÖÜ\d])|$))+|[A-ZÄÖÜ\d][^:.;]*\d[^:.;]*")
_DEPENDENT = ("case", "det", "nmod", "flat", "appos", "amod", "nummod", "nsubj", "aux", "cop")
_BEGINNING = frozenset({"NN", "ART", "PDAT", "PPOSAT", "PIAT", "ADJA", "CARD"})
# "ist zwar gestiegen" promises a second half.
_BUT = re.compile(r"\b(?:aber|doch|jedoch|allerdings|dennoch)\b")
# "stellte einen Plan vor: Um Geld zu sparen.": the clause that it leads to is gone.
_PURPOSE_LEFT = re.compile(r": Um [^,;:]*\.$")
# "nicht nur Raketen, sondern auch Soldaten" without its second half says something else.
_NOT_ONLY = re.compile(r"\bnicht (?:mehr )?(?:nur|allein|bloß)\b")
_PLUPERFECT = frozenset({"war", "waren", "hatte", "hatten"})
_ASSUMING = frozenset({"gehen", "ausgehen"})
_ASSUMED = frozenset({"von", "vom", "davon"})
_THIRD = frozenset({"er", "sie", "ihn", "ihm", "ihr", "ihnen"})
_ARTICLES = frozenset({"der", "die", "das"})
_PRIMES = frozenset({"'", "’", "‘", "′", "`", "´"})
_GENITIVE = frozenset({"des", "der", "eines", "einer"})
# What may stand in front of the verb beside the one phrase that German puts there.
_BESIDE = frozenset(
    {"auch", "nur", "selbst", "sogar", "aber", "jedoch", "denn", "allein", "besonders", "vor", "allem"}
)
# Adverbs that lead over from the sentence before; they can go where they stand alone in front of the verb.
_LINKS = frozenset(
    {
        "dabei",
        "damit",
        "dadurch",
        "zudem",
        "außerdem",
        "demnach",
        "deshalb",
        "daher",
        "unterdessen",
        "dennoch",
        "trotzdem",
        "vielmehr",
        "allerdings",
        "zugleich",
        "gleichzeitig",
        "nun",
    }
)
_MOVABLE_TAGS = frozenset({"VAFIN", "VMFIN", "VVFIN", "VVINF", "VAINF", "VMINF"})


def line_of(sentence: Sentence, frame: Frame | None, clause: Clause | None, tokens: Sequence[int]) -> str:
    """Return the proposition as one sentence.

    Args:
        sentence: The sentence it stands in.
        frame: Its attribution, None where the article speaks.
        clause: The proposition's main clause, None for a noun phrase.
        tokens: The proposition's token indices.
    """
    whole = _timeless(_closed(tidy(sentence.span.text)))
    if clause is None or not tokens:
        return whole
    doc = sentence.doc
    short = _shortened(sentence, frame, clause, tokens)
    spoken = frame is not None and not _is_bound(doc, tokens)
    halved = _NOT_ONLY.search(short) and "sondern" in whole and "sondern" not in short
    halved = halved or (" zwar " in short and bool(_BUT.search(whole)) and not _BUT.search(short))
    compared = whole.startswith(f"{short[:-1]}, als ")  # "weniger, als geplant"
    torn = halved or compared or _lacks_infinitive(doc, tokens)
    torn = torn or (whole.startswith(f"{short[:-1]},") and _lacks_participle(doc, clause, tokens))
    torn = torn or bool(_PURPOSE_LEFT.search(short)) or _lacks_assumption(sentence, tokens)
    return short if short and not spoken and not torn else whole


def _lacks_infinitive(doc: Doc, tokens: Sequence[int]) -> bool:
    """Tell whether a modal verb has its infinitive elsewhere: "soll gestürmt [und gefeuert haben]"."""
    verbs = [doc[i] for i in tokens if doc[i].tag_.startswith(("VV", "VA", "VM"))]
    others = [verb for verb in verbs if verb.tag_ != "VMFIN"]
    return len(others) < len(verbs) and bool(others) and all(verb.tag_ == "VVPP" for verb in others)


def _lacks_participle(doc: Doc, clause: Clause, tokens: Sequence[int]) -> bool:
    """Tell whether "wurde" has its participle behind an inset: "wurde von einem Mann, der …, [getroffen]"."""
    finite = doc[clause.finite] if clause.finite is not None else None
    if finite is None or finite.lemma_ != "werden":
        return False
    return not any(doc[i].tag_.startswith("V") and not doc[i].tag_.endswith("FIN") for i in tokens)


def _lacks_assumption(sentence: Sentence, tokens: Sequence[int]) -> bool:
    """Tell whether "gehen … aus" is kept without what is assumed: "von einer Verzögerung"."""
    kept = [sentence.doc[i] for i in sorted(tokens) if not sentence.doc[i].is_punct]
    if not any(t.lemma_ in _ASSUMING for t in kept) or kept[-1].lower_ != "aus":
        return False
    assumed = any(t.lower_ in _ASSUMED for t in sentence.span)
    return assumed and not any(t.lower_ in _ASSUMED for t in kept)


def _shortened(sentence: Sentence, frame: Frame | None, clause: Clause, tokens: Sequence[int]) -> str:
    """Return the proposition without what stands around it, "" where that is not safe."""
    doc = sentence.doc
    if clause.kind is ClauseKind.SUBORDINATE and clause.opener == "dass":
        return finished(_verb_second(doc, clause, _without_siblings(sentence, clause, tokens)))
    if clause.kind is not ClauseKind.MAIN:
        return ""
    if frame is None:
        return _own_clause(sentence, clause, tokens)
    kept = _without_link(doc, clause, sorted(tokens))
    if len(kept) < len(tokens) and kept[0] == clause.finite:
        return finished(_subject_first(doc, clause, kept))
    return finished(_without_source(doc, clause, tokens, set(frame.cue)))


def _is_bound(doc: Doc, tokens: Sequence[int]) -> bool:
    """Tell whether every "er" and "ihr" has a noun before it that it may mean: else the speaker is meant."""
    named: list[Token] = []
    for token in (doc[i] for i in sorted(tokens)):
        own = token.tag_ == "PPOSAT" and token.lower_.startswith(("sein", "ihr"))
        if own and doc[token.i + 1 : token.i + 2].text.lower() in cues().bases:
            return False  # "seiner Meinung nach"
        if (own or token.lower_ in _THIRD) and not any(_may_mean(token, noun) for noun in named):
            return False
        if token.tag_ in {"NN", "NE"}:
            named.append(token)
    return True


def _may_mean(pronoun: Token, noun: Token) -> bool:
    """Tell whether a pronoun may stand for a noun by its gender and number, as far as the noun shows them."""
    plural, gender = "Plur" in noun.morph.get("Number", []), noun.morph.get("Gender", [])
    masculine = pronoun.lower_.startswith(("sein", "er", "ihm", "ihn")) and pronoun.lower_ != "ihnen"
    if noun.tag_ == "NE" or not gender:
        return True
    return not plural and "Fem" not in gender if masculine else plural or "Fem" in gender


def _without_link(doc: Doc, clause: Clause, kept: list[int]) -> list[int]:
    """„Dabei kamen vier Menschen ums Leben“: the adverb only ties the sentence to the one before."""
    linked = len(kept) > 1 and doc[kept[0]].lower_ in _LINKS and kept[1] == clause.finite
    return kept[1:] if linked else kept


def _without_siblings(sentence: Sentence, clause: Clause, tokens: Sequence[int]) -> list[int]:
    """Leave out what a second "und dass …" adds."""
    doc = sentence.doc
    siblings = [c for c in sentence.clauses if c.first > clause.last and doc[c.first].tag_ == "KON"]
    end = min((c.first for c in siblings), default=sentence.span.end)
    return [i for i in tokens if i < end]


def _own_clause(sentence: Sentence, clause: Clause, tokens: Sequence[int]) -> str:
    """A main clause of the article itself; after a subordinate clause it gets its subject in front."""
    doc, kept = sentence.doc, _without_stub(sentence.doc, sorted(tokens))
    if not kept or clause.finite is None or sentence.quoted(clause.finite) != sentence.quoted(kept[0]):
        return ""
    if _is_introduction(sentence, kept) or _is_inset(sentence, kept) or _goes_on_behind(sentence, kept):
        return ""
    if _is_of_long_ago(sentence, clause):
        return ""
    joined = bool(kept) and doc[kept[0]].tag_ == "KON"
    while kept and doc[kept[0]].tag_ == "KON":
        kept = kept[1:]
    if not subject(doc, clause) or _has_gaps(doc, kept) or _shares_front(sentence, clause):
        return ""
    kept = _without_link(doc, clause, kept)
    if kept and kept[0] == clause.finite:  # "… und zündeten Häuser an" has its subject in the clause before
        alone = not joined and not _has_front_before(sentence, clause)
        return finished(_subject_first(doc, clause, kept)) if alone else ""
    return finished(words_at(doc, kept)) if _is_verb_second(doc, clause, kept) else ""


def _shares_front(sentence: Sentence, clause: Clause) -> bool:
    """Tell whether a clause has what stands in front of its verb in the one before it, or lends its own.

    „… sind geschlossen, und auch in Namur, einer Stadt, ruht der Verkehr“: where the apposition ends, a new
    clause seems to begin.
    """
    doc = sentence.doc
    return any(
        left.kind is right.kind is ClauseKind.MAIN
        and right.first == right.finite
        and doc[right.first - 1].text == ","
        and any(doc[i].tag_ == "KON" and doc[i - 1].text == "," for i in left.tokens if i)
        for left, right in pairwise(sentence.clauses)
        if clause.first in {left.first, right.first}
    )


def _has_front_before(sentence: Sentence, clause: Clause) -> bool:
    """Tell whether a relative clause parts the front of a clause from it: "Zu den Gästen, die …, gehörte"."""
    before = next((c for c in reversed(sentence.clauses) if c.first < clause.first), None)
    if before is None:
        return False
    words = [i for i in before.tokens if not sentence.doc[i].is_punct]
    opens = bool(words) and sentence.doc[words[0]].tag_.startswith(("KOU", "PW", "PREL"))
    return not opens and (before.kind is ClauseKind.SUBORDINATE or words[-1:] == [before.finite])


def _is_introduction(sentence: Sentence, kept: Sequence[int]) -> bool:
    """Tell whether a colon and somebody's words follow: "… lehnte mit den Worten ab: „…“"."""
    doc, end = sentence.doc, kept[-1] + 1
    return doc[end : end + 1].text == ":" and end + 1 < sentence.span.end and sentence.quoted(end + 1)


def _is_of_long_ago(sentence: Sentence, clause: Clause) -> bool:
    """Tell whether the clause before stands in the pluperfect: "Die Bank war pleite gegangen, …"."""
    doc = sentence.doc
    before = next((c for c in reversed(sentence.clauses) if c.first < clause.first), None)
    if before is None or before.kind is not ClauseKind.MAIN or before.finite is None:
        return False
    past = doc[before.finite].lower_ in _PLUPERFECT and any(doc[i].tag_ == "VVPP" for i in before.verbs)
    return past and doc[clause.first - 1].text == "," and clause.finite is not None


def _goes_on_behind(sentence: Sentence, kept: Sequence[int]) -> bool:
    """Tell whether what is left out behind a comma is no clause: "in Teilen von Peru[, Chile und …]"."""
    doc = sentence.doc
    if doc[kept[-1]].text == ":" or doc[kept[-1] + 1 : kept[-1] + 2].text != ",":
        return False
    behind = [doc[i] for i in range(kept[-1] + 1, sentence.span.end) if doc[i].is_alpha]
    return bool(behind) and not any(t.tag_.endswith("FIN") or is_infinitive(t) for t in behind)


def _is_inset(sentence: Sentence, kept: Sequence[int]) -> bool:
    """Tell whether what is kept has one of two dashes: "… – sie wurde 16. – …"."""
    dashes = {t.i for t in sentence.span if t.text in {"–", "—"}}
    within = sum(kept[0] < i < kept[-1] for i in dashes)
    return within % 2 == 1 and len(dashes) > 1


def _without_stub(doc: Doc, kept: list[int]) -> list[int]:
    """Leave out the beginning of a clause whose verb is not kept: "…, der mehr als"."""
    commas = [i for i in range(kept[0], kept[-1]) if doc[i].text == ","] if kept else []
    tail = [i for i in kept if commas and i > commas[-1]]
    opens = bool(tail) and any(doc[i].tag_.startswith(("KOUS", "PREL", "PW")) for i in tail[:2])
    stub = opens and not any(doc[i].tag_.endswith("FIN") for i in tail)
    kept = [i for i in kept if i < commas[-1]] if stub else kept
    while kept and doc[kept[-1]].tag_ == "KON":
        kept = kept[:-1]
    return kept


def _is_cut(doc: Doc, kept: Sequence[int]) -> bool:
    """Tell whether a verb lacks what it governs: its subject or auxiliary before, its clause behind."""
    inside = set(kept)
    verbs = [doc[i] for i in kept if doc[i].tag_.startswith(("VV", "VA", "VM"))]
    before = any(
        c.i < kept[0] and c.dep_.startswith(("nsubj", "aux", "obj")) for v in verbs for c in v.children
    )
    behind = any(
        c.i > kept[-1] and c.dep_ in {"xcomp", "ccomp"} and c.i not in inside
        for v in verbs
        for c in v.children
    )
    return before or behind


def _is_orphaned(doc: Doc, kept: Sequence[int]) -> bool:
    """Tell whether a word is kept without what it belongs to: "zieht als ins Parlament ein".

    A subject or auxiliary needs its verb, an article its noun, a verb its particle.
    """
    inside = set(kept)
    alone = any(
        doc[i].dep_.startswith(_DEPENDENT)
        and doc[i].head.i not in inside
        and not _is_adverbial(doc[i], inside)
        for i in kept
    )
    parted = any(c.dep_ == "compound:prt" and c.i not in inside for i in kept for c in doc[i].children)
    joined = any(doc[i].dep_ == "cc" and doc[i].head.i not in inside for i in kept[1:])  # "A und [B zufolge]"
    return alone or parted or joined


def _is_adverbial(token: Token, inside: set[int]) -> bool:
    """Tell whether a phrase with its preposition is kept, which can stand alone: "sind ohne Strom"."""
    cases = [c.i for c in token.children if c.dep_ == "case"]
    return token.dep_ == "nmod" and bool(cases) and set(cases) <= inside


def _is_relative(doc: Doc, kept: Sequence[int]) -> bool:
    """Tell whether a relative pronoun opens what is kept, also behind a preposition."""
    return any(doc[i].tag_.startswith("PREL") for i in kept[:2])


def _has_gaps(doc: Doc, kept: Sequence[int]) -> bool:
    """Tell whether words are missing between the first and the last, but for what stands in brackets."""
    missing = [doc[i] for i in range(kept[0], kept[-1]) if i not in set(kept)] if kept else []
    depth, outside = 0, False
    for token in missing:
        depth += (token.text == "(") - (token.text == ")")
        outside = outside or (depth == 0 and token.is_alpha)
    return outside


def _is_verb_second(doc: Doc, clause: Clause, kept: Sequence[int]) -> bool:
    """Tell whether one phrase stands before the finite verb, as in every main clause that is whole.

    „Seit Mai in Thailand die Macht ausübt“ and "der einen Motor besitzt" are the ends of relative clauses.
    """
    if clause.finite is None or not doc.has_annotation("DEP"):
        return clause.finite is not None
    finite = doc[clause.finite]
    if clause.finite == kept[0] or doc[clause.finite - 1].tag_ == "KON":
        return False
    verbs = (
        {finite.i: finite, finite.head.i: finite.head}
        if finite.dep_.startswith(("aux", "cop"))
        else {finite.i: finite}
    )
    if _is_cut(doc, kept) or _is_orphaned(doc, kept) or doc[kept[0]].tag_.startswith("PREL"):
        return False
    front = [c for v in verbs.values() for c in v.children if kept[0] <= c.i < finite.i and not c.is_punct]
    phrases_ = [c for c in front if c.tag_ != "KON" and c.lower_ not in _BESIDE and c.i not in verbs]
    return len(phrases_) <= 1


def _closed(text: str) -> str:
    """Leave out a mark at either end that opens or closes a quotation of several sentences."""
    if text[:1] in {"„", "»"} and text.count("„") + text.count("»") > text.count("“") + text.count("«"):
        return text[1:]
    if text[-1:] in {"“", "«"} and text.count("“") + text.count("«") > text.count("„") + text.count("»"):
        return text[:-1]
    return text


def tidy(text: str) -> str:
    """Collapse white space."""
    return re.sub(r"\s+", " ", text).strip()


def finished(text: str) -> str:
    """Return a sentence with a capital and a full stop, "" where marks do not pair or nothing is left."""
    text = _timeless(tidy(text).removesuffix(", so").strip(" ,;:–-"))
    if text[:1] in {"„", "»"} and text[-1:] in {"“", "«"} and not set("„“»«") & set(text[1:-1]):
        text = text[1:-1]
    if not text or _unbalanced(text) or _DANGLING.search(text):
        return ""
    text = text[0].upper() + text[1:]
    return text if text[-1] in ".!?" else text + "."


def _timeless(text: str) -> str:
    """Leave out "heute" and "gestern", but where a line tells of both: "von gestern 18 bis heute 14 Uhr"."""
    return text if len(set(_DAYS.findall(text))) > 1 else _TODAY.sub(_without_today, text)


def _without_today(match: re.Match[str]) -> str:
    denied = _DENIED.match(match.string, match.end())  # "ist gestern nicht erschienen", since it came today
    return match[0] if denied or match["before"].lower() in _HOLDING_TODAY else match["before"]


def _unbalanced(text: str) -> bool:
    pairs = (("„", "“"), ("»", "«"), ("(", ")"))
    return any(text.count(a) != text.count(b) for a, b in pairs) or text.count('"') % 2 == 1


def words_at(doc: Doc, tokens: Sequence[int]) -> str:
    """Return the text from the first to the last of some tokens, without gaps but for names in brackets."""
    runs = _runs(doc, _with_brackets(doc, tokens))
    text = "".join(_before(doc, runs, n) + doc[a:b].text for n, (a, b) in enumerate(runs))
    return re.sub(r"(?<!\s)\s+([,;:.!?])", r"\1", text)


def _with_brackets(doc: Doc, tokens: Sequence[int]) -> list[int]:
    """Add what stands in brackets right behind one of some tokens: "Frankfurt (Oder)", "Holm (12 Jahre)"."""
    kept = set(tokens)
    for place in tokens:
        inset = doc[place + 1 : place + 2 + _INSET]
        closing = next((t.i for t in inset if t.text == ")"), None)
        if inset.text.startswith("(") and closing is not None:
            words = doc[place + 2 : closing]
            kept |= {t.i for t in words} if _TELLING_INSET.fullmatch(words.text) else set()
    return sorted(kept)


def _before(doc: Doc, runs: Sequence[tuple[int, int]], n: int) -> str:
    """What joins a run to the one before it: a comma where one stood in the gap."""
    if n == 0:
        return ""
    if doc[runs[n - 1][1] - 1].tag_ == "KON":
        return " "
    gap = re.sub(r"\([^()]*\)", "", doc[runs[n - 1][1] : runs[n][0]].text).strip()
    enclosed = gap.count(",") % 2 == 0  # ", wie er genannt wurde,", "laut dem Amt, das so heißt,"
    return ", " if not enclosed and "," in {gap[0], gap[-1]} else " "


def _runs(doc: Doc, tokens: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[list[int]] = []
    for index in sorted(tokens):
        gap = doc[runs[-1][1] : index] if runs else None
        if gap is not None and all(t.is_punct or t.is_quote or t.text in "()–" for t in gap):
            runs[-1][1] = index + 1
        else:
            runs.append([index, index + 1])
    return [(_widen_left(doc, a), _widen_right(doc, b)) for a, b in runs]


def _widen_left(doc: Doc, begin: int) -> int:
    """Take an opening mark along that belongs to the first word."""
    return begin - 1 if begin and doc[begin - 1].text in {"„", "»", "("} else begin


def _widen_right(doc: Doc, end: int) -> int:
    return end + 1 if end < len(doc) and doc[end].text in {"“", "”", "«", ")"} else end


def _verb_second(doc: Doc, clause: Clause, tokens: Sequence[int]) -> str:
    """Turn "dass S … V" into "S V …"; "" where the subject or the verb is not certain."""
    acting = subject(doc, clause)
    opener = next((i for i in clause.tokens if doc[i].lower_ == "dass"), None)
    if acting and doc[acting[0].head].dep_ == "obj":
        return ""  # "dass Unbekannte Daten gestohlen haben": no telling where the subject ends
    if not acting or opener is None or clause.finite is None:
        return ""
    if acting[0].begin != opener + 1:
        return _phrase_first(doc, clause.finite, [i for i in tokens if i > opener])
    if not _movable(doc, clause.finite) or acting[-1].end > clause.finite:
        return ""
    end = _whole_subject(doc, acting[0].head, acting[-1].end, clause.finite)
    front = doc[acting[0].begin : end].text if end is not None else ""
    if end is None or doc[end].text == "," or _unbalanced(front):  # an apposition or a quotation goes on
        return ""
    middle = words_at(doc, [i for i in tokens if end <= i < clause.finite])
    rest = [i for i in tokens if i > clause.finite]
    return _glue(front, doc[clause.finite].text, middle, _tail(doc, clause.finite, rest))


def _phrase_first(doc: Doc, finite: int, tokens: Sequence[int]) -> str:
    """Turn "dass in Ulm drei Männer verletzt wurden" into "in Ulm wurden drei Männer verletzt"."""
    before = [i for i in tokens if i < finite]
    found = _first_phrase(doc, finite, before) if before and _movable(doc, finite) else None
    if found is None or found[0] != before[0] or doc[before[0]].tag_ == "KON":
        return ""
    middle = words_at(doc, [i for i in before if i >= found[1]])
    rest = [i for i in tokens if i > finite]
    return _glue(doc[found[0] : found[1]].text, doc[finite].text, middle, _tail(doc, finite, rest))


def _whole_subject(doc: Doc, head: int, end: int, finite: int) -> int | None:
    """Return where a subject ends with what the tree hangs on it: "das Schicksal von Vermissten".

    None where a noun follows a name without a comma ("Nordkorea Material …"): no telling where it ends.
    """
    inside = doc[head:end]
    if end < finite and (_continues(inside, doc[min(end, len(doc) - 1)]) or _comes_from(doc, end, finite)):
        return None
    if any(
        a.tag_ == "NE" and b.tag_ in _BEGINNING and b.lower_ not in _GENITIVE for a, b in pairwise(inside)
    ):
        return None
    if any(t.tag_ == "CARD" for t in inside[1:]):
        return None
    if [t.lower_ for t in doc[end : end + 2]] == ["an", "bord"] and end + 2 <= finite:
        return end + 2  # "alle 67 Menschen an Bord", whatever the tree hangs it on
    below = {t.i for t in doc[head].subtree} if doc.has_annotation("DEP") else set()
    if end in below and end < finite and doc[end].lower_ in ATTRIBUTIVE:
        noun = next((i for i in range(end, finite) if doc[i].tag_ in {"NN", "NE"}), end)
        end = noun + 1 if set(range(end, noun + 1)) <= below else end
    if end < finite and doc[end].tag_ in {"NE", "FM"}:
        return None  # "die Software pulsemixer"
    return end


def _comes_from(doc: Doc, end: int, finite: int) -> bool:
    """Tell whether a place may belong to the subject or to the verb: "der Junge aus Ulm"."""
    return doc[end].lower_ == "aus" and end + 1 < finite and doc[end + 1].tag_ in {"NE", "NN"}


def _continues(inside: Span, behind: Token) -> bool:
    """Tell whether a subject goes on: "die Prüfung der bis Mai gestellten Anträge", "die Lord′s Army"."""
    numbered = behind.tag_ == "CARD" and inside[-1:].text != "" and inside[-1].tag_ in {"NE", "FM"}
    return is_genitive_behind(behind) or behind.text in _PRIMES or numbered


def _movable(doc: Doc, finite: int) -> bool:
    token = doc[finite]
    if token.tag_ not in _MOVABLE_TAGS:
        return False
    return not token.tag_.startswith("VV") or not _SEPARABLE.match(token.lemma_.lower())


def _tail(doc: Doc, after: int, rest: Sequence[int]) -> str:
    """What follows the verb, with the comma that parts it."""
    if not rest:
        return ""
    comma = ", " if any(doc[i].text == "," for i in range(after + 1, rest[0])) else ""
    return comma + words_at(doc, rest)


def _glue(*pieces: str) -> str:
    return re.sub(r"(?<!\s)\s+([,;:.])", r"\1", " ".join(p for p in pieces if p))


def _without_source(doc: Doc, clause: Clause, tokens: Sequence[int], cue: set[int]) -> str:
    """Drop "laut X": in the middle it just goes, in front the subject takes its place."""
    if clause.finite is None or clause.finite not in tokens:
        return ""
    kept = sorted(tokens)
    inside = set(kept)
    joined = any(doc[i].text == ";" for i in range(kept[0], kept[-1]) if i not in inside)
    torn = joined or _lacks_subject(doc, clause, kept) or _leaps(doc, kept, cue)
    if torn or (cue and _goes_with_source(doc, kept, cue)):
        return ""  # two sentences would run into each other, or the source into what it says
    if kept[0] != clause.finite:
        if _is_told_behind(doc, clause, kept, cue):
            return (
                words_at(doc, kept) if _is_verb_second(doc, clause, kept) and not _has_gaps(doc, kept) else ""
            )
        leftover = cue and min(cue) < clause.finite and kept[0] > min(cue)  # "laut Akten aus dem Archiv …"
        return "" if leftover or _is_orphaned(doc, kept) or _is_relative(doc, kept) else words_at(doc, kept)
    if not cue or min(cue) > kept[-1]:
        return ""
    return _subject_first(doc, clause, kept)


def _lacks_subject(doc: Doc, clause: Clause, kept: Sequence[int]) -> bool:
    """Tell whether the subject went with the source: "können [Gäste der Airline zufolge] Züge nutzen"."""
    finite = doc[clause.finite] if clause.finite is not None else None
    if finite is None:
        return False
    heads = {finite.i, finite.head.i} if finite.dep_ in AUXILIARIES else {finite.i}
    inside = set(kept)
    acting = [c.i for i in heads & inside for c in doc[i].children if c.dep_ in SUBJECTS]
    lost = [i for i in acting if kept[0] < i < kept[-1] and i not in inside]
    return bool(lost) and not any(i in inside for i in acting)


def _leaps(doc: Doc, kept: Sequence[int], cue: set[int]) -> bool:
    """Tell whether words beside the source are missing, so that two clauses would run into each other."""
    inside = set(kept)
    gaps = [(a, b) for a, b in pairwise(kept) if b > a + 1]
    missing = [set(range(a + 1, b)) - inside for a, b in gaps]
    return any(any(doc[i].tag_.endswith("FIN") for i in gap) and not gap & cue for gap in missing)


def _goes_with_source(doc: Doc, kept: Sequence[int], cue: set[int]) -> bool:
    """Tell whether what is kept may belong to the source: "nach Angaben des Amtes in Mornau"."""
    inside = set(kept)
    behind = next((i for i in kept if i > max(cue)), None)
    if behind is None:
        return False
    if any(doc[i].lower_ == "so" for i in cue) and max(cue) > kept[0]:
        return True
    source = doc[behind - 1]
    follows = (
        source.i not in inside
        and source.tag_ in {"NN", "NE"}
        and any(c.dep_ == "det" for c in source.children)
    )
    place = doc[behind].lower_ in {"in", "aus"} and doc[behind + 1 : behind + 2].text.istitle()
    return follows and (place or doc[behind].lower_ in {"von", "vom"})


def _is_told_behind(doc: Doc, clause: Clause, kept: Sequence[int], cue: set[int]) -> bool:
    """Tell whether a clause stands whole behind a verb that says it: "Das Amt teilte mit, es sei …"."""
    begin = kept[0] - (doc[kept[0] - 1].text in {"„", "»", '"', "“"})
    told = bool(cue) and max(cue) < kept[0] and any(doc[i].tag_.startswith("V") for i in cue)
    finite = clause.finite is not None and doc[clause.finite].tag_.endswith("FIN")
    finite = finite and not is_infinitive(doc[clause.finite or 0])  # "kurzfristig zurückzutreten"
    return told and finite and kept[0] == clause.first and doc[begin - 1].text in {",", ":"}


def _subject_first(doc: Doc, clause: Clause, kept: Sequence[int]) -> str:
    """„haben die Truppen …“ becomes "die Truppen haben …"; "" where that is not certain to be right."""
    if clause.finite is None or is_dashed(doc[clause.finite]):
        return ""
    rest = [i for i in kept if i > clause.finite]
    acting = _movable_subject(doc, clause) or _first_phrase(doc, clause.finite, rest)
    if acting is None:
        return ""
    begin, end = acting
    middle = [i for i in kept if clause.finite < i < begin]
    rest = [i for i in kept if i >= end]
    if not middle and not rest and (doc[clause.finite].tag_ == "VAFIN" or _has_place(doc[begin:end])):
        return ""  # "12.000 Soldaten in Russland sind": the place is the predicate, or goes with the verb
    if _is_where(doc, clause.finite, begin, end, rest):
        return ""
    tail = _tail(doc, end - 1, rest)
    return _glue(doc[begin:end].text, doc[clause.finite].text, words_at(doc, middle) if middle else "", tail)


def _is_where(doc: Doc, finite: int, begin: int, end: int, rest: Sequence[int]) -> bool:
    """Tell whether a phrase with the subject says what it is: "ist [die Bande auf dem Weg] zu …"."""
    if doc[finite].lemma_ != "sein" or not _has_place(doc[begin:end]):
        return False
    return not any(doc[i].tag_.startswith(("V", "ADJD")) for i in rest)


def _has_place(phrase: Span) -> bool:
    return any(token.tag_.startswith("APPR") for token in phrase[1:])


def _first_phrase(doc: Doc, finite: int, rest: Sequence[int]) -> tuple[int, int] | None:
    kept = sorted([finite, *rest])
    if not doc.has_annotation("DEP") or _is_cut(doc, kept) or _is_orphaned(doc, kept):
        return None
    return front_of(doc, finite, rest)


def _movable_subject(doc: Doc, clause: Clause) -> tuple[int, int] | None:
    """The subject after the finite verb, if nothing but adverbs stands between."""
    found: tuple[Phrase, ...] = subject(doc, clause)
    if clause.finite is None or not found or found[0].begin <= clause.finite:
        return None
    between = [doc[i] for i in range(clause.finite + 1, found[0].begin)]
    if any(t.tag_ not in {"ADV", "PTKNEG", "ADJD"} for t in between) or any(
        t.tag_ == "PTKNEG" for t in between
    ):
        return None
    end = _whole_subject(doc, found[0].head, found[-1].end, clause.last + 1)
    if end is None or doc[found[0].begin].tag_ == "ADV" or _goes_on(doc, found[0], end):
        return None
    if doc[end - 1].tag_.startswith("APPR"):
        return None  # "stieg die Zahl der Fälle auf 40": the tree hangs the figure on the noun
    return with_focus(doc, (found[0].begin, end), range(clause.finite + 1, found[0].begin))


def _goes_on(doc: Doc, subject_: Phrase, end: int) -> bool:
    """Tell whether a subject seems to go on where it ends: an enumeration, an apposition, "es der Verein"."""
    if end >= len(doc):
        return False
    expletive = doc[subject_.head].lower_ == "es" and doc[end].tag_ in {"NE", "ART"}
    article = subject_.pronoun and doc[subject_.head].lower_ in _ARTICLES and doc[end].tag_.startswith("ADJ")
    genitive = is_genitive_behind(doc[end])
    ends = not (doc[end].text in {",", "("} or doc[end].tag_ in {"KON", "APPR", "NN"})
    return expletive or article or genitive or not ends
