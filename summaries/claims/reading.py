"""Statements as the comparison needs them: what they take back, take up, and say of the speaker himself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from summaries.claims.anaphors import with_named, with_persons, with_source
from summaries.claims.crowds import planned_alike, with_crowds, with_parts
from summaries.claims.deeds import with_deeds
from summaries.claims.disowned import disowned
from summaries.claims.genres import may_found
from summaries.claims.granted import with_granted
from summaries.claims.kinds import ANNOUNCED, affirmed, kinds_of, table, toll_of
from summaries.claims.ranking import is_self_contained
from summaries.claims.refuted import refuted
from summaries.claims.sides import with_sides
from summaries.model import Certainty, Content, Evidence, Quantity, Stance, Statement
from summaries.statements.lexicon import words

_FIRST_PERSON = re.compile(r"\b(?:ich|wir)\b", re.IGNORECASE)
_PRONOUN_FIRST = re.compile(r"(?:er|sie|es)\b", re.IGNORECASE)
# "nicht bei 2,4, sondern bei 2,6 Prozent": the first figure is the one that is wrong.
_DENIED_BEFORE = re.compile(r"\bnicht(?: mehr)?(?: (?:bei|auf|um|von|rund|etwa|mit|nur))?\s*$", re.IGNORECASE)
_INSTEAD = re.compile(r"^[^.;]{0,40}?,? sondern\b")
# „Daran gebe es keinen Zweifel“, "das steht fest": who says so says what stands right before.
_ENDORSES = re.compile(
    r"^(?:daran|darüber)\b.{0,20}\bkein(?:en|e|erlei)? zweifel\b|^das (?:steht|stehe|ist|sei) "
    r"(?:inzwischen |jetzt |nun |zweifelsfrei |eindeutig )?(?:fest|sicher|erwiesen|nachgewiesen|belegt)\b",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b(?:hat|habe|haben|hatten?|ist|sind|sei|seien|waren?|worden|wurden?)\b", re.IGNORECASE)
_OWN = re.compile(r"\b(?:ihre|seine|unsere|eigene)[nmrs]?\b", re.IGNORECASE)
_BODY = re.compile(
    r"\b(?:konzern|unternehmen|firma|hersteller|betreiber|verein|klub|club|verband|partei|gewerkschaft|"
    r"airline|reederei|bank|behörde|händler|\w*ligist)(?:e?[sn])?\b",
    re.IGNORECASE,
)
_OF_TOWN = re.compile(r"[A-ZÄÖÜ][\wäöüß]+er [A-ZÄÖÜ]")  # "Mailänder Bank": which one, is not said
_SEVERAL = re.compile(r"\b(?:ander|weiter|mehrer|konkurrierend)\w*", re.IGNORECASE)
# "In einer früheren Fassung dieses Textes …": about the article, not about the event.
_CORRECTS = re.compile(
    r"\b(?:frühere|vorige|erste|ursprüngliche)[nr]? (?:Fassung|Version)\b|"
    r"\bhaben (?:wir )?(?:den Fehler|das|dies) (?:inzwischen )?(?:berichtigt|korrigiert)\b|"
    r"\b(?:Anmerkung der Redaktion|Anm\. d\. Red)"
)
# "steht vor dem Rücktritt", "der geplante Verkauf": it has not happened.
_IMMINENT = re.compile(
    r"\b(?:steht|stehe|stand|stünde|stehen)\b.{0,60}\b(?:vor (?:dem|der|einem|einer)|bevor)\b|"
    r"\b(?:bevorstehend|anstehend|geplant|drohend|angekündigt|beabsichtigt)e[nrsm]? ",
    re.IGNORECASE,
)
# „Die Zahl von 130 Teilchen sei nicht nachvollziehbar“: a figure is denied.
_FIGURE_WORD = re.compile(r"\b(?:Zahl|Angabe|Wert|Summe|Größenordnung|Schätzung)(?:en|n|e)?\b")
_WRONG = re.compile(
    r"\b(?:falsch|unwahr|unzutreffend|übertrieben|überhöht|zu (?:hoch|niedrig)|erfunden|Unsinn|"
    r"aus der Luft gegriffen|"
    r"(?:nicht|keineswegs|kaum) (?:nachvollziehbar|nachzuvollziehen|richtig|korrekt|haltbar|zutreffend)|"
    r"(?:stimm\w+|treff\w+) (?:so )?nicht)\b"
)
# "im vergangenen Jahr", "beim bisher größten Austausch": another time than that of the news.
_EARLIER = re.compile(
    r"\b(?:im|in|am|beim|seit|vom) (?:vergangenen|vorigen|vorletzten|bisher \w+en) "
    r"(?!Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonnabend|Sonntag|Wochenende|Nacht|Woche)[A-ZÄÖÜ]\w+"
)
_LAST_YEAR = re.compile(r"\b(?:im|das) (?:vergangenen?|vorigen?|letzten?) Jahr\b", re.IGNORECASE)
# "in diesem Jahr": all that has come together since, not what one night brought.
_SO_FAR = re.compile(
    r"\b(?:[Ii]n diesem|[Ii]m laufenden|[Ss]eit Beginn des|seit Anfang des) (?:Jahr|Monat)(?:e?s)?\b|"
    r"\b[Ss]eit (?:Jahres|Monats)(?:beginn|anfang)\b|\b(?:jährlich|pro Jahr|im Jahr)\b"
)
# "Bereits im Januar hatten 500 Bürger protestiert": before what the text is about.
_BEFORE = re.compile(
    r"\b(?:[Bb]ereits|[Ss]chon|[Ee]rst|[Zz]uletzt) (?:im|am|vor|in) [^.;]{1,60}\bhatten?\b|"
    r"\bhatten?\b[^.;]{1,60}\b(?:bereits|schon|erst) (?:im|am|vor|in) |"
    r"\b[Vv]or (?:\w+ )?(?:\w+|\d+) (?:Tagen|Wochen|Monaten|Jahren) (?:hatten?|waren?)\b|"
    r"\b(?:hatten?|waren?)\b[^.;]{1,60}\bvor (?:\w+ )?(?:\w+|\d+) (?:Tagen|Wochen|Monaten|Jahren)\b"
)
_AGE = re.compile(r"\b(\d{1,3})(?:[- ][Jj]ährig| Jahre alt)")
_SPANS = {"earlier": _EARLIER, "so far": _SO_FAR, "before": _BEFORE}
# "bestritt das zunächst": looked back on.
_AT_FIRST = re.compile(
    r"\b(?:zunächst|anfangs|anfänglich|ursprünglich|stets|lange|jahrelang|monatelang|bis zuletzt)\b"
)
# "Verletzt wurde niemand", "Menschen kamen nicht zu Schaden": a toll of none.
_NOBODY = re.compile(
    r"\b[Nn]iemand|\b[Kk]eine(?:r|n)?\b(?: (?:Menschen|Personen|Toten?|Verletzten?|Opfer|Todesopfer)\b)?|"
    r"\b(?:Menschen|Personen)\b.{0,40}\bnicht\b"
)
_OF_PEOPLE = frozenset({"injure", "kill"})
# What police and courts do to somebody presumed to have done something.
_BY_POLICE = frozenset({"arrest", "release", "search", "indict", "investigate", "convict", "acquit", "find"})
_NOUNS = re.compile(r"[\wäöüß]{4,}")
_STEM = 3  # letters that a verb keeps in the present: "schließt", "übernimmt"
# What is mostly told in the present tense before it happens.
_ANNOUNCED = frozenset(
    {
        "close",
        "cut_jobs",
        "sell",
        "buy",
        "merge",
        "relocate",
        "abolish",
        "introduce",
        "build",
        "strike",
        "cancel",
    }
    | {"appoint", "change_club", "sign_player", "run", "invest", "recall", "open"}
)
# "muss acht Jahre ins Gefängnis": so it was decided.
_SENTENCED = re.compile(r"\bm[uü](?:ss|sse|ssen)\b")
_NAME_WORDS = 6  # an office, a body and a name
_IN_NAMES = frozenset({"von", "van", "de", "der", "zu", "Dr.", "und", "des"})
_INFINITIVE = re.compile(r"\bzu \w{1,40}(?:n$|en\b)|\b\w{1,20}zu\w{1,30}en\b")
# „Eine Bestätigung gab es nicht“ is news of the news: nobody denies it, and it confirms nothing.
_NEWS_OF_NEWS = frozenset({"bestätigung", "stellungnahme", "reaktion", "angabe", "information", "auskunft"})
# "nicht nur", "nicht alle", "nicht mehr": what is not so is a part of it, or was so before.
_IN_PART = re.compile(
    r"\b(?:nicht|kein\w*|nie) (?:nur|allein|alle|jede\w?|immer|sofort|ganz|vollständig|zwingend|unbedingt|"
    r"direkt|ausschließlich|unmittelbar|sicher|klar|zuletzt|einmal|weiter\w*|lediglich)\b|\bmehr\b",
    re.IGNORECASE,
)
_MUST_GO = re.compile(r"\bm[uü](?:ss|ssen|sse|sste|ssten)\b.*\b(?:in|ins|hinter|vor|nach|zum|zur|zurück)\b")
_CONFIRMS = re.compile(r"\bbestätig", re.IGNORECASE)
_DAY = timedelta(days=1)
# Praise and criticism are no facts that others could confirm; that something stays so is one.
_ATTITUDES = words("attitudes") - {"bleiben"}
_OPEN = re.compile(r"\?|\b(?:wenn|falls|sollte|sollten|würde|würden|hätte|wäre)\b", re.IGNORECASE)


def prepared(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence as it is to be compared.

    Satire and a commentator's own sentences are left out, figures that a sentence takes back are gone,
    endorsements are pointers, what an accused denies right behind "wies den Vorwurf zurück" is denied, and
    speakers have the sides that names and places give.
    """
    founding = with_source(with_persons(with_named([item for item in evidence if may_found(item)])))
    meant = with_granted(with_crowds(with_parts(with_deeds(founding))))
    read = [replace(item, statement=_prepared(item)) for item in _with_denied(_with_bare_denials(meant))]
    return planned_alike(read)


