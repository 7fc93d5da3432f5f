import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Der Stadtrat hat am Montag über das neue Schwimmbad beraten.", "de"),
        ("The city council discussed the new swimming pool on Monday.", "en"),
        ("Le conseil municipal a discuté lundi de la nouvelle piscine.", "fr"),
        ("De gemeenteraad heeft maandag over het nieuwe zwembad gesproken.", "nl"),
        ("Городской совет обсудил в понедельник новый бассейн.", "ru"),
        ("STADTRAT BESCHLIESST DAS NEUE SCHWIMMBAD FÜR DIE BÜRGER DER STADT", "de"),
    ],
)
def test_it_names_the_language(text, language):
    assert detect_language(text) == language


def test_the_title_counts():
    assert detect_language("", title="Der Stadtrat berät heute über das neue Schwimmbad") == "de"


@pytest.mark.parametrize("text", ["", "   ", "123 456", "😀😀", "https://beispiel.de/x"])
def test_text_without_words_is_undetermined(text):
    assert detect_language(text) == "und"


@given(st.text(max_size=200))
def test_it_always_answers(text):
    assert detect_language(text)


HEADLINES = [
    ("de", "Der Stadtrat hat am Montag über das neue Schwimmbad beraten."),
    ("de", "Kanzler reist nach Paris"),
    ("de", "Streik legt Bahnverkehr lahm"),
    ("de", "Zwei Tote bei Unfall auf A7"),
    ("de", "Merz lobt Macron"),
    ("de", "Bundesrat CH: Grossbrand in Zuerich, Strasse gesperrt"),
    ("de", "Gemeinderat heisst Kredit gut – Referendum ergriffen"),
    ("de", "Nationalrat beschliesst Velosteuer"),
    ("de", "Jänner bringt in der Steiermark Rekordschnee"),
    ("de", "Matura heuer ohne Pannen, sagt Landesrat"),
    ("de", "Bundesheer rückt nach Murenabgang aus"),
    ("de", "„We will win“: Trainer gibt sich vor dem Finale siegessicher"),
    (
        "de",
        "Der Sprecher sagte: „This is not the end, we will come back and fight.“ Die Partei schweigt.",
    ),
    ("de", "Lockdown, Shutdown, Homeoffice: Was vom Coronajahr bleibt"),
    ("de", "SCHWERES UNWETTER ÜBER HAMBURG"),
    ("de", "EILMELDUNG: REGIERUNG TRITT ZURÜCK"),
    ("de", "DAX schließt im Plus"),
    ("de", "VfB Stuttgart – FC Bayern 2:1"),
    ("de", "Apple stellt neues iPhone vor"),
    ("de", "Netflix: Die besten Serien im Mai"),
    ("de", "Ex-Trainer: „Das war’s“"),
    ("de", "Live-Ticker: US-Wahl 2024"),
    ("de", "Feuerwehr löscht Brand in Altona"),
    ("de", "ukraine: russische truppen rücken vor"),
    ("de", "Tesla baut Gigafactory in Brandenburg aus"),
    ("de", "Trump droht Iran"),
    ("de", "Muenchen: Buergermeister fuer mehr Radwege"),
    ("de", "Wetter: Regen im Norden, Sonne im Süden"),
    ("de", "Papst Leo in der Türkei"),
    ("de", "Warum Brexit-Fans jetzt zweifeln"),
    ("de", "Eintracht holt Remis"),
    ("de", "Novak Djokovic gewinnt Australian Open"),
    ("de", "Google Maps: Neue Funktion für Radfahrer"),
    ("de", "Schneechaos in Oberbayern"),
    ("en", "The city council discussed the new swimming pool on Monday."),
    ("en", "Two dead in motorway crash"),
    ("en", "Germany's chancellor visits Paris"),
    ("en", "Trump warns Iran over nuclear deal"),
    ("en", "BREAKING: GOVERNMENT RESIGNS AFTER VOTE"),
    ("nl", "De gemeenteraad heeft maandag over het nieuwe zwembad gesproken."),
    ("nl", "Twee doden bij ongeluk op snelweg"),
    ("nl", "Premier bezoekt Berlijn voor overleg"),
    ("nl", "Minister wil meer geld voor politie"),
    ("nl", "Staking legt treinverkeer plat"),
    ("da", "Byrådet drøftede mandag den nye svømmehal."),
    ("da", "To døde i ulykke på motorvejen"),
    ("da", "Regeringen vil hæve skatten for de rige"),
    ("sv", "Två döda i olycka på motorvägen"),
    ("fr", "Le conseil municipal a discuté lundi de la nouvelle piscine."),
    ("fr", "Deux morts dans un accident sur l'autoroute"),
    ("fr", "Macron en visite à Berlin"),
    ("fr", "Grève : trafic très perturbé"),
    ("lb", "D'Regierung huet um Méindeg iwwer dat neit Gesetz diskutéiert."),
    ("lb", "De Premier war zu Bréissel op Besuch"),
    ("lb", "Zwee Doudeger bei engem Accident op der Autobunn"),
    ("pl", "Rada miasta omówiła w poniedziałek nowy basen."),
    ("pl", "Dwie osoby zginęły w wypadku na autostradzie"),
    ("pl", "Premier z wizytą w Berlinie"),
    ("tr", "Belediye meclisi pazartesi günü yeni yüzme havuzunu görüştü."),
    ("tr", "Otoyolda kaza: iki ölü"),
    ("tr", "Cumhurbaşkanı Berlin'de"),
    ("uk", "Міська рада обговорила в понеділок новий басейн."),
    ("uk", "Двоє загиблих у ДТП на трасі"),
    ("uk", "Президент прибув до Берліна"),
    ("ru", "Городской совет обсудил в понедельник новый бассейн."),
    ("es", "El consejo municipal debatió el lunes sobre la nueva piscina."),
    ("es", "Dos muertos en un accidente"),
    ("it", "Il consiglio comunale ha discusso lunedì della nuova piscina."),
    ("it", "Due morti in un incidente sull'autostrada"),
    ("pt", "Dois mortos em acidente na autoestrada"),
    ("cs", "Dva mrtví při nehodě na dálnici"),
    ("hu", "Két halott az autópályán történt balesetben"),
    ("ro", "Doi morți într-un accident pe autostradă"),
    ("hr", "Dvoje mrtvih u nesreći na autocesti"),
    ("ar", "قتيلان في حادث على الطريق السريع"),
    ("el", "Δύο νεκροί σε τροχαίο"),
]


