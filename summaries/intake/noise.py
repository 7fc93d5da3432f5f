"""Which paragraphs of a page are not part of the article: patterns of German news pages.

All patterns are matched against one paragraph.  They use no nested or adjoining repetition, so that their
cost grows with the length of the paragraph alone.
"""

from __future__ import annotations

import re
from typing import Final

from config import intake as limits
from summaries.intake.agencies import CREDIT_NAMES
from summaries.intake.clock import DATE, WEEKDAY


def _any(*alternatives: str) -> str:
    return "(?:" + "|".join(alternatives) + ")"


_READ_ALSO: Final = _any(
    r"(?:das |dies )?(?:könnte|dürfte|kann|wird) (?:sie|dich|euch)? ?(?:auch |ebenfalls |vielleicht )?(?:noch )?interessier(?:en|t)",
    r"(?:das|dies) interessiert (?:sie|dich) (?:vielleicht |auch )*",
    r"auch (?:noch )?interessant",
    r"(?:jetzt )?(?:lesen|sehen|hören|schauen) (?:sie )?(?:jetzt )?(?:auch|dazu|hierzu|mehr|weitere)"
    r"(?: auch| dazu| hierzu| zum thema| andere| hier)*",
    r"(?:lies|lest|sieh|seht) (?:hier )?(?:auch|mehr|dazu|weiter)(?: dazu| auch| zum thema)*",
    r"(?:hier )?(?:weiterlesen|weiterlesen bei|weiter lesen)",
    r"mehr (?:zum thema|zu diesem thema|zu dem thema|zu diesen themen|dazu|darüber|hierzu|aus|von|artikel|news|nachrichten"
    r"|meldungen|zu|über|lesen|infos|informationen|in)\b.{0,60}",
    r"(?:weitere|ähnliche|verwandte|andere|neueste|neuste|aktuelle|beliebte|passende|empfohlene|top|meistgelesene)"
    r" (?:artikel|beiträge|meldungen|nachrichten|themen|news|berichte|inhalte|videos|links|kommentare|storys|stories"
    r"|informationen|infos|texte|geschichten)\b.{0,60}",
    r"(?:meist|am meisten )(?:gelesen|geklickt|kommentiert|gesehen)(?:e artikel|e beiträge)?",
    r"(?:zum thema|themen|schlagworte|schlagwörter|stichworte|tags|ressorts|kategorien|kategorie|alle kategorien|trends|trending"
    r"|rubriken|dossier|links zum thema|links zum artikel|links|quellen und links|empfehlungen(?: der redaktion)?"
    r"|redaktionstipps?|unsere empfehlungen|empfehlungen für sie|leseempfehlung(?:en)?|lesetipps?|service|topthemen|top-themen"
    r"|beliebt|beliebt auf .{1,40}|aus dem ressort|aus dem netz|aus der redaktion|related|anzeigen|mehr für sie"
    r"|neu auf .{1,40}|für sie empfohlen|nicht verpassen|passend zum thema|hintergrund und analyse|das beste aus .{1,40})",
)
_TEASER_HEAD: Final = _any(
    r"(?:jetzt )?(?:lesen|sehen|hören|schauen) sie (?:auch|dazu|hierzu|hier|mehr|jetzt|außerdem|zum thema)[a-zäöüß ]{0,30}",
    r"(?:lies|lest) (?:auch|dazu|hier|mehr)[a-zäöüß ]{0,30}",
    r"mehr (?:zum thema|dazu|hierzu|darüber|zu diesem thema)[a-zäöüß ]{0,30}",
    r"auch interessant",
    r"das könnte (?:sie|dich) auch interessieren",
    r"(?:lese|hör|seh|podcast|video|buch|film|tv)[- ]?tipps?",
    r"passend dazu",
    r"zum weiterlesen",
    r"(?:zum )?(?:video|podcast|interview|kommentar|analyse|hintergrund|faktencheck|liveblog|newsblog|live-ticker|newsticker"
    r"|bildergalerie|fotostrecke|grafik|umfrage|quiz)",
)
_READ_ALSO_LINE = re.compile(rf"^[\s+»>→▶•*|-]{{0,6}}{_READ_ALSO}\s?[:!…»>→.+]{{0,4}}$", re.IGNORECASE)
_TEASER_LINE = re.compile(
    rf"^[\s+»>→▶•*|-]{{0,6}}{_TEASER_HEAD}\s?(?::|\+{{2,3}}|»|>|→|\||–)\s?\S", re.IGNORECASE
)
_ARROW_LINE = re.compile(r"^(?:→|▶|►|➤|➡|👉|»\s|>{1,3}\s)")