def _with_bare_denials(evidence: Sequence[Evidence]) -> list[Evidence]:
    """„Firmenchef Rauch widersprach“: denies what stands before; a clause in its sentence is what is denied.

    A denial whose words are only a name was read too short: nobody denies a person.
    """
    bare = {(e.source.article, e.statement.sentence): e for e in evidence if _is_bare_denial(e)}
    if not bare:
        return list(evidence)
    told = {(e.source.article, e.statement.number): e.statement for e in evidence}
    return [
        _read_anew(item, bare.get((item.source.article, item.statement.sentence)), told) for item in evidence
    ]


def _is_bare_denial(item: Evidence) -> bool:
    statement = item.statement
    words = words_in(item).split()
    named = 0 < len(words) <= _NAME_WORDS and all(word[:1].isupper() or word in _IN_NAMES for word in words)
    shown = statement.stance is Stance.DENIES and not statement.claimable and not statement.pointer
    speaker = statement.speaker.name if statement.speaker is not None else ""
    own = any(word in speaker for word in words) or speaker.endswith("s")  # "Hünbachs Bürgermeister …"
    return (
        shown and named and own and words[0][:1].isupper() and not kinds_of(statement.content) & table().names
    )


def _read_anew(
    item: Evidence, denial: Evidence | None, told: Mapping[tuple[str, int], Statement]
) -> Evidence:
    statement = item.statement
    if denial is None or statement.number < denial.statement.number:
        return item
    if item is not denial:
        clause = statement.type is not None and statement.quote[0].begin < denial.statement.sentence.end
        same = statement.speaker == denial.statement.speaker and statement.stance is Stance.ASSERTS
        infinitive = (
            bool(_INFINITIVE.search(words_in(item))) or item.text[statement.quote[0].begin - 2] == ","
        )
        return replace(item, statement=_denied(statement)) if clause and same and infinitive else item
    before = told.get((item.source.article, statement.number - 1))
    if before is None or before.speaker is None or before.speaker == statement.speaker:
        return item
    return replace(
        item, statement=replace(statement, pointer=True, refers=(before.number,), claimable=True, line="")
    )