@pytest.mark.parametrize(("language", "text"), HEADLINES)
def test_it_names_the_language_of_headlines_and_leads(language, text):
    assert detect_language(text) == language


@pytest.mark.parametrize("language", ["en", "nl", "fr", "lb"])
def test_other_languages_are_not_german_even_with_a_german_quotation(language):
    lead = " ".join(text for code, text in HEADLINES if code == language)
    assert detect_language(f"{lead} „Wir schaffen das“") == language


def test_a_german_text_may_quote_at_length():
    quote = "We are not going to give up, and everybody who thinks so will be surprised by what comes next."
    assert detect_language(f"Die Präsidentin sagte am Abend in Mornau: „{quote}“") == "de"


def test_low_german_is_not_taken_for_german():
    text = "De Gemeenraad hett an'n Maandag över dat ne'e Swemmbad snackt, un de Lüüd weern vergrellt."
    assert detect_language(text) != "de"


def test_the_larger_part_of_a_mixed_text_counts():
    german = "Der Rat hat am Montag lange über den Bau der neuen Brücke gesprochen und dann abgestimmt. "
    english = "The council met on Monday. "
    assert detect_language(german * 3 + english) == "de"
    assert detect_language(english * 12 + german) == "en"


@pytest.mark.parametrize("sign", ["\u00ad", "\u200b"])
def test_invisible_signs_do_not_change_the_language(sign):
    text = f"Der Stadt{sign}rat hat über das neue Schwimm{sign}bad beraten."
    assert detect_language(text) == "de"
