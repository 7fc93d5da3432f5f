"""Blocks of article texts as they come out of German news pages."""

from __future__ import annotations

import json
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.intake import segment
from summaries.model import Block, BlockKind

BERLIN = ZoneInfo("Europe/Berlin")
PUBLISHED = datetime(2024, 10, 23, 18, 0, tzinfo=BERLIN)
ONE = "Die Stadt Musterhausen will die alte Brücke im kommenden Jahr abreißen und neu bauen lassen."
TWO = "Oberbürgermeisterin Anna Beispiel sagte am Montag, der Bau koste mindestens zwölf Millionen Euro."
THREE = "Die Opposition bezweifelt das und fordert ein neues Gutachten, bevor der Rat entscheidet."
LONG = f"{ONE} {TWO} {THREE} Einwohner hatten zuvor mehr als 3.000 Unterschriften gegen den Abriss gesammelt."
TITLE = "Alte Brücke wird abgerissen"


def cut(text: str, title: str = TITLE, published: datetime = PUBLISHED) -> list[tuple[BlockKind, str]]:
    return [(block.kind, block.span.of(text)) for block in segment(text, title, published)]


def bodies(text: str, title: str = TITLE) -> list[str]:
    return [part for kind, part in cut(text, title) if kind is BlockKind.BODY]


def kind_of(line: str) -> BlockKind:
    """Return the kind of a line that stands between two paragraphs."""
    found = {part: kind for kind, part in cut(f"{ONE}\n\n{line}\n\n{TWO}")}
    return next(kind for part, kind in found.items() if part in line and part not in {ONE, TWO})


def test_every_paragraph_is_a_block() -> None:
    assert cut(f"{TITLE}\n\n{ONE}\n{TWO}\n\nWas nun kommt\n\n{THREE}") == [
        (BlockKind.HEADLINE, TITLE),
        (BlockKind.BODY, ONE),
        (BlockKind.BODY, TWO),
        (BlockKind.HEADLINE, "Was nun kommt"),
        (BlockKind.BODY, THREE),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Lesen Sie auch: Wie die Brücke einst gebaut wurde",
        "Lesen Sie auch: Der Rat hat den Abriss am Montag beschlossen.",
        "Lesen Sie hier mehr: Alles zum Brückenstreit",
        "Mehr zum Thema: Die Brücke im Wandel der Zeit",
        "Auch interessant: Brückenstreit in Nachbarstadt eskaliert",
        "Lesetipp: Der große Brückenreport",
        "+++ Lesen Sie auch: Brücke gesperrt +++",
        "→ Brücke gesperrt",
        "JETZT LESEN AUCH ANDERE",
        "Das könnte Sie auch interessieren",
        "Das könnte Sie auch interessieren:",
        "Das könnte dich auch interessieren",
        "Auch interessant",
        "Mehr zum Thema",
        "Lesen Sie auch",
        "LESEN SIE AUCH",
        "Weitere Artikel",
        "Ähnliche Beiträge",
        "Meistgelesene Artikel",
        "Von Max Mustermann",
        "Von Max Mustermann, Musterhausen",
        "Von Max Mustermann und Erika Beispiel",
        "Lesedauer: 3 Minuten",
        "Lesezeit: ca. 4 Min.",
        "3 Min. Lesezeit",
        "vor 5 Minuten",
        "1 Stunde vor",
        "24.10.2024",
        "24/10/2024",
        "24. Oktober 2024",
        "Donnerstag, 24. Oktober 2024, 14:05 Uhr",
        "Stand: 24.10.2024, 14:05 Uhr",
        "Veröffentlicht am 24.10.2024 um 14:05 Uhr",
        "Aktualisiert: 24.10.2024, 14:05",
        "Teilen",
        "Artikel drucken",
        "Auf Facebook teilen",
        "WhatsApp",
        "Kopieren",
        "Anzeige",
        "- Anzeige -",
        "Werbung",
        "dpa/lnw",
        "(dpa)",
        "dpa, afp",
        "Quelle: dpa",
        "Quelle: dpa/AFP",
        "(mwe)",
        "Wir verwenden Cookies, um Ihnen ein optimales Erlebnis zu bieten.",
        "An dieser Stelle finden Sie einen externen Inhalt von Youtube, der den Artikel ergänzt.",
        "Ich bin damit einverstanden, dass mir externe Inhalte angezeigt werden.",
        "Empfohlener redaktioneller Inhalt",
        "Melden Sie sich jetzt für unseren kostenlosen Newsletter an und verpassen Sie nichts mehr.",
        "Abonnieren Sie unseren Newsletter!",
        "Folgen Sie uns auf WhatsApp und erhalten Sie Nachrichten aus der Region.",
        "Jetzt kostenlos testen",
        "Schreiben Sie einen Kommentar",
        "Kommentare",
        "12 Kommentare",
        "Ihre E-Mail-Adresse wird nicht veröffentlicht. Erforderliche Felder sind mit * markiert",
        "Hinweis: Dieser Artikel enthält Affiliate-Links.",
        "Dieser Text wurde mithilfe maschineller Unterstützung übersetzt.",
        "Ort | Musterhausen",
        "---|---|",
        "Ort | Musterhausen | Details |",
        "* * *",
        "Bild 1 von 12",
        "Zum Hauptinhalt springen",
        "Max Mustermann ist Redakteur im Ressort Politik bei der Musterzeitung.",
    ],
)
def test_furniture_of_the_page_is_junk(line: str) -> None:
    assert kind_of(line) is BlockKind.JUNK