def _with_denied(evidence: Sequence[Evidence]) -> list[Evidence]:
    """„Sie wies den Vorwurf zurück, sie habe …“: the clause behind the pointing denial is what is denied."""
    pointers = {
        (e.source.article, e.statement.sentence): e.statement
        for e in evidence
        if e.statement.pointer and e.statement.stance is Stance.DENIES
    }
    return [
        replace(item, statement=_denied(item.statement))
        if _is_denied(item, pointers.get((item.source.article, item.statement.sentence)))
        else item
        for item in evidence
    ]


def _is_denied(item: Evidence, denial: Statement | None) -> bool:
    statement = item.statement
    if denial is None or statement.pointer or statement.cue or statement.stance is not Stance.ASSERTS:
        return False
    told = ":" in item.text[statement.sentence.begin : statement.quote[0].begin]  # "widersprach: Es gebe …"
    return statement.number > denial.number and statement.speaker is not None and not told


def _denied(statement: Statement) -> Statement:
    return replace(statement, stance=Stance.DENIES, certainty=Certainty.CERTAIN, claimable=True, line="")


def _prepared(item: Evidence) -> Statement:
    item = replace(item, statement=disowned(item))
    item = replace(item, statement=refuted(item))
    statement = with_sides(_with_self(replace(item, statement=_with_owner(item))), item.text)
    statement = _without_denier(statement, item.text)
    if _is_of_the_news(statement, item):
        return replace(statement, claimable=False)
    if _denies_figure(statement, item):
        content = replace(statement.content, negated=False)
        return replace(
            statement, stance=Stance.DENIES, certainty=Certainty.CERTAIN, content=content, claimable=True
        )
    words = words_in(item)
    statement = _with_confirmed(_with_motion(statement, words), item)
    return _with_what_holds(_with_times(_as_planned(statement, words), item, words), item, words)