_COMMENTS_LINE = re.compile(
    "^"
    + _any(
        r"(?:\d{1,5} )?(?:leser)?kommentare?(?: \(\d{1,5}\))?",
        r"kommentare? (?:schreiben|verfassen|lesen|anzeigen|laden|abgeben|hinterlassen)",
        r"(?:neueste|neuste|letzte|alle|weitere) kommentare",
        r"(?:schreiben|hinterlassen|verfassen) sie (?:einen|den ersten|ihren) kommentar.{0,40}",
        r"(?:schreibe|hinterlasse|verfasse) (?:einen|deinen) kommentar.{0,40}",
        r"(?:ihr|dein) kommentar(?: .{0,60})?",
        r"antwort(?:en)? (?:abbrechen|schreiben|verfassen|hinterlassen)?",
        r"diskutieren sie mit.{0,60}",
        r"diskussion(?: zum artikel)?",
        r"leserbriefe?|forum|meinungen? (?:der leser|unserer leser)|ihre meinung(?: zum thema)?",
    )
    + r"\s?[:!*.]{0,2}$",
    re.IGNORECASE,
)
_FORM_LINE = re.compile(
    _any(
        r"(?:ihre|deine) e-?mail-?adresse wird nicht veröffentlicht",
        r"erforderliche felder sind",
        r"(?:meinen|deinen) namen, (?:meine|deine) e-?mail(?:-adresse)? und (?:meine|deine) website",
        r"um (?:zu )?kommentieren(?: zu können)?, (?:müssen|melden) sie",
        r"sie müssen (?:sich )?(?:angemeldet|eingeloggt|registriert|anmelden|einloggen|registrieren)[a-z ]{0,20}(?:sein|, um)?",
        r"die kommentarfunktion",
        r"kommentare (?:sind|werden) (?:geschlossen|moderiert|deaktiviert)",
        r"beachten sie (?:bitte )?unsere (?:netiquette|kommentarregeln|community)",
    ),
    re.IGNORECASE,
)
_IMPRINT = re.compile(
    r"^(?:(?:presse|medien|ansprech|rückfrage)[a-zäöü-]{0,20}kontakt|pressekontakt|pressestelle|kontakt|rückfragen(?: bitte| von| für)?|rückfragehinweis"
    r"|original-content von|ots-originaltext|kontakt für (?:die )?(?:presse|medien))\b.{0,60}(?::|$)",
    re.IGNORECASE,
)
_CAPTCHA_LINE = re.compile(r"^[\wäöü]{1,8} ?[+×x*−–-] ?[\wäöü]{1,8} ?=.{0,10}$", re.IGNORECASE)