@pytest.mark.parametrize(
    "line",
    [
        "Foto: Max Mustermann",
        "Foto: Max Mustermann/dpa",
        "Bild: picture alliance/dpa",
        "© dpa",
        "© Max Mustermann/Musterblatt",
        "Die Brücke am Montagmorgen. Foto: Max Mustermann/dpa",
        "Die Brücke am Montagmorgen (Archivbild)",
        "Die alte Brücke in Musterhausen (Symbolbild).",
        "Ein Bagger steht vor der Brücke. © Max Mustermann/dpa",
        "Anna Beispiel spricht im Rat. | Bild: IMAGO/Musteragentur",
        "Symbolbild",
        "Die Brücke soll weg, sagt die Oberbürgermeisterin. (Foto: Mustermann)",
        "Das Archivfoto zeigt die Brücke im Jahr 1950.",
        "Anna Beispiel, Oberbürgermeisterin von Musterhausen Quelle: dpa",
    ],
)
def test_captions_and_credits_are_captions(line: str) -> None:
    assert kind_of(line) is BlockKind.CAPTION


@pytest.mark.parametrize(
    "line",
    [
        "Das Foto: Es zeigt nach Angaben der Polizei den Täter, wie er am Freitag das Haus verlässt.",
        "Die EU-Kommission will Cookies auf Webseiten künftig strenger regeln.",
        "Der Newsletter des Ministeriums nannte am Freitag andere Zahlen.",
        "Facebook sperrt nach eigenen Angaben 3.000 Konten.",
        "Am Freitag meldete die Polizei zwei Tote.",
        "Mehr als 3.000 Menschen demonstrierten am Samstag in Berlin.",
        "Weitere Artikel des Gesetzes sollen nach dem Willen der Koalition bis März folgen.",
        "Lesen Sie den Vertrag, rief Beispiel den Abgeordneten zu.",
        "„Das ist falsch“, sagte Beispiel.",
        "Nein.",
        "Die Zahl der Toten stieg auf 12.",
        "Die Nachrichtenagentur dpa berichtete zuerst über den Fall.",
        "Heute ist die Brücke gesperrt.",
        "Kommentare von Bürgern habe der Rat geprüft, teilte die Stadt mit.",
        "Der Autor des Gutachtens ist sich sicher, dass die Brücke hält.",
        "Nach Angaben des Ministeriums verwenden die Täter gefälschte Bilder der Brücke.",
        "Von Montag an gilt ein neuer Fahrplan.",
        "Stand Montag waren zwölf Menschen in Behandlung, teilte die Klinik mit.",
        "Die Redaktion des Blattes wurde am Freitag durchsucht, wie die Staatsanwaltschaft mitteilte.",
        "Dieser Artikel des Grundgesetzes schütze die Meinung, sagte die Richterin.",
        "Der Kanzler will die Videos löschen lassen.",
        "Erst am Freitag hatte die Stadt erklärt: „Die Brücke bleibt.“",
        "Schreiben Sie uns keine Regeln vor, sagte Beispiel.",
        "Die Agentur AFP zitierte einen Sprecher mit den Worten, man prüfe das.",
        "Das schrieb der Präsident auf seinem Telegram-Kanal, die Lage sei jetzt besser als je zuvor.",
        "Zeugen melden sich bei der Polizei bisher nur über Telegram.",
        "Bereits registriert sind nach Angaben der Behörde 3.000 Menschen.",
        "Die Stadt will jetzt testen, ob die Brücke hält.",
        "Cookie-Banner sollen nach dem Willen der Kommission verschwinden.",
        "Nutzer sollen Cookies künftig im Browser ablehnen können, heißt es im Entwurf.",
        "Quellen im Ministerium bestätigten das.",
        "Der Reporter Max Mustermann ist Korrespondent einer Zeitung und sitzt seit März in Haft.",
        "Kontakt mit dem Gift kann tödlich sein, warnte die Behörde.",
        "Weitere Informationen über Schäden liegen nicht vor.",
        "Das Bild zeigt nach Angaben der Ermittler den Täter am Bahnhof.",
        "Am 17. Dezember sind Wahlen.",
        "Dieser Beitrag zur Versicherung ist erstmals seit Jahren gesunken.",
        "Hintergrund: Die Regierung hatte am Montag ein Gesetz gegen die Brücke vorgelegt.",
        "Hier geht es um mehr als eine Brücke, sagte Beispiel.",
        "Sie müssen angemeldet sein, sagte der Minister über die Versammlungen.".replace(
            "Sie", "Die Treffen"
        ),
    ],
)
def test_sentences_of_the_article_stay(line: str) -> None:
    assert kind_of(line) is BlockKind.BODY