def _with_motion(statement: Statement, words: str) -> Statement:
    """„Er muss für acht Jahre ins Gefängnis“: a modal verb alone, with where somebody or something goes."""
    content, found = statement.content, _MUST_GO.search(words)
    if content.predicate or found is None:
        return statement
    verb = frozenset({"müssen"})
    roles = {**content.roles, "verb": verb, "verbs": verb}
    content = replace(content, predicate="müssen", terms=content.terms | verb, roles=roles)
    return replace(statement, content=content)


def confirms(item: Evidence) -> bool:
    """Whether somebody says that he confirms it."""
    return any(_CONFIRMS.search(span.of(item.text)) for span in item.statement.cue)


def _with_confirmed(statement: Statement, item: Evidence) -> Statement:
    """„Ein Postsprecher bestätigte den Ausstand“: one noun for an event is enough for who confirms it."""
    named = kinds_of(statement.content) & table().names and not statement.content.roles.get("verbs")
    spoken = statement.speaker is not None and statement.stance is Stance.ASSERTS
    if statement.claimable or not (confirms(item) and named and spoken) or statement.content.negated:
        return statement
    return replace(statement, claimable=True, pointer=True, refers=())


def _without_denier(statement: Statement, text: str) -> Statement:
    """„Berichte über Schäden bezeichnete Sportchef Kolb als Quatsch“: who denies it is no part of it."""
    if statement.stance is not Stance.DENIES or not statement.pointer or statement.speaker is None:
        return statement
    surname = statement.speaker.name.rpartition(" ")[2]
    spans = [span.of(text) for span in statement.quote[1:]]
    own = {word.lower() for words in spans if surname in words.split() for word in words.split()}
    if not own:
        return statement
    roles = {name: found - own for name, found in statement.content.roles.items() if name != "self"}
    return replace(
        statement, content=replace(statement.content, terms=statement.content.terms - own, roles=roles)
    )