_WALL = re.compile(
    _any(
        r"\b(?:wir|diese (?:web)?seite|unsere (?:web)?seite|diese website|unsere partner) (?:verwende[nt]|nutz(?:en|t)|setz(?:en|t)) "
        r"(?:auch |technische |notwendige |essenzielle )?cookies",
        r"\bwir und unsere (?:\d{1,5} )?partner",
        r"\bcookies? (?:akzeptieren|zulassen|ablehnen|verwalten)|\bcookie-(?:einstellungen|richtlinie|banner)\b",
        r"\b(?:ihre|deine) (?:einwilligung|zustimmung|datenschutzeinstellungen)\b.{0,120}\b(?:widerrufen|cookies?|inhalt|anzeigen|angezeigt)",
        r"\b(?:mit ihrer|mit deiner) (?:einwilligung|zustimmung) (?:wird|werden|zeigen|laden)",
        r"\b(?:an dieser stelle|hier) (?:finden sie|findest du|steht|befindet sich|wird) (?:ein(?:en)? )?(?:extern|ergänzend|relevant|von der redaktion|inhalt)",
        r"\bexterner? (?:redaktioneller )?inhalt(?:e)?\b.{0,80}\b(?:anzeigen|angezeigt|laden|geladen|eingebunden|zustimm)",
        r"\bempfohlener (?:redaktioneller|externer) inhalt",
        r"\bdass mir externe inhalte",
        r"\bpersonenbezogene daten an drittplattformen",
        r"\b(?:in|aus) (?:unserer|der) datenschutzerklärung\b",
        r"\b(?:nutzungsbedingungen|datenschutzbestimmungen|datenschutzhinweise) (?:von|zu|gelten|akzeptier|finden)",
        r"\bbitte (?:aktivieren|aktiviere) (?:sie )?(?:javascript|cookies)",
        r"\b(?:ihr|dein) (?:browser|adblocker|werbeblocker|ad-blocker)\b",
        r"\bjavascript (?:ist )?(?:deaktiviert|aktivieren|nicht)",
    ),
    re.IGNORECASE,
)
_OFFER = re.compile(
    _any(
        r"\b(?:unser(?:e[nmr]?|es)?|den|kostenlose[nr]?|täglichen?|mit dem) newsletter\b.{0,120}\b(?:anmeld|abonnier|melden|bestell|erhalten|bekommen|kostenlos|registrier|hier)",
        r"\b(?:abonnieren|abonniere|melden|bestellen|erhalten|registrieren|verpassen) (?:sie|dich|du|sich)\b.{0,120}\b(?:newsletter|push|whatsapp|telegram|kanal|channel|podcast|kostenlos|abo|e-?mail)",
        r"\bfolgen sie (?:uns|dem|der|[A-ZÄÖÜ]\w{1,30})\b.{0,60}\b(?:auf|bei|in)\b.{0,60}(?:facebook|instagram|whatsapp|twitter|x\b|tiktok|youtube|telegram|google|threads|bluesky|mastodon|linkedin|kanal)",
        r"\b(?:folge|folgt) uns\b",
        r"\b(?:whatsapp|telegram|instagram|facebook|youtube|tiktok|google[- ]news)[- ]?(?:kanal|channel|seite|account)\b.{0,120}\b(?:hier|jetzt|kostenlos|abonnier|folgen|beitreten|direkt|immer)",
        r"\b(?:laden|lade) (?:sie )?(?:sich )?(?:jetzt |hier )?(?:die|unsere|unsre) .{0,30}app\b",
        r"\bjetzt (?:kostenlos |gratis |sofort |hier |gleich )?(?:anmelden|abonnieren|registrieren|testen|weiterlesen|freischalten|lesen|bestellen|herunterladen|downloaden|spenden)\b",
        r"\b(?:monatlich|jederzeit) kündbar\b",
        r"\b(?:bereits|schon) (?:abonnent|registriert|kunde|ein konto|abonniert)",
        r"\b(?:mit|im) (?:einem )?(?:digital|plus|probe|premium)[- ]?(?:abo|zugang)\b.{0,120}\b(?:lesen|weiter|testen|zugriff|monat|euro|€)",
        r"\b(?:lesen sie|weiterlesen) (?:mit|weiter|den ganzen|diesen)\b.{0,60}\b(?:abo|plus|\+|digital|premium|artikel)",
        r"\bdieser (?:artikel|text|beitrag|inhalt) ist (?:nur |exklusiv |kostenpflichtig|für )",
        r"\bkeine (?:nachricht|meldung|news|neuigkeit|ausgabe|story)(?:en)? (?:mehr )?verpassen",
        r"\b(?:haben sie|hast du) (?:einen )?(?:fehler|hinweise?|fragen|tipps?|anregungen|feedback)\b.{0,80}(?:\?|schreiben|melden|mail)",
        r"\b(?:schreiben|mailen|senden) sie (?:eine e-?mail|an\b|uns(?: gerne?| doch| einfach)?(?: an\b| unter\b| per\b| ihre| eine e|[:!.]))",
        r"\bzum? (?:newsletter|abo|shop|e-paper|whatsapp-kanal)\b.{0,30}$",
        r"\bunterstützen sie (?:uns|unsere|unseren|unabhängigen|freien)\b",
        r"\bdieser (?:artikel|text|beitrag) (?:enthält|wurde|ist|erschien|stammt|basiert|entstand)\b.{0,200}\b(?:affiliate|provision|ki\b|künstlicher? intelligenz|automatisiert|zuerst|ursprünglich|erstmals|übersetzt|maschinell|kooperation|redaktionell (?:geprüft|überprüft|bearbeitet))",
        r"\b(?:die redaktion|der redakteur|die redakteurin|unsere redaktion|der autor|die autorin)\b.{0,120}\b(?:sprachmodell|ki\b|künstlicher? intelligenz|machine translation)",
        r"\balle rechte vorbehalten\b|\bwiedergabe (?:nur )?mit\b.{0,40}\bgenehmigung\b|\bcopyright (?:©|\d{4}|by)",
        r"^querverweis\s?:|^für den inhalt der mitteilung ist",
        r"^(?:hinweis|transparenzhinweis|anmerkung|redaktioneller hinweis|hinweis der redaktion|anm\. d\. red\.)\s?:",
        r"^(?:quellen?|mit informationen (?:von|der)|mit material (?:von|der)|mit agenturmaterial)\s?:?\s.{2,80}$",
        r"\bhier (?:geht es|geht's|gehts|kommen sie|klicken|anmelden|abonnieren|finden sie (?:weitere|mehr|alle|den|die))\b",
        r"^(?:alle|die wichtigsten|aktuelle|die neuesten) .{0,80}\b(?:finden sie|im (?:live-?ticker|live-?blog|newsblog|überblick|newsticker))\b.{0,60}$",
        r"\b(?:verfolgen|bleiben) sie .{0,80}\b(?:live-?ticker|live-?blog|laufenden|newsblog|newsticker)\b",
    ),
    re.IGNORECASE,
)
_BUTTON = re.compile(
    r"^[#\W\d]{0,6}"
    + _any(
        r"(?:artikel |beitrag |seite |jetzt |auf .{1,20} )?(?:teilen|drucken|merken|empfehlen|versenden|vorlesen|anhören|speichern|kopieren|bewerten|melden|folgen|verlinken)(?: (?:auf|per|via|mit) .{1,20})?",
        r"(?:link|url) kopieren|kopiert|als e-mail senden|per e-?mail(?: teilen)?|mailen|senden|feedback|pinnen|tweeten|posten|bookmark",
        r"facebook|twitter|x|x\.com|whatsapp|telegram|linkedin|xing|pinterest|instagram|e-?mail|mail|messenger|threads|bluesky|mastodon|reddit|pocket|flipboard|print|share|tweet|rss|youtube|tiktok|google news|snapchat",
        r"anzeige|werbung|advertorial|advertisement|sponsored|gesponsert|promotion|ad|anzeigensonderveröffentlichung",
        r"(?:zum |zur |zurück |direkt zum |springe zum )(?:haupt)?(?:inhalt|menü|navigation|startseite|seitenanfang|anfang|übersicht|suche|artikel|seite)(?: springen| wechseln)?",
        r"nach oben|zurück|weiter|vor|startseite|home|menü|navigation|suche|suchen|login|anmelden|abmelden|registrieren|mein konto|abo|abonnieren|e-paper|epaper|shop|podcasts?|videos?|newsletter|mediathek|live|audio",
        r"impressum|datenschutz(?:erklärung|hinweise)?|agb|kontakt|nutzungsbedingungen|über uns|jobs|karriere|mediadaten|barrierefreiheit|cookie-einstellungen|privatsphäre|widerrufsbelehrung|hilfe|faq|presse",
        r"(?:mehr|alles|weniger|alle|text|bild|galerie|video|inhalte?|externe inhalte|vollbild|kommentare?|antworten?|details)(?: \w+)? (?:anzeigen|ausklappen|einklappen|zeigen|öffnen|schließen|laden|vergrößern|abspielen|einblenden|ausblenden|ansehen|akzeptieren|aktivieren)",
        r"mehr|weiterlesen|schließen|ok|okay|akzeptieren|ablehnen|zustimmen|einverstanden|alle akzeptieren|alle ablehnen|einstellungen|jetzt ansehen|antworten|gefällt mir|gefällt \d+ mal",
        r"bild \d+ (?:von|/) \d+|\d+ ?/ ?\d+|seite \d+(?: von \d+)?|\d+ (?:bilder|fotos|kommentare?|antworten|shares|likes|aufrufe)|vorlesezeit.{0,20}|lädt(?: \.\.\.)?|wird geladen.{0,5}",
    )
    + r"\W{0,4}$",
    re.IGNORECASE,
)

