"""Short denials of what was said right before: "Das stimmt nicht", "Davon könne keine Rede sein"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from summaries.model import Certainty, Content, Stance, Statement

_BE: Final = r"(?:ist|sei|sind|seien|war|wäre)"
_HOW: Final = r"(?:\w+ ){0,2}?"  # "schlicht", "komplett", "frei"
_WRONG: Final = (
    r"(?:falsch|gelogen|erlogen|erfunden|unwahr|unzutreffend|haltlos|absurd|abwegig|aus der Luft gegriffen|"
    r"(?:nicht|keineswegs) (?:wahr|richtig|korrekt|zutreffend)|"
    r"(?:eine )?(?:\w+ )?(?:Lüge|Falschmeldung|Erfindung|Unwahrheit|Falschbehauptung)|"
    r"(?:\w+er )?(?:Unsinn|Quatsch|Unfug|Blödsinn))"
)
_REPORTS: Final = (
    r"(?:Der|Dieser|Den|Die|Diese|Solche|Entsprechende|Alle) "
    r"(?:Bericht|Vorwurf|Verdacht|Berichte|Vorwürfe|Meldung|Meldungen|Gerüchte|Behauptung|Behauptungen|Darstellung|"
    r"Anschuldigungen|Spekulationen|Angaben)"
)
_REFUSES: Final = re.compile(
    rf"^(?:(?:Das|Dies|Es|Nichts davon|{_REPORTS}) (?:alles )?{_BE} {_HOW}{_WRONG}\W*$|"
    rf"{_REPORTS} (?:entbehr(?:t|e|en|ten)) (?:jeder|jeglicher) Grundlage\W*$|"
    rf"(?:Das|Dies|{_REPORTS}) (?:stimmt|stimme|stimmen|trifft|treffe|treffen|entspricht|entspreche) "
    r"(?:so |einfach |schlicht |überhaupt |definitiv )?(?:nicht|keineswegs)"
    r"(?: zu| der Wahrheit| den Tatsachen)?\W*$|"
    rf"(?:Alles |Schlicht |Völlig )?{_WRONG}\W*$|(?:Stimmt|Trifft) (?:so |einfach )?nicht(?: zu)?\W*$|"
    r"Davon (?:kann|könne) (?:überhaupt )?keine Rede sein\W*$)",
    re.IGNORECASE,
)


def refuses(words: str) -> bool:
    """Whether a whole clause only says that what was said before it is not so."""
    return _REFUSES.search(words.strip()) is not None


def as_denial(statement: Statement, content: Content, *, pointer: bool = False, line: str = "") -> Statement:
    """Return a statement as a certain denial of ``content``; a ``pointer`` means what stands before it.

    ``line`` is what a reader is shown for it alone, "" where its words say something else than it denies.
    """
    return replace(
        statement,
        stance=Stance.DENIES,
        certainty=Certainty.CERTAIN,
        content=content,
        pointer=pointer,
        claimable=True,
        line=line,
    )