def _is_of_the_news(statement: Statement, item: Evidence) -> bool:
    """Whether it is about the article or its sources: a correction, "eine Bestätigung gab es nicht"."""
    nobody = statement.content.negated and statement.content.roles.get("subject", frozenset()) & _NEWS_OF_NEWS
    return bool(nobody or _CORRECTS.search(statement.sentence.of(item.text)))


def _as_planned(statement: Statement, words: str) -> Statement:
    """Tell plans from what is done by the words: "steht vor dem Rücktritt", "schließt sein Werk"."""
    content = statement.content
    if not content.planned and statement.stance is Stance.ASSERTS and _IMMINENT.search(words):
        content = replace(content, planned=True)
    if content.planned and "convict" in kinds_of(content) and _SENTENCED.search(words):
        content = replace(content, planned=False)
    statement = replace(statement, content=content)
    if not _is_announced(statement, words):
        return statement
    figures = tuple(replace(q, planned=True) for q in statement.quantities)
    content = replace(content, planned=True, roles={**content.roles, "frame": ANNOUNCED})
    return replace(statement, content=content, quantities=figures)


def _with_times(statement: Statement, item: Evidence, words: str) -> Statement:
    """Tell times of the event from others, and date a denial that is looked back on before the article."""
    statement = replace(statement, content=_with_years_ahead(statement))
    content = _within_spans(_with_ages(statement.content, words), words, counted=bool(statement.quantities))
    statement = replace(statement, content=_with_last_year(content, statement.as_of.year - 1, words))
    if statement.stance is Stance.DENIES and _AT_FIRST.search(statement.sentence.of(item.text)):
        return replace(statement, as_of=min(statement.as_of, item.source.published - _DAY))
    return statement


def _with_what_holds(statement: Statement, item: Evidence, words: str) -> Statement:
    """Leave out figures that a sentence takes back; make an endorsement a pointer."""
    statement = _with_nobody(statement, words)
    if _only_presumed(statement, item):
        statement = replace(statement, certainty=Certainty.CERTAIN)
    if statement.speaker is not None and not statement.pointer and _ENDORSES.match(words):
        return replace(
            statement,
            pointer=True,
            refers=(statement.number - 1,),
            stance=Stance.ASSERTS,
            certainty=Certainty.CERTAIN,
            claimable=True,
        )
    kept = tuple(q for q in statement.quantities if not _taken_back(q, item))
    return statement if len(kept) == len(statement.quantities) else replace(statement, quantities=kept)


def _with_ages(content: Content, words: str) -> Content:
    """Add how old somebody is: "ein 38-jähriger Läufer", "eine 86 Jahre alte Frau"."""
    ages = frozenset(_AGE.findall(words))
    return replace(content, roles={**content.roles, "ages": ages}) if ages else content


def _with_years_ahead(statement: Statement) -> Content:
    """Return a content whose years to come are no time of the event: agreed on "zum 1. Januar 2026"."""
    content, now = statement.content, statement.as_of.year
    time = content.roles.get("time", frozenset())
    ahead = frozenset(year for year in time if year.isdigit() and int(year) > now)
    return (
        replace(content, roles={**content.roles, "time": time - ahead, "ahead": ahead}) if ahead else content
    )


