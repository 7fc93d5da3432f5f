"""Which claims are worth a reader's time, and which lines can stand alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from config import claims as limits
from summaries.background import is_of_before, sets_scene
from summaries.model import Certainty, Evidence, Stance, Statement, Status, Voice
from summaries.statements.lexicon import events

# A line that begins with one of these leans on the sentence before it.
_LEANING = re.compile(
    r"^(?:(?:wie berichtet|zu[rm] gleichen (?:zeit|zeitpunkt)|darüber hinaus|des weiteren|überdies|"
    r"und|aber|doch|denn|sondern|zwar|dabei|damit|daher|deshalb|dadurch|darauf|dazu|zudem|außerdem|"
    r"allerdings|dennoch|vielmehr|nun|tatsächlich|ähnliche\w?|daran|davon|darin|hier|"
    r"(?:herr|frau) [\wäöüß]+,|"
    r"trotzdem|hingegen|dagegen|demnach|so|dort|dann|auch|bereits zuvor|zuvor|insgesamt|"
    r"danach|davor|daraufhin|anschließend|(?:kurz|bald|wenig) (?:darauf|danach|später)|sonst|ansonsten|"
    r"stattdessen|somit|zusätzlich|deswegen|darunter|hier(?:zu|bei|für|mit|durch)|ferner|ebenso|"
    r"ebenfalls|andererseits|einerseits|"
    r"damals|hinzu komm(?:t|en)|seitdem|seither|andernfalls|jedenfalls|indes(?:sen)?|zum vergleich|"
    r"im gegenzug|"
    r"(?:grund|anlass|auslöser|ursache|ziel|thema|voraussetzung|gegenstand|beginn|schauplatz|inhalt)"
    r" (?:dafür )?(?:ist|sind|war|waren|sei|seien)|"
    r"im (?:weiteren verlauf|jahr (?:davor|zuvor)|einzelnen)|am vortag|"
    r"in (?:dem|einem) (?:einen|anderen|weiteren) fall|"
    r"im (?:ersten|zweiten|dritten|anderen) fall|den (?:berichten|angaben) zufolge|"
    r"auf dem (?:zweiten|dritten|vierten) platz|an (?:zweiter|dritter|vierter) stelle|"
    r"zum (?:einen|anderen)|eigentlich|kein wunder|oder|hintergrund (?:ist|sind|war|waren)|"
    r"(?:bis|seit|ab|bis zu|zu) (?:diesem|dem|jenem) zeitpunkt|andere (?:quellen|berichte|medien)|"
    r"(?:\d+|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf) weitere(?= (?-i:[a-zäöü]))|"
    r"nach (?:ihr|sein|dess|der)en (?:\w+ )?(?:erkenntnissen|angaben|informationen|worten|berechnungen)|"
    r"(?:die|wegen der)(?: hohen?| große)? (?:anz|z)ahl(?! (?:der|des|von|an|aller|dieser|derer|derjenigen)\b"
    r"| (?-i:[A-ZÄÖÜ]))|"
    r"(?:\d+|einer|eine|zwei|drei|vier|fünf|sechs) (?:ihrer|seiner)|"
    r"die weiteren(?= (?-i:[A-ZÄÖÜ]))|"
    r"(?:(?:gut|rund|etwa|knapp|fast|nur|schon) )?\w+ (?:tage?|wochen?|monate?|jahre?|stunden?|minuten?)"
    r" (?:später|davor|danach|darauf)(?= (?-i:[a-zäöü]))|"
    r"(?:an|auf|aus|bei|mit|nach|von|zu|in|unter|vor|hinter|neben) ihr(?! (?-i:[A-ZÄÖÜ]|\w+es [A-ZÄÖÜ]))|"
    r"alle (?:zwei|drei|vier|fünf|sechs)(?= (?-i:[a-zäöü]))|"
    r"da (?:kann|können|war|waren|ist|sind|hat|haben|wird|werden|geht|gehen)|"
    r"dies|diese|dieser|dieses|diesen|diesem|er|sie|ihr|ihre|sein|seine|man|jener|jene|"
    r"es(?! (?:gibt|gab|gebe|kam zu|kommt zu|besteht|bestand|"
    r"(?:werden|wurden|gelten|galten|fehlen|fehlten|bleiben|blieben|drohen|drohten|kamen|starben)|"
    r"(?:wird|werde|würde|soll|solle|sollen) [^,;]*geben\b))|"
    r"beide|letztere|erstere|derartige|solche)\b)",
    re.IGNORECASE,
)
# „Das teilte er mit“ leans, „Das Werk“, "das alte Werk" and "Das am Montag eröffnete Werk" do not.
_POINTING = re.compile(
    r"^Das (?=[a-zäöü])(?![\w-]+(?:sche|liche|ige|bare|ere|ste|neue|alte|große|ganze|eigene) [\wÄÖÜ])"
    r"(?!(?!(?:ist|sei|war|hat|hatte|wird|wurde|gab|schrieb)\b)\w+(?<!te) (?!(?:ei|kei|sei|mei|dei)ne )"
    r"[\w-]+(?:te|ne|nde) [A-ZÄÖÜ])"
    r"(?!(?:am|im|vom|beim|in|von|seit|nach|bei|mit|durch|auf|aus|an|für|bislang|bisher) [^,]{1,60}?"
    r"[a-zäöü](?:te|ne|nde|sche|liche|ige) [A-ZÄÖÜ])"
)
# "dieses Mal", "in diesem Jahr" point to no earlier sentence.
_THIS_TIME = re.compile(
    r"\bdiese[mnrs]? (?:Mal|Jahr(?:es)?|Woche|Monats?|Tage|Sommer|Winter|Herbst|Frühjahr|Saison|Wochenende|"
    r"(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch|Sonnabend)\b"
)
_PRONOUN = re.compile(r"\b(?:er|ihn|ihm|diese[mnrs]?|(?:d(?:em|er|en|es)|die|das)selben?)\b")
# "Minister Jan Holm hat bestritten, dass er davon gewusst habe": he is named in the line.
_HE_NAMED = re.compile(
    r"^(?P<who>[^,;]{0,200}[A-ZÄÖÜ][\wäöüß-]{1,40} [A-ZÄÖÜ][\wäöüß-]{1,40} "
    r"(?:hat|hatte|habe|[a-zäöü]{1,30}te?)\b[^,;]{0,200}, "
    r"(?:dass |ob |wonach )?)er\b"
)
# "Die Initiative habe 2.000 gesammelt": of what, the sentence before tells.
_COUNTED_BEFORE = re.compile(
    r"(?<! auf)(?<! um)(?<! von)(?<! mit)(?<! bei)(?<! bis) \d[\d.]* ge[a-zäöüß]+(?:t|en)\.$"
)
# Before the first comma these mean what an earlier sentence named; behind it they may mean the subject.
_BACK = re.compile(
    r"^[^,;]*?\b(?:sie|ihnen|dort|hier|damals|beispielsweise|zum Beispiel|seitdem|seither|"
    r"davon|daran|dabei|danach|dann|dar(?:über|um)(?!,)|deren|dessen|"
    r"(?:zu[mr]|[aiv]m|vom|beim) selben|[Ee]in(?:e[nmrs]?)? solche[nmrs]?|dortige[nmrs]?|"
    r"das (?=(?:der|die|das|den|dem|ein|eine|einen) )|"
    r"(?:waren|sind|seien|wären) es|"
    r"(?:nannte|nennt|bezeichnete|begrüßte|kritisierte|bestätigte|bestritt|dementierte|verurteilte|bedauerte|filmte)"
    r" (?:das|dies|es)(?! [A-ZÄÖÜ]))\b"
)
# "im VW-Werk Osnabrück … dort": the place stands in the line itself.
_PLACED = re.compile(
    r"(?P<where>\b(?:[IiAa][mn]|[Aa]us|[Bb]ei|[Aa]uf d(?:er|em|en)|[Vv]or|[Nn]ach)"
    r" [^,;]*[A-ZÄÖÜ][^,;]*) dort\b"
)
# What was years ago is the background of the news.
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b(?!\s?[A-ZÄÖÜ])")
_OWN_WORDS = re.compile(r"\b(?:wir|uns|unser\w{0,2}|ich|mich|mir|mein\w{0,2})\b", re.IGNORECASE)
_BY_AGE = re.compile(
    r"(?:Der|Die|Den|Dem|Des) \d+[- ](?:Jährige\w?\b|jährige\w? (?!(?:[\w-]+ )?[A-ZÄÖÜ][\w-]+ [A-ZÄÖÜ]))"
)
# "es" that is no subject of a kind stands for what was named before; before a clause it only leads to it.
_IT = re.compile(r"^(?!Es\b)[^,;:]*?\bes\b[^,;:]*$")
_IT_ALONE = re.compile(
    r"\b(?:g[ia]bt?|gäbe|gebe|gegeben|geht|ging|gehe|gegangen|heißt|hieß|heiße|geheißen|komm\w*|kam|kamen|kämen|gekommen|"
    r"handel\w*|bleib\w*|blieb|ist|sei|war|wird|werde|wurde|geworden|gelang|gelingt|gelungen|schafft\w*|geschafft|fehl\w*|"
    r"brenn\w*|brannte|regn\w*|schnei\w*|krachte|knallte)\b"
)
# Left by a page, a feed or a broken character set; such a line is no sentence of the article.
_DEBRIS = re.compile(
    r"^(?:Eine?|Zwei|Drei|Vier|Der|Die|Das) (?:[a-zäöü]\w+ )?[A-ZÄÖÜ]\w+, d(?:ie|er|as|en|em)"
    r" [^,:]*[a-zäöü]+: |"
    r"^\S*[a-zäöüß](?:Der|Die|Das|Ein|Eine|Im|In|Am|Nach|Bei|Mit) |^[^()]{2,40}\([A-Za-z]{2,5}\) [-–]|"
    r"''|�|\.\.|…|::|\||https?:|www\.|\s[-–]\s-|[>»]{2}|\*$"
)
# What a page, a form or a feed says beside its article.
_BOILERPLATE = re.compile(
    r"für den Inhalt (?:der|dieser) (?:Mitteilung|Meldung|Seite)|nicht verantwortlich für (?:die )?Inhalte|"
    r"Ad-hoc-Mitteilung nach|Packungsbeilage|Kommentarfunktion|Eingabefeld|E-Mail-Adresse|Newsletter|"
    r"\bübermittelt durch [A-Z]{3}|behält sich die Redaktion|Ihre Meinung zu (?:einem|diesem) Artikel|"
    r"markieren Sie|zu (?:externen|diesem) Link|"
    r"Nutzungsbedingungen|Alle Rechte vorbehalten|"
    r"\b(?:Foto|Fotos|Bild|Quelle|Grafik):|©|\bberichtet (?:live|im Liveticker)\b|"
    r"^(?:Zeugen|Hinweise|Wer)\b[^,]* (?:nimmt|nehmen|werden|bittet|erbittet|melden|entgegen)\b",
    re.IGNORECASE,
)
# "Holm sagte bei einer Feier in Mornau.": what he said is gone.
_SAYS_NOTHING = re.compile(
    r"^[^,:„»\"]*\b(?:(?:sag|mein|beton|versicher|behaupte)ten?"
    r"(?= (?:beim?|am|im|in|auf|nach|gegenüber|vor|zum|zur) |\.$)|sagten?(?= (?:dem|der|den) ))"
    r"[^,:„»\"]*(?<! ab)(?<! zu)(?<! aus)\.$"
    r"|^[^,:„»\"]*\b(?:hat|hatten?|haben) [^,:„»\"]*\b(?:gesagt|betont|versichert|behauptet|mitgeteilt)\.$"
)
# No heading ends so: an article, a preposition, an adjective.
_UNENDED = re.compile(
    r"(?:\b(?:der|die|das|den|dem|des|ein|eine\w?|und|oder|in|im|am|auf|mit|von|für|zu|zum|zur|bei|nach|über|als|dass|sich)"
    r"|(?:ige|liche|ische|sche|nde|ere)[nrsm]?)$"
)
_BEFORE_YEAR = re.compile(
    r"\b(?:ab|bis|seit|von|vor|nach|Jahre?|Anfang|Mitte|Ende|Mai|[A-ZÄÖÜ]\w+(?:uar|ber|li|ni|il|ust))$"
)
_ENDED = re.compile(r"[.!?:…][\s\"'“”«»‘’)\]]*$")
_CLOSING = re.compile(r"[“”]")
_SMALL_START = re.compile(
    r"(?=[a-zäöü]{2})"
    r"(?!\S+ (?:hat|ist|wird|will|kann|soll|war|(?!mit|seit|nicht|laut|jetzt)\w+t|\w+te|\w+de)\b)"
)
# "+++ Mornau - Einbruch +++", "Mornau - Einbruch in Garage": a text of several reports has one before each.
_ITEM = re.compile(
    r"^(?:\+\+\+ .+|[A-ZÄÖÜ][\w-]+(?: \(ots\))?(?: [A-ZÄÖÜ][\w-]+)? [-–] "
    r"(?:\+\+\+ .+|[A-ZÄÖÜ][^.!?:\n]{3,80}))$",
    re.MULTILINE,
)
_NEAR = 300  # characters: the sentence before
_THEN = re.compile(r"\b[Dd]amals\b[^.!?]*[.!?]\s*$")
_SHORTEST = 20  # characters; shorter lines say nothing that stands alone


# Place, date or source that a feed puts before its first sentence.
_DATELINE = re.compile(
    r"^(?:[-–] |\((?:[A-Z]{2,6}|[a-z]{2,4}|[a-z]+-?NEWS)\) |"
    r"[A-ZÄÖÜ][\w ()-]{1,30}, \d{1,2}\. ?[A-Z][a-zä]+ \d{4}(?: ?[-–])? |"
    r"[A-ZÄÖÜ]{4,}(?:[ /-][A-ZÄÖÜ]{3,})* "
    r"(?=(?:Der|Die|Das|Ein|Eine|Mit|In|Im|Am|Bei|Nach|Auf|Für|Zum|Zur) ))(?=\w)"
)
# Words that only tie a sentence to the one before it: a line is as true without them.
_TIES = re.compile(
    r"(?<![,;–]) (?:aber|jedoch|allerdings|hingegen|zudem|außerdem|demnach|dennoch|wiederum|nämlich"
    r"|ebenfalls|gleichfalls|unterdessen)"
    r"(?= [\wÄÖÜäöü„]|\.$)"
)
_SECOND_SIDE = re.compile(
    r", (?:den|dem|das|die|der|einen?|einem|eines|einer|in|im|am|an|auf|bei|mit|für|von) [^,;]*$"
)
_REASONS = re.compile(
    r"(?<=[a-zäöü]) (?:daraufhin|deshalb|deswegen|daher|anschließend|schließlich)(?= [\wÄÖÜäöü„])"
)
# "zwar" promises a "but" that a cut line does not have.
_GRANTED = re.compile(r" zwar(?= [a-zäöü\d])")
_BUT = re.compile(r"\b(?:aber|doch|jedoch|allerdings|dennoch)\b")
# "Auch die Schifffahrt wurde eingestellt" is as true without its first word.
_ALSO = re.compile(r"^Auch (?=(?:der|die|das|ein|eine) |[A-ZÄÖÜ])")
# Reported mood: a line in the indicative reads better where a member has one.
_REPORTED = re.compile(
    r"\b(?:sei|seien|habe|hätten?|gebe|gäbe|werde|würden?|könne|müsse|wolle|solle|dürfe|wisse|wären?)\b"
)


# What a long sentence adds at its end, and a remark in brackets, can go without harm to the rest.
_ADDED = re.compile(
    r"(?<=[a-zäöüß\d]), (?:um (?=[^,]* zu |[^,]*zu\w+en\b)|"
    r"wobei |während |nachdem |obwohl |obgleich |sodass |weil )[^,;:]*(?=\.$)"
)
_STOCK_LINK = re.compile(r" \((?: ?[^()]{2,40} Aktie ?|(?:WKN|ISIN|ASX)\b[^()]*|wie berichtet)\)")
_REMARK = re.compile(r" \([^()]*\)")
_LIMITED = re.compile(r"\b(?:nicht|kein\w{0,2}|nie|nur|allein|erst|so|dadurch|dafür)\b")


def plain_line(line: str) -> str:
    """Return the line without words that lean on the sentence before it, a long one without what it adds."""
    line = _STOCK_LINK.sub("", _DATELINE.sub("", line))
    if len(line) > limits.LINE_LENGTH:
        line = _REMARK.sub("", line)
    if len(line) > limits.LINE_LENGTH and not _LIMITED.search(line):
        line = _ADDED.sub("", line)
    line = _REASONS.sub("", line)
    contrasts = " zwar" in line and _BUT.search(line)
    bare = line if contrasts else _TIES.sub(_untied, _GRANTED.sub("", line))
    told = _ALSO.sub("", bare)
    return told[:1].upper() + told[1:]


def _untied(tie: re.Match[str]) -> str:
    """Return what a tie becomes: it stays where its line tells of both sides: "…, den Schaden aber nicht"."""
    return tie[0] if _SECOND_SIDE.search(tie.string[: tie.start()]) else ""


def is_reported(line: str) -> bool:
    """Whether a line stands in the mood of reported speech."""
    return bool(_REPORTED.search(line))


def is_self_contained(item: Evidence) -> bool:
    """Whether the statement's line can be read without its article."""
    line = plain_line(item.statement.line)
    return not _BY_AGE.match(line) and _is_told(item, line)