def test_a_mark_in_the_middle_swallows_only_short_lines() -> None:
    text = f"{ONE}\n\nJETZT LESEN AUCH ANDERE\n\n{TWO}\n\n{THREE}"
    assert bodies(text) == [ONE, TWO, THREE]


def test_linked_titles_after_a_mark_are_junk_until_the_text_goes_on() -> None:
    text = f"{ONE}\n\nMehr zum Thema\n\nBrücke gesperrt\n\nRat streitet über Brücke\n\n{TWO}\n\n{THREE}"
    assert bodies(text) == [ONE, TWO, THREE]
    assert (BlockKind.JUNK, "Rat streitet über Brücke") in cut(text)


def test_a_heading_after_a_list_of_links_stays_a_heading() -> None:
    text = (
        f"{ONE}\n\nLesen Sie auch\n- Brücke gesperrt\n- Rat streitet\n\nWie es weitergeht\n\n{TWO}\n\n{LONG}"
    )
    assert (BlockKind.HEADLINE, "Wie es weitergeht") in cut(text)


def test_a_list_of_links_at_the_end_is_junk_to_the_end() -> None:
    text = (
        f"{LONG}\n{LONG}\nDas könnte Sie auch interessieren\n\nBrücke gesperrt\n21.11.2024\n"
        "Streit im Rat\nDer Rat hat sich am Montag zerstritten.\nNeue Buslinie\nDie Linie fährt "
        "ab Mai durch den Ort."
    )
    assert bodies(text) == [LONG, LONG]


def test_bulleted_links_after_a_heading_are_junk() -> None:
    text = f"{ONE}\n{TWO}\nLesen Sie auch\n- Brücke gesperrt\n- Rat streitet über die Brücke"
    assert bodies(text) == [ONE, TWO]


def test_comments_of_readers_are_junk_to_the_end() -> None:
    comment = "Ich war dabei und der Bürgermeister hat gelogen, das weiß doch jeder hier im Ort."
    text = f"{LONG}\n\n2 Kommentare\n\nHans: {comment}\n\nPetra: {comment}"
    assert bodies(text) == [LONG]


def test_a_comment_button_above_the_article_swallows_nothing() -> None:
    text = f"{TITLE}\n\nKommentare\n\nDie Brücke kommt weg.\n\n{LONG}\n\n{THREE}"
    assert bodies(text) == ["Die Brücke kommt weg.", LONG, THREE]


def test_a_comment_button_below_the_lead_swallows_nothing() -> None:
    text = f"{TITLE}\n\n{ONE}\n\n12 Kommentare\n\n{LONG}\n\n{THREE}"
    assert bodies(text) == [ONE, LONG, THREE]


def test_kicker_and_by_line_above_the_article_are_junk() -> None:
    text = f"Politik\n\n{TITLE}\n\nErika Beispiel\n\n{ONE}\n\n{TWO}"
    assert [kind for kind, _ in cut(text)] == [
        BlockKind.JUNK,
        BlockKind.HEADLINE,
        BlockKind.JUNK,
        BlockKind.BODY,
        BlockKind.BODY,
    ]


def test_tags_below_the_article_are_junk() -> None:
    text = f"{ONE}\n\n{TWO}\n\nMusterhausen\n\nBrückenbau\n\nKommunalpolitik in der Region"
    assert bodies(text) == [ONE, TWO]
    assert BlockKind.HEADLINE not in dict(cut(text))