_AGO = r"(?:(?:vor|seit) )?(?:\d{1,3}|einer?|einem|wenigen) (?:sekunden?|minuten?|min\.?|stunden?|std\.?|tag(?:en|e)?|wochen?|monat(?:en|e)?|jahr(?:en|e)?)(?: (?:vor|alt|her))?"
_META = re.compile(
    "^"
    + _any(
        r"(?:ca\. |etwa )?(?:lese(?:zeit|dauer)|lesezeit ca\.)\W{0,3}.{1,25}",
        r"(?:ca\. |etwa )?\d{1,3} (?:min|minuten?)\.? (?:lesezeit|lesedauer|lesen)",
        _AGO,
        r"(?:gerade eben|heute|gestern|vorgestern)(?:,? \d{1,2}[.:]\d\d(?: uhr)?)?",
        r"[|•·*_=~–—-]{1,80}",
        r"\W{1,10}",
        r"\d{1,6}",
    )
    + "$",
    re.IGNORECASE,
)
_STATE = r"(?:(?:artikel|beitrag|meldung|text|seite|zuletzt) )?(?:veröffentlicht|erschienen|publiziert|erstellt|aktualisiert|geändert|bearbeitet|verfasst|freigeschaltet|eingestellt|stand|vom|datum|letztes? (?:update|aktualisierung)|aktualisierung|online seit)"
_STATE_LINE = re.compile(
    rf"^{_STATE}\b\W{{0,3}}(?:am |vom |den |um )?(?:{WEEKDAY},? ?)?(?:de[nr] |vor )?.{{0,3}}\d.{{0,80}}$",
    re.IGNORECASE,
)
_DATELINE_ONLY = re.compile(
    rf"^(?:[A-ZÄÖÜ][\w./ äöüß-]{{1,40}}[,|] ?)?(?:(?:vom|am|den) )?(?:{WEEKDAY},? ?(?:de[nr] )?)?{DATE}"
    r"[\s,|·•–-]{0,4}(?:um |von )?(?:\d{1,2}[.:]\d\d(?:[.:]\d\d)?(?: ?uhr| ?h)?|\d{1,2} uhr)?[\s,|·•]{0,3}.{0,30}$",
    re.IGNORECASE,
)
_NAME = r"(?:(?:Dr|Prof)\. )?[A-ZÄÖÜ][a-zäöüßéèç]{1,15}(?:-[A-ZÄÖÜ][a-zäöüß]{1,15})?(?: (?:[A-Z]\.|von|van|de|der))?(?: [A-ZÄÖÜ][\wäöüßéèç'’-]{1,20}){1,2}"
_BY_LINE = re.compile(
    "^"
    + _any(
        rf"(?:[Vv]on|VON|[Bb]y|Text(?: und Fotos?)?|Autor(?:in)?|Redaktion|Redakteur(?:in)?|Bericht|Mitarbeit|Interview|Protokoll|Übersetzung|Ein (?:Kommentar|Gastbeitrag|Bericht|Interview|Essay) von|Eine (?:Analyse|Kolumne|Reportage|Recherche) von|Kommentar von|Analyse von|Aufgezeichnet von|Geschrieben von)\s?:?\s{_NAME}.{{0,120}}",
        r"[Vv]on (?:unsere[mrn]|dpa|afp|der Redaktion|Redaktion|Agentur|unserem).{0,80}",
        r"(?:[Rr]edaktion|[Aa]utor(?:in|en)?|[Ss]taff|[Oo]nline-[Rr]edaktion|[Nn]achrichtenredaktion)\b.{0,40}",
        rf"(?:[a-z]{{2,4}}|{CREDIT_NAMES})(?: ?[/,|+] ?(?:[a-z]{{2,4}}|{CREDIT_NAMES})){{0,4}}",
        rf"\(?(?:(?:[Qq]uellen?|[Aa]genturen?|[Mm]it [Mm]aterial (?:von|der)|[Mm]it [Ii]nformationen (?:von|der))\s?:?\s?)?(?:{CREDIT_NAMES})(?:[/, +-]{{1,2}}(?:\w{{2,8}}|{CREDIT_NAMES})){{0,5}}\)?",
        r"\([a-zäöü]{2,5}(?:[/, ]{1,2}[a-zäöü]{2,5}){0,4}\)",
    )
    + r"[.\s]{0,2}$"
)
_AUTHOR_HEADING: Final = (
    r"^(?:zur person|über (?:den autor|die autorin|die autoren)|zum autor|zur autorin)\b.{0,40}$"
)
_AUTHOR_HEADING_LINE = re.compile(_AUTHOR_HEADING, re.IGNORECASE)
_AUTHOR_NOTE = re.compile(
    _any(
        _AUTHOR_HEADING,
        rf"^{_NAME}(?:, (?:Jahrgang|geboren) \d{{4}},)? (?:ist|arbeitet|schreibt|berichtet|studierte) .{{0,80}}(?:[Rr]edakteur|[Kk]orrespondent|[Rr]eporter|[Kk]olumnist|[Vv]olontär|[Jj]ournalist).{{0,40}}(?:bei|für|der|des|im|von)\b",
        r"^(?:der autor|die autorin|unser autor|unsere autorin|unser korrespondent|unsere korrespondentin) (?:ist|arbeitet|schreibt|lebt|berichtet)\b",
    ),
    re.IGNORECASE,
)