def is_known_by_age(item: Evidence) -> bool:
    """Whether a line calls somebody only by his age, as papers do behind a headline that tells who he is."""
    line = plain_line(item.statement.line)
    return bool(_BY_AGE.match(line)) and _is_told(item, line)


def _is_told(item: Evidence, line: str) -> bool:
    """Whether a line is a whole sentence of the article that can be read without the others."""
    whole = _ENDED.search(item.statement.sentence.of(item.text)) and not _begins_torn(item)
    whole = whole and not (_DEBRIS.search(line) or _BOILERPLATE.search(line) or _SAYS_NOTHING.search(line))
    whole = whole and not _is_of_another_time(item)
    longest = limits.LEAD_LENGTH if item.statement.number == 0 else limits.LINE_LENGTH
    return bool(whole and item.statement.content.predicate) and len(line) <= longest and _reads_alone(line)


def _begins_torn(item: Evidence) -> bool:
    """Whether a sentence seems to begin where only a line of its text does: "eine zusätzliche⏎Steuer …".

    A name may begin small, too: "iPhone", "kolnbank hat …".
    """
    begin = item.statement.sentence.begin
    if begin and item.text[begin - 1] == "\n" and _SMALL_START.match(item.text, begin):
        return True  # "startet ins neue Jahr": whoever does stands elsewhere
    before, lines = item.text[:begin].rstrip(" "), item.text[:begin].rstrip().splitlines()
    broken = before.endswith("\n") and not before.endswith("\n\n") and bool(lines)
    if not broken or len(lines[-1]) < limits.BROKEN_LINE:
        return False
    dated = _YEAR.match(item.text, begin) and _BEFORE_YEAR.search(lines[-1])
    return bool(dated or _UNENDED.search(lines[-1]))