def test_a_table_below_the_article_is_junk_with_its_heading() -> None:
    text = (
        f"{ONE}\n{TWO}\nDetails | |\n---|---|\nOrt | Musterhausen |\nQuellen | "
        f"[musterblatt.example](https://x) |"
    )
    assert bodies(text) == [ONE, TWO]


def test_list_items_after_a_colon_are_text() -> None:
    text = (
        f"{ONE}\n\nDas fordert die Opposition:\n- ein neues Gutachten\n- eine Befragung der Bürger\n\n{TWO}"
    )
    assert bodies(text) == [ONE, "ein neues Gutachten", "eine Befragung der Bürger", TWO]


def test_sentences_with_bullets_are_text_without_the_bullet() -> None:
    text = f"{ONE}\n- Die Brücke ist gesperrt.\n• Der Rat tagt am Montag.\n{TWO}"
    assert bodies(text) == [ONE, "Die Brücke ist gesperrt.", "Der Rat tagt am Montag.", TWO]


@pytest.mark.parametrize(
    "dateline",
    [
        "Berlin (dpa) - ",
        "Berlin (dpa) – ",
        "BERLIN (AFP) — ",
        "Berlin/Kiew (dpa/AFP) - ",
        "Musterhausen (dpa/lnw) - ",
        "Frankfurt am Main (Reuters) - ",
        "Frankfurt/Main (epd). ",
        "Moskau, 22. Oktober (Reuters) - ",
        "Musterhausen – ",
        "Kursk, Russland - ",
        "Köln | ",
        "New York (AP) — ",
        "Bonn (KNA) ",
    ],
)
def test_a_dateline_is_left_out(dateline: str) -> None:
    assert bodies(f"{TITLE}\n\n{dateline}{ONE}\n\n{TWO}") == [ONE, TWO]


@pytest.mark.parametrize(
    "begin",
    [
        "Das ist – so sagt es die Stadt – kein Abriss, sondern ein Umbau der Brücke.",
        "Anna Beispiel (SPD) hat am Montag den Abriss der Brücke angekündigt.",
        "Der Rat (30 Mitglieder) stimmte am Montag mit großer Mehrheit dafür.",
        "Am Montag - wie zuvor angekündigt - begann der Abriss der Brücke.",
    ],
)
def test_what_only_looks_like_a_dateline_stays(begin: str) -> None:
    assert bodies(f"{begin}\n\n{TWO}") == [begin, TWO]


@pytest.mark.parametrize(
    "tail",
    [" (dpa)", " (mwe)", " dpa", " (dpa/mwe)", " (mit dpa)", " (mit Material von dpa)", " dpa/AFP", " [ab]"],
)
def test_credits_at_the_end_are_left_out(tail: str) -> None:
    assert bodies(f"{ONE}\n\n{TWO}{tail}") == [ONE, TWO]


def test_a_party_in_brackets_at_the_end_stays() -> None:
    line = "Das sagte die Abgeordnete Anna Beispiel (SPD)."
    assert bodies(f"{ONE}\n\n{line}") == [ONE, line]


@pytest.mark.parametrize(
    "tail",
    [
        " Lesen Sie auch: Wie die Brücke einst gebaut wurde",
        " (Lesen Sie hier mehr dazu: Streit um die Brücke)",
        " Mehr dazu: Brücke gesperrt",
    ],
)
def test_a_link_at_the_end_of_a_paragraph_is_left_out(tail: str) -> None:
    assert bodies(f"{ONE}{tail}\n\n{TWO}") == [ONE, TWO]


def test_a_note_about_the_author_at_the_end_is_junk() -> None:
    note = "Max Mustermann ist Korrespondent der Musterzeitung für Politik. Er schreibt über Brücken."
    assert bodies(f"{ONE}\n\n{TWO}\n\n{THREE}\n\n{note}") == [ONE, TWO, THREE]
    assert bodies(f"{LONG}\n\n{TWO}\n\nÜber den Autor\n\nEr lebt in Musterhausen.") == [LONG, TWO]


def test_the_contact_of_a_press_release_is_junk() -> None:
    text = (
        f"Musterhausen (ots) - {LONG}\n\nPressekontakt:\nStadt Musterhausen\nFrau Beispiel leitet die Stelle."
    )
    assert bodies(text) == [LONG]


