"""What a line tells besides the news: what was before it, what only opens or closes a text."""

from __future__ import annotations

import re

_BEFORE = frozenset({"hatte", "hatten", "war", "waren"})
# What only opens a text says nothing that anybody could confirm.
_SCENE = re.compile(
    r"\b(?:bleibt? (?:\w+ )?die Lage|(?:hat|haben) sich (?:\w+ ){1,3}geäußert|"
    r"steh(?:t|en) vor eine[mr]|gehen die \w+ (?:weit )?auseinander|"
    r"geh(?:t|en) aufs Ganze|mach(?:t|te|ten) (?:[^,]* )?Nägel mit Köpfen|"
    r"zu (?:einem|ersten) Ergebnis(?:sen)? geführt|"
    r"(?:wird|werden) [^,]*\bausgestrahlt|"
    r"schieben sich|zieh(?:t|en) (?:\w+ )?weitere Kreise|(?:gibt|gab) es widersprüchliche Angaben|"
    r"(?:hält|halten|hielt|hielten) sich (?:\w+ )*bedeckt|(?:schlagen|schlägt|schlug) Alarm|"
    r"(?:nahm|nahmen) [^,]* ohne (?:\w+ )?Regung|brach(?:en)? [^,]* in Tränen aus|mit Tränen in den Augen|"
    r"zeigt(?:e|en)? sich (?:\w+ )?(?:gelassen|enttäuscht|erleichtert|zufrieden|erfreut|empört|bestürzt|"
    r"optimistisch|zuversichtlich)|[Ii]m (?:\w+ )?(?:\d{1,2}\. Jahrhundert|Mittelalter)|"
    r"[Ii]m (?:Mittelpunkt|Brennpunkt|Fokus) (?:des \w+ )?(?:stand|standen|steht|stehen)|"
    r"schlägt (?:\w+ ){0,2}hohe Wellen|"
    r"sorgt? (?:\w+ ){0,3}für (?:Aufsehen|Ärger|Wirbel|Streit|Unmut|Diskussionen|Kritik|Überraschung)|"
    r"(?:Angaben|Auskunft|Auskünfte|Stellung)\b[^,]* nicht (?:machen|geben|nehmen)|"
    r"(?:äußerten? sich|wollten? sich) (?:\w+ ){0,3}nicht|"
    r"(?<!erstmals )(?<!Mal )(?<!Stand )seit (?:vielen |mehreren )?(?:Jahren|Jahrzehnten)|"
    r"seit (?:19|20)\d\d im Amt|für die Überraschung|läss?t sich nicht lange bitten|dankten?|"
    r"reagiert\w* (?:\w+ ){0,2}(?:entsetzt|enttäuscht|erleichtert|verhalten))\b"
)


def is_of_before(line: str) -> bool:
    """Tell whether a line stands in the pluperfect: "… hatte im Mai vier Röster geprüft."."""
    words = line.replace(";", ",").rpartition(",")[2].split()
    last = words[-1] if words else ""
    return last[:1].islower() and last.endswith(("t.", "en.")) and not _BEFORE.isdisjoint(words)


def sets_scene(line: str) -> bool:
    """Tell whether a line says nothing that happened: "… bleibt die Lage angespannt"."""
    return bool(_SCENE.search(line))