_CREDIT_WORD = r"(?:archiv|symbol|vor|titel|beispiel|foto|karten|agentur)?-?(?:foto|bild|bilder|fotos|grafik|illustration|screenshot|collage|montage|karte|credit|fotograf(?:in)?|archivfoto|archivbild|symbolbild|symbolfoto|bildquelle|fotoquelle|bildnachweis|bildrechte|fotocredit|copyright)"
_CREDIT_HEAD = re.compile(
    rf"^[(\[]?(?:{_CREDIT_WORD}|quelle|video)\s?(?::|©|\|)\s?\S.{{0,300}}$", re.IGNORECASE
)
_CREDIT_TAIL = re.compile(
    rf"(?:[(\[|–—\s.](?:{_CREDIT_WORD}|quelle)\s?:\s?[^.!?]{{2,120}}|©[^!?]{{2,160}}|\((?:archiv|symbol)(?:bild|foto|aufnahme)?s?\)|\b(?:archiv|symbol)(?:bild|foto)s?)[)\].]{{0,2}}$",
    re.IGNORECASE,
)
_AGENCY_TAIL = re.compile(
    r"(?:picture[ -]alliance|imago(?: images?)?|getty images|reuters|shutterstock|istock|adobe ?stock|unsplash|pixabay|wikimedia(?: commons)?|zuma(?: press)?|epa|afp|dpa(?:-zentralbild|-infografik)?|apa|keystone|ap photo|ap|ddp|action press|sipa|anadolu|xinhua|tass|ukrinform)"
    r"(?:/[^/.!?]{2,40}|\.com)+[)\].]{0,2}$",
    re.IGNORECASE,
)
_CAPTION_HEAD = re.compile(
    r"^(?:(?:das |dieses |unser )?(?:archiv|symbol|hand)?(?:bild|foto)(?:aufnahme)? (?:zeigt|von)|bildunterschrift|archivbild|symbolbild|symbolfoto|archivfoto|im bild|im video|im foto|auf (?:dem|diesem) (?:bild|foto|archivbild|archivfoto|symbolbild)) ?[:\w]",
    re.IGNORECASE,
)