def test_lines_wrapped_by_hand_are_one_paragraph() -> None:
    text = (
        "Die Stadt Musterhausen will die alte Brücke im kommenden\nJahr abreißen und neu bauen "
        "lassen. Das teilte die\n"
        "Verwaltung am Montag mit. Die Kosten liegen bei zwölf\nMillionen Euro.\n\nDie "
        "Opposition bezweifelt das und fordert ein neues\n"
        "Gutachten, bevor der Rat entscheidet."
    )
    assert len(bodies(text)) == 2
    assert bodies(text)[0].endswith("Millionen Euro.")


def test_windows_line_ends_and_odd_blanks_do_no_harm() -> None:
    text = f"{TITLE}\r\n\r\n\u00a0{ONE}\u200b\r\n\r\n{TWO}\r\n"
    assert bodies(text) == [ONE, TWO]


def test_a_question_of_an_interview_is_a_heading() -> None:
    text = (
        f"Frau Beispiel, warum muss die Brücke weg?\n\nWeil sie nicht mehr sicher "
        f"ist.\n\nWas kostet das?\n\n{TWO}"
    )
    assert bodies(text) == ["Weil sie nicht mehr sicher ist.", TWO]


def test_a_text_of_one_sentence_has_a_body_even_if_it_is_the_title() -> None:
    assert bodies(ONE, ONE) == [ONE]


def test_an_empty_text_has_no_blocks() -> None:
    assert segment("", "", PUBLISHED) == ()
    assert segment(" \n\t\n", "x", PUBLISHED) == ()


def check(text: str, blocks: tuple[Block, ...], published: datetime) -> None:
    end = 0
    for block in blocks:
        assert end <= block.span.begin < block.span.end <= len(text)
        end = block.span.end
        part = block.span.of(text)
        assert part == part.strip()
        assert block.as_of <= published
        assert block.as_of.tzinfo is not None


LINES = st.sampled_from(
    [
        ONE,
        TWO,
        TITLE,
        "",
        " ",
        "- x",
        "Lesen Sie auch",
        "Kommentare",
        "10.58 Uhr:",
        "Update vom 22. Oktober, 9.19 Uhr: Neues.",
        "Update vom 31. Februar, 25.70 Uhr: Neues.",
        "Erstmeldung: Berlin - Text steht hier.",
        "+++ 14.05 Uhr +++",
        "Montag, 21. Oktober",
        "a | b",
        "Foto: dpa",
        "(dpa)",
        ":",
        "\u2028",
        "\ufeff",
    ]
)


@given(st.lists(st.one_of(LINES, st.text(max_size=30)), max_size=15), st.sampled_from(["\n", "\n\n", "\r\n"]))
def test_blocks_are_always_valid(lines: list[str], separator: str) -> None:
    text = separator.join(lines)
    check(text, segment(text, TITLE, PUBLISHED), PUBLISHED)


@pytest.mark.parametrize(
    "text",
    [
        "„" * 100_000,
        "(" * 100_000,
        " " * 100_000,
        "a " * 50_000,
        "A. " * 33_000,
        "|" * 100_000,
        "©" * 100_000,
        "+" * 100_000,
        "- " * 50_000,
        "1." * 50_000,
        "\n" * 100_000,
        "a\n" * 20_000,
        "Lesen Sie auch\n" * 6_000,
        "Kommentare\n" * 9_000,
        "Update 10.00 Uhr: " * 5_500,
        "10.00 Uhr: x.\n" * 7_000,
        "Foto: " * 16_000,
        "Von Max " * 12_000,
        "dpa/" * 25_000,
        "Berlin " * 14_000,
        "wir unsere cookies newsletter " * 3_000,
        "\u00a0\u200b" * 50_000,
    ],
)
def test_hostile_texts_cost_little_time(text: str) -> None:
    begin = time.process_time()
    check(text, segment(text, "x", PUBLISHED), PUBLISHED)
    assert time.process_time() - begin < 3


SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


@pytest.mark.skipif(not (SEEDS / "manifest.jsonl").exists(), reason="real articles are not at hand")
def test_real_articles_are_mostly_body() -> None:
    for line in (SEEDS / "manifest.jsonl").read_text().splitlines():
        entry = json.loads(line)
        text = (SEEDS / entry["file"]).read_text()
        published = datetime.fromisoformat(entry["published"])
        blocks = segment(text, entry["title"] or "", published)
        check(text, blocks, published)
        body = sum(b.span.end - b.span.begin for b in blocks if b.kind is BlockKind.BODY)
        assert body > 0.7 * len(text)
        assert not any("Lesen Sie auch" in b.span.of(text) for b in blocks if b.kind is BlockKind.BODY)
