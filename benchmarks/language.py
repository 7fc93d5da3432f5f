"""Score a German pipeline on held-out gold sentences, per genre, and time it.

Run ``python -m benchmarks.language [DATA] [--model NAME] [--raw] [--no-speed] [--record]``; DATA is the
folder of the training data; where it is absent only the speed is measured, on the example articles.

Words are the gold ones unless ``--raw`` is given (then the pipeline cuts the texts).  Sentence F1 is always
of running text: ten sentences joined by blanks, as in a paragraph.  Punctuation counts in all figures, as in
the CoNLL 2018 shared task.  A lemma with the separated particle joined to it is right where the gold lemma
lacks the particle.  Entities are strict: span and label.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from time import process_time
from typing import Final

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # speed is per core; numpy reads it when it is imported

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.training import Alignment

from summaries.language import load_pipeline
from summaries.language.training.corpus import read_gold, read_konvens
from summaries.language.training.sentence import Sentence

GENRES: Final = {
    "gsd": "reviews, news, encyclopedia",
    "pud": "news, encyclopedia",
    "hdt": "computer news",
    "germeval": "news, encyclopedia",
    "smartdata": "traffic, companies",
    "mobie": "traffic",
    "konvens:novelette": "dime novel",
    "konvens:opensubtitles": "subtitles",
    "konvens:sermononline": "sermons",
    "konvens:wikipedia": "encyclopedia",
}
FIGURES: Final = ("upos", "xpos", "morph", "mood", "tense", "case", "number", "lemma", "uas", "las", "ents")
JOINED: Final = 10
LINES: Final = frozenset({"smartdata", "mobie"})  # their unit is a message or a line, not a sentence
NAMES: Final = frozenset({"PER", "ORG", "LOC"})
ROUNDS: Final = 3
COPIES: Final = 6
DATA: Final = Path("../shared/data")
BUNDLED: Final = Path(__file__).parents[1] / "summaries" / "language" / "model"
EXAMPLES: Final = Path(__file__).parents[1] / "examples" / "articles"
SINGLE: Final = {"mood": "Mood", "tense": "Tense", "case": "Case", "number": "Number"}


def held_out(data: Path) -> dict[str, list[Sentence]]:
    """Return the sentences of each source that were never trained on."""
    rows: dict[str, list[Sentence]] = {source: [] for source in GENRES}
    for sentence in (*read_gold(data), *read_konvens(data)):
        if sentence.split == "dev" and sentence.source in rows:
            rows[sentence.source].append(sentence)
    return rows


def bare(nlp: Language, sentence: Sentence) -> Doc:
    """Return the gold words of ``sentence`` as one sentence without annotation."""
    starts: list[bool | int | None] = [index == 0 for index in range(len(sentence.words))]
    return Doc(nlp.vocab, words=list(sentence.words), spaces=list(sentence.spaces), sent_starts=starts)


def score(nlp: Language, sentences: Sequence[Sentence], *, raw: bool = False) -> dict[str, float]:
    """Return the share right, or F1 of entities and sentences, of all that the source has gold for."""
    count: Counter[str] = Counter()
    given = (s.text for s in sentences) if raw else (bare(nlp, s) for s in sentences)
    for sentence, doc in zip(sentences, nlp.pipe(given), strict=True):
        pairs = list(_pairs(sentence, doc))
        for index, token in pairs:
            _count_word(count, sentence, index, token, dict(pairs))
        _count_entities(count, sentence, doc)
    if sentences[0].source not in LINES:
        _count_sentences(count, nlp, sentences)
    return {name: count[name] / count[f"{name} of"] for name in (*FIGURES, "sents") if count[f"{name} of"]}


def _pairs(sentence: Sentence, doc: Doc) -> Iterator[tuple[int, Token | None]]:
    """Yield every gold word with the token that is just that word, None if it is cut otherwise."""
    if len(doc) == len(sentence.words):
        yield from enumerate(doc)
        return
    links = Alignment.from_strings([token.text for token in doc], list(sentence.words))
    for index in range(len(sentence.words)):
        tokens = links.y2x[index]
        alone = len(tokens) == 1 and len(links.x2y[int(tokens[0])]) == 1
        yield index, doc[int(tokens[0])] if alone else None


def _count_word(
    count: Counter[str], gold: Sentence, index: int, token: Token | None, tokens: dict[int, Token | None]
) -> None:
    for name, values in (
        ("upos", gold.pos),
        ("xpos", gold.tags),
        ("lemma", gold.lemmas),
        ("morph", gold.feats),
    ):
        if values is not None and not (name == "morph" and gold.source.startswith("konvens")):
            count[f"{name} of"] += 1
            count[name] += token is not None and _value(token, name, values[index]) == values[index]
    if gold.feats is not None:
        _count_features(count, gold.feats[index], token)
    if gold.heads is not None and gold.deps is not None:
        count["uas of"] += 1
        count["las of"] += 1
        right = token is not None and token.head == (tokens[gold.heads[index]] or token)
        right = right and (gold.heads[index] == index) == (token is not None and token.head == token)
        count["uas"] += right
        count["las"] += right and token is not None and token.dep_.replace("ROOT", "root") == gold.deps[index]


def _value(token: Token, name: str, gold: str) -> str:
    if name == "lemma" and token._.particle is not None:
        bare_lemma = token.lemma_.removeprefix(token.doc[token._.particle].lower_)
        return bare_lemma if bare_lemma == gold else token.lemma_
    return {"upos": token.pos_, "xpos": token.tag_, "lemma": token.lemma_, "morph": str(token.morph)}[name]


def _count_features(count: Counter[str], feats: str, token: Token | None) -> None:
    gold = dict(pair.split("=", 1) for pair in feats.split("|") if pair)
    for name, feature in SINGLE.items():
        if feature in gold:
            count[f"{name} of"] += 1
            count[name] += token is not None and ",".join(token.morph.get(feature, [])) == gold[feature]


def _count_entities(count: Counter[str], sentence: Sentence, doc: Doc) -> None:
    if sentence.entities is None:
        return
    starts = list(_starts(sentence))
    gold = {
        (starts[e.start], starts[e.end - 1] + len(sentence.words[e.end - 1]), e.label)
        for e in sentence.entities
    }
    found = {(e.start_char, e.end_char, e.label_) for e in doc.ents if e.label_ in NAMES}
    count["ents"] += 2 * len(gold & found)
    count["ents of"] += len(gold) + len(found)


def _starts(sentence: Sentence) -> Iterator[int]:
    position = 0
    for word, space in zip(sentence.words, sentence.spaces, strict=True):
        yield position
        position += len(word) + space


def _count_sentences(count: Counter[str], nlp: Language, sentences: Sequence[Sentence]) -> None:
    source = iter(s.text for s in sentences)
    with nlp.select_pipes(enable=[name for name in nlp.pipe_names if name == "lagebild_sentences"]):
        while part := list(islice(source, JOINED)):
            ends = _ends(part)
            gold = set(zip([0, *(end + 1 for end in ends)], ends, strict=False))
            found = {_span(sent.text, sent.start_char) for sent in nlp(" ".join(part)).sents}
            count["sents"] += 2 * len(gold & found)
            count["sents of"] += len(gold) + len(found)


def _ends(texts: Iterable[str]) -> list[int]:
    ends, position = [], 0
    for text in texts:
        ends.append(position + len(text))
        position += len(text) + 1
    return ends


def _span(text: str, start: int) -> tuple[int, int]:
    return start, start + len(text.rstrip())


def speed(nlp: Language, texts: Sequence[str]) -> dict[str, float]:
    """Return words per second of one core (processor time), whole and as ratios to less work.

    The best of several rounds over texts in batches; what is cached per word is warm, as in a bot that runs.
    """
    blank = spacy.blank("de")
    words = sum(len(doc) for doc in blank.pipe(texts))
    tagging = [name for name in nlp.pipe_names if name in {"lagebild_sentences", "tok2vec", "tagger"}]
    whole, bare_time = _time(nlp, texts), _time(blank, texts)
    with nlp.select_pipes(enable=tagging):
        tagged = _time(nlp, texts)
    return {
        "words/s": words / whole,
        "times a blank pipeline": whole / bare_time,
        "times tagging alone": whole / tagged,
    }


def _time(nlp: Language, texts: Sequence[str]) -> float:
    times = []
    for _ in range(ROUNDS):
        begin = process_time()
        for _doc in nlp.pipe(texts):
            pass
        times.append(process_time() - begin)
    return min(times)


def main() -> None:
    """Print the figures of the pipeline on every source."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, nargs="?", default=DATA)
    parser.add_argument("--model")
    parser.add_argument("--raw", action="store_true", help="let the pipeline cut the words")
    parser.add_argument("--no-speed", action="store_true")
    parser.add_argument(
        "--record", action="store_true", help="write the figures into the bundled model's card"
    )
    arguments = parser.parse_args()
    nlp = load_pipeline(arguments.model)
    if arguments.data.is_dir():
        rows = held_out(arguments.data)
        figures = {source: score(nlp, sentences, raw=arguments.raw) for source, sentences in rows.items()}
        _print_scores(rows, figures)
        if arguments.record:
            _record(figures)
    else:
        print(f"no training data at {arguments.data}: only the speed is measured")
    if not arguments.no_speed:
        texts = [path.read_text("utf-8") for path in sorted(EXAMPLES.glob("*.txt"))] * COPIES
        for name, value in speed(nlp, texts).items():
            print(f"{name:<24}{value:>10.1f}")


def _print_scores(rows: dict[str, list[Sentence]], figures: dict[str, dict[str, float]]) -> None:
    names = (*FIGURES, "sents")
    print(f"{'source':<22}{'sentences':>10}{'words':>7}  " + "".join(f"{name:>7}" for name in names))
    for source, row in figures.items():
        words = sum(len(s.words) for s in rows[source])
        cells = "".join(f"{row[name]:>7.3f}" if name in row else f"{'':>7}" for name in names)
        print(f"{source:<22}{len(rows[source]):>10}{words:>7}  {cells}  {GENRES[source]}")


def _record(figures: dict[str, dict[str, float]]) -> None:
    """Write the figures into the card of the bundled model."""
    path = BUNDLED / "meta.json"
    card = json.loads(path.read_text("utf-8"))
    card["performance"] = {
        f"{source} ({GENRES[source]})": {name: round(value, 4) for name, value in row.items()}
        for source, row in figures.items()
    }
    path.write_text(json.dumps(card, indent=2, ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    main()