def _with_nobody(statement: Statement, words: str) -> Statement:
    """„Verletzt wurde niemand“ counts like any toll: none."""
    content = statement.content
    counted = content.negated and not statement.quantities and toll_of(content) in _OF_PEOPLE
    if not (counted and _NOBODY.search(words) and statement.stance is Stance.ASSERTS):
        return statement
    none = Quantity(statement.quote[0], 0.0, 0.0, 0.0, "count", "mensch")
    return replace(statement, content=replace(content, negated=False), quantities=(none,))


def _within_spans(content: Content, words: str, *, counted: bool) -> Content:
    """Add the spans of time that a sentence counts over: "in diesem Jahr", which else only says when."""
    spans = {name for name, pattern in _SPANS.items() if pattern.search(words)}
    spans -= set() if counted else {"so far"}
    time = content.roles.get("time", frozenset()) | spans
    return replace(content, roles={**content.roles, "time": time}) if spans else content


def _with_last_year(content: Content, year: int, words: str) -> Content:
    """„Im vergangenen Jahr“ is the year before that of the text, as another paper names it."""
    time = content.roles.get("time", frozenset())
    if "earlier" not in time or not _LAST_YEAR.search(words):
        return content
    return replace(content, roles={**content.roles, "time": time - {"earlier"} | {str(year)}})


def _is_announced(statement: Statement, words: str) -> bool:
    """„Velaro schließt sein Werk“: what firms and states do in the present tense is yet to come."""
    content = statement.content
    if content.planned or statement.stance not in (Stance.ASSERTS, Stance.ANNOUNCES) or _PAST.search(words):
        return False
    if affirmed(content) is not None:
        return False  # "öffnet nicht" is told of what is closed
    told = content.roles.get("verb", frozenset()) - {"bleiben"}  # "bleibt dicht": so it is now
    verbs = [verb for verb in told if verb.endswith("n")]
    present = any(_is_present(word, verb) for verb in verbs for word in words.split())
    return present and bool(kinds_of(content) & _ANNOUNCED)


def _is_present(word: str, verb: str) -> bool:
    """Whether a word is a verb's present, told by the paper ("verlegt") or reported ("verlege")."""
    told = word.endswith("t") and not word.startswith("ge") and word.startswith(verb[:_STEM])
    parted = len(word) > _STEM and word.endswith("t") and verb.endswith(f"{word[:-1]}en")  # "baut … ab"
    return len(verb) > _STEM and (told or parted or word == verb.removesuffix("n"))


def _only_presumed(statement: Statement, item: Evidence) -> bool:
    """„Zwei mutmaßliche Räuber sind gefasst“: who they are is not sure, that they are caught is."""
    hedges = [span.of(item.text).lower() for span in statement.hedges]
    presumed = bool(hedges) and all(hedge.startswith("mutmaßlich") for hedge in hedges)
    return presumed and bool(kinds_of(statement.content) & _BY_POLICE)


def _denies_figure(statement: Statement, item: Evidence) -> bool:
    """Whether a voice calls a figure wrong or not to be followed."""
    spoken = statement.speaker is not None and bool(statement.quantities) and not statement.pointer
    told = statement.stance in (Stance.ASSERTS, Stance.DENIES, Stance.DOUBTS)
    words = words_in(item)
    return spoken and told and bool(_FIGURE_WORD.search(words) and _WRONG.search(words))


def _with_owner(item: Evidence) -> Statement:
    """„Ihre Truppen seien in Kursk“: the speaker's own side is among those spoken of."""
    statement = item.statement
    side = statement.speaker.actor.partition("/")[0] if statement.speaker is not None else ""
    if not side.isupper() or not _OWN.search(words_in(item)):
        return statement
    roles = {**statement.content.roles, "actors": statement.content.roles.get("actors", frozenset()) | {side}}
    return replace(statement, content=replace(statement.content, roles=roles))