def _is_of_another_time(item: Evidence) -> bool:
    """Whether a sentence goes on telling of what the one before it set off from the news.

    That is what was "damals", and what follows the first sentence of a second report in one text.
    """
    begin = item.statement.sentence.begin
    heads = [end for end in _report_heads(item.text) if end <= begin]
    later = len(heads) > 1 and bool(item.text[heads[-1] : begin].strip())
    return later or bool(_THEN.search(item.text[max(0, begin - _NEAR) : begin].rpartition("\n")[2]))


@lru_cache(maxsize=256)
def _report_heads(text: str) -> tuple[int, ...]:
    """Return where the headings of a text's reports end."""
    return tuple(found.end() for found in _ITEM.finditer(text))


def _reads_alone(line: str) -> bool:
    line = _THIS_TIME.sub("jüngst", line)
    leans = (
        _OWN_WORDS.search(line)
        or _LEANING.match(line)
        or _POINTING.match(line)
        or _PRONOUN.search(_HE_NAMED.sub(r"\g<who>", line))
        or _BACK.match(_PLACED.sub(r"\g<where>", line))
        or _COUNTED_BEFORE.search(line)
        or (_IT.match(line) and not _IT_ALONE.search(line))
    )
    whole = line.count("(") == line.count(")") and line.count("„") == len(_CLOSING.findall(line))
    return len(line) >= _SHORTEST and whole and not leans