_LABEL_WORDS: Final = 7
_CREDIT_WORDS: Final = 12
_TABLE_RULE = re.compile(r"^[|:\s-]*-{2,}[|:\s-]*$")
_BULLET = re.compile(r"^(?:[-–—•·▪◦‣∙*●■►▸✓✔]|\d{1,2}[.)])\s+")


def is_read_also(text: str) -> bool:
    """Tell whether the paragraph is the heading of a list of other articles."""
    return (
        len(text) <= limits.SHORT_LINE_CHARS
        and not _is_sentence(text)
        and _READ_ALSO_LINE.match(text) is not None
    )


def is_teaser(text: str) -> bool:
    """Tell whether the paragraph is a single link to another article ("Lesen Sie auch: …")."""
    return (len(text) <= 2 * limits.SHORT_LINE_CHARS and _TEASER_LINE.match(text) is not None) or (
        len(text) <= limits.SHORT_LINE_CHARS and _ARROW_LINE.match(text) is not None
    )


def is_comment_mark(text: str) -> bool:
    """Tell whether readers' comments or the form for them begin here."""
    return len(text) <= limits.SHORT_LINE_CHARS and (
        _COMMENTS_LINE.match(text) is not None or _FORM_LINE.search(text) is not None
    )


def is_imprint(text: str) -> bool:
    """Tell whether the contact of a press release's sender begins here."""
    return _IMPRINT.match(text) is not None