def _with_self(item: Evidence) -> Statement:
    """„Ich habe nie gedopt“, "er bestritt, gedopt zu haben": the proposition is about the speaker by name."""
    statement, content = item.statement, item.statement.content
    actor = statement.speaker.actor if statement.speaker is not None else ""
    surname = actor.rpartition("@")[2] if "@" in actor else ""
    own_side = frozenset({actor.partition("/")[0]})  # whom a verb of saying gives its infinitive for a doer
    open_doer = not (content.roles.get("agent", frozenset()) - own_side or content.roles.get("subject"))
    verbal = any(verb.endswith("n") for verb in content.roles.get("verb", frozenset()))
    answers = statement.stance in (Stance.DENIES, Stance.CONCEDES) and verbal
    if not (open_doer and (answers or (surname and _FIRST_PERSON.search(words_in(item))))):
        return statement
    body = (
        _NOUNS.findall(statement.speaker.name.lower())
        if statement.speaker is not None and not surname
        else []
    )
    roles = {**content.roles, "self": frozenset({surname, *body} - {""})}
    return replace(statement, content=replace(content, roles=roles))


def _taken_back(quantity: Quantity, item: Evidence) -> bool:
    begin, end = item.statement.sentence.begin, item.statement.sentence.end
    before, after = item.text[begin : quantity.span.begin], item.text[quantity.span.end : end]
    return bool(_DENIED_BEFORE.search(before) and _INSTEAD.match(after))


def words_in(item: Evidence) -> str:
    """Return the words of what a statement says."""
    return " ".join(span.of(item.text) for span in item.statement.quote)


def speaks_of_self(item: Evidence) -> bool:
    """Whether the speaker says what he or his side does: "wir schließen", "er räumte ein, dass er …"."""
    if item.statement.speaker is None:
        return False
    if item.statement.content.roles.get("agent") or item.statement.content.roles.get("subject"):
        return False
    return bool(_FIRST_PERSON.search(words_in(item)) or _PRONOUN_FIRST.match(item.statement.line))


def speaks_for_body(item: Evidence) -> bool:
    """Whether "ein Sprecher des Konzerns" or "der Verein" says what a body that is named beside it does."""
    speaker = item.statement.speaker
    if speaker is None or not _BODY.search(speaker.name):
        return False
    return not (_SEVERAL.search(speaker.name) or _OF_TOWN.match(speaker.name))


def is_aside(item: Evidence) -> bool:
    """Whether a statement that founds no claim may still speak for or against one.

    That is what somebody says of himself ("ich war nie dort"), and a short denial of a fact.  Questions and
    conditions state nothing.
    """
    statement = item.statement
    if statement.claimable or statement.speaker is None or not statement.content.predicate:
        return False
    if statement.stance not in (Stance.ASSERTS, Stance.CONCEDES) or is_open(item):
        return False
    told = statement.content.negated or statement.stance is Stance.CONCEDES
    return told or bool(_FIRST_PERSON.search(words_in(item)))


def is_latent(item: Evidence) -> bool:
    """Whether a statement is no news alone but plainly says what others may confirm or contest."""
    statement, content = item.statement, item.statement.content
    if statement.claimable or statement.pointer or content.planned or not statement.stated:
        return False
    plain = statement.stance is Stance.ASSERTS and statement.certainty is Certainty.CERTAIN
    verb = content.roles.get("verb", frozenset()) - _ATTITUDES
    told = plain and bool(content.predicate and verb and content.roles.get("subject"))
    return told and not is_open(item) and is_self_contained(item)


def is_open(item: Evidence) -> bool:
    """Whether a statement asks, or tells what would be."""
    return bool(_OPEN.search(words_in(item)))


def is_partial(item: Evidence) -> bool:
    """Whether a negation is of a part only, or of what went on before: "nicht alle", "nicht mehr"."""
    return bool(_IN_PART.search(words_in(item)))


def speaks_of_past(item: Evidence) -> bool:
    """Whether the words put it in a past tense, so that they answer no plan."""
    return bool(_PAST.search(words_in(item)))