def _is_past(told: Statement) -> bool:
    """Whether a line speaks of a year that was over when it was written, and not of the one just past."""
    return any(int(year) < told.as_of.year - 1 for year in _YEAR.findall(told.line))


def weight_of(
    members: Sequence[Evidence], against: Sequence[Evidence], status: Status, voices: Sequence[Voice]
) -> float:
    """Rank a claim within its story: contested and confirmed first, then many voices, figures and leads."""
    founder = members[0].statement
    score = {Status.CONTESTED: limits.WORTH_CONTESTED, Status.CONFIRMED: limits.WORTH_CONFIRMED}.get(
        status, 0.0
    )
    score += limits.WORTH_VOICE * (len({v.independent_key for v in voices}) - 1)
    score += limits.WORTH_FIGURE * bool(founder.quantities) + limits.WORTH_DENIAL * bool(against)
    score += limits.WORTH_DETAIL * sum(
        (
            any(m.statement.speaker is not None for m in members),
            any(q.value >= limits.TELLING_FIGURE for q in founder.quantities),
            founder.content.predicate in events().classes,
            any(m.statement.stance is Stance.CONCEDES for m in members),
            any(m.statement.certainty is Certainty.CERTAIN for m in members),
        )
    )
    score += limits.WORTH_LEAD * any(m.statement.number < limits.LEAD_STATEMENTS for m in members)
    score += limits.WORTH_FIRST * any(m.statement.number == 0 for m in members)
    told_of = sets_scene(founder.line) + is_of_before(founder.line) + _is_past(founder)
    score -= limits.WORTH_LEAD * told_of
    named = len(founder.content.roles.get("actors", frozenset()))
    score += limits.WORTH_ACTOR * min(limits.ACTORS_COUNTED, named)
    return round(score, 3)