def is_caption(text: str) -> bool:
    """Tell whether the paragraph describes or credits a picture."""
    if len(text) > limits.CAPTION_CHARS:
        return False
    return (
        _CREDIT_HEAD.match(text) is not None
        or _CAPTION_HEAD.match(text) is not None
        or _is_credited(text)
        or _AGENCY_TAIL.search(text[-160:]) is not None
    )


def is_table(text: str) -> bool:
    """Tell whether the paragraph is a row of a table written with bars."""
    if _TABLE_RULE.match(text):
        return True
    bars = text.count("|")
    return text.startswith("|") or text.endswith("|") or bars > 2 or (bars > 0 and len(text) < 100)  # noqa: PLR2004


def is_junk(text: str) -> bool:
    """Tell whether the paragraph belongs to the page, not to the article."""
    if len(text) > 3 * limits.TEASER_PARAGRAPH_CHARS:
        return False
    if is_date_line(text):
        return True
    short = len(text) <= limits.SHORT_LINE_CHARS
    if short and any(pattern.match(text) for pattern in (_BUTTON, _META, _BY_LINE, _CAPTCHA_LINE)):
        return True
    return any(pattern.search(text) for pattern in (_WALL, _OFFER, _FORM_LINE, _AUTHOR_NOTE))


def is_date_line(text: str) -> bool:
    """Tell whether the paragraph is nothing but a date, perhaps with a time or "Stand:" before it."""
    return (
        len(text) <= limits.SHORT_LINE_CHARS
        and not _is_sentence(text)
        and (_DATELINE_ONLY.match(text) is not None or _STATE_LINE.match(text) is not None)
    )


def is_author_heading(text: str) -> bool:
    """Tell whether a note about the author follows."""
    return _AUTHOR_HEADING_LINE.match(text) is not None


def _is_sentence(text: str) -> bool:
    """Tell whether a line is a written sentence rather than a label."""
    return text.endswith((".", "!", "“", "»")) and len(text.split()) > _LABEL_WORDS


def _is_credited(text: str) -> bool:
    """Tell whether the line ends with the credit of a picture; a credit is names, not a sentence."""
    match = _CREDIT_TAIL.search(text[-200:])
    return match is not None and len(match.group().split()) <= _CREDIT_WORDS


def bullet_length(text: str) -> int:
    """Return how many characters of the paragraph are a bullet or list number, 0 for none."""
    match = _BULLET.match(text)
    return match.end() if match else 0
