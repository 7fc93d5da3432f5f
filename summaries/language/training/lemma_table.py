"""Makes ``data/lemmas.tsv.gz``, the lemmas of frequent word forms, from raw German text.

A noun's lemma is HanTa's unless that occurs nowhere in the text and a shorter form of the word does, or no
lemma occurs at all: then the word stays as it is ("Google", not "Googl").  Names lose a genitive "s" only
where the text knows the name without it at least as often.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from spacy.language import Language

from summaries.language.lemmas import analysed_adjective, analysed_noun, analysed_verb
from summaries.language.tokenizer import normal_form

Counts = Counter[tuple[str, str]]
_ENDINGS: Final = ("s", "es", "n", "en", "e", "er", "ern", "se", "nen")
_OPEN: Final = ("NN", "NE", "ADJA", "ADJD", "VV")
_MIN_COUNT: Final = 2
_FREQUENT: Final = 20
_SHORTEST: Final = 3
_BATCH: Final = 20
_THIRDS: Final = 3


def main() -> None:
    """Write the table; the arguments are the data folder and the file to write."""
    from summaries.language.pipeline import load_pipeline  # noqa: PLC0415 - loads the table this makes

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the raw texts")
    parser.add_argument("table", type=Path, help="file to write")
    arguments = parser.parse_args()
    counts = count(load_pipeline(), raw_texts(arguments.data))
    arguments.table.write_bytes(packed(lemmas_of(counts)))


def raw_texts(data: Path) -> Iterator[str]:
    """Yield German news, debates, court decisions and sentences whose licences allow training."""
    for line in _lines(data / "quotations_dev" / "train.jsonl"):
        yield json.loads(line)["originalText"]
    for path in sorted((data / "spkatt2023").rglob("*.json")):
        debate = json.loads(path.read_text("utf-8"))
        yield "\n".join(" ".join(sentence["Tokens"]) for sentence in debate.get("Sentences", ()))
    for name in ("train", "test"):
        yield from (json.loads(line)["text"] for line in _lines(data / "smartdata" / f"{name}.jsonl"))
    for line in [*_lines(data / "rte3_de" / "dev.jsonl"), *_lines(data / "rte3_de" / "test.jsonl")]:
        yield "{premise}\n{hypothesis}".format_map(json.loads(line))
    yield from _columns(data / "germeval2014" / "NER-de-dev.tsv", 1)
    for path in sorted(data.glob("ud_*/*.conllu")):
        yield from _columns(path, 1)
    with gzip.open(data / "legal_text" / "sentences.txt.gz", "rt", encoding="utf-8") as file:
        legal = file.read().split("\n")
    for begin in range(0, len(legal), _BATCH):
        if begin // _BATCH % _THIRDS != _THIRDS - 1:
            yield "\n".join(legal[begin : begin + _BATCH])


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()


def _columns(path: Path, column: int) -> Iterator[str]:
    """Yield the sentences of a file with one token a line; ranges of tokens ("5-6") are left out."""
    for sentence in path.read_text("utf-8").split("\n\n"):
        rows = (line.split("\t") for line in sentence.splitlines() if not line.startswith("#"))
        yield " ".join(row[column] for row in rows if len(row) > column and row[0].isdigit())


def count(nlp: Language, texts: Iterable[str]) -> Counts:
    """Count how often each word has each STTS tag."""
    counts: Counts = Counter()
    for doc in nlp.pipe(text for text in texts if text.strip()):
        counts.update((normal_form(token.text), token.tag_) for token in doc)
    return counts


def lemmas_of(counts: Counts) -> dict[tuple[str, str], str]:
    """Return tag and form → lemma for the forms worth a place in the table."""
    nouns = Counter({word: n for (word, tag), n in counts.items() if tag == "NN"})
    names = Counter({word: n for (word, tag), n in counts.items() if tag == "NE"})
    lemmas: dict[tuple[str, str], str] = {}
    for (word, tag), n in _folded(counts).items():
        if (
            (n < _MIN_COUNT and tag != "NE")
            or not word.replace("-", "").isalpha()
            or "-" in word
            or len(word) < _SHORTEST
        ):
            continue
        lemma = _lemma(word, tag, nouns, names)
        if lemma:
            lemmas[tag, word] = lemma
    # A dative plural may lead to a plural first: Kraftwerken, Kraftwerke, Kraftwerk.
    return {(tag, word): lemmas.get((tag, lemma), lemma) for (tag, word), lemma in lemmas.items()}


def _folded(counts: Counts) -> Counts:
    """Put verbs and adjectives of German form in lower case, drop all that is not of an open class."""
    folded: Counts = Counter()
    for (word, tag), n in counts.items():
        if tag.startswith(_OPEN):
            lower = tag[0] == "V" or (tag[0] == "A" and not (word.endswith("er") and word[0].isupper()))
            folded[word.lower() if lower else word, tag] += n
    return folded


def _lemma(word: str, tag: str, nouns: Mapping[str, int], names: Mapping[str, int]) -> str | None:
    if tag == "NE":
        return _name(word, names)
    if tag == "NN":
        return None if word.isupper() or not word[0].isupper() else _noun(word, nouns)
    makers: Mapping[str, Callable[[str, str], str]] = {"A": analysed_adjective, "V": analysed_verb}
    return makers[tag[0]](word, tag)


def _name(word: str, names: Mapping[str, int]) -> str | None:
    bare = word[:-1]
    if not word.endswith("s") or word.isupper() or max(names.get(bare, 0), names[word]) < _MIN_COUNT:
        return None
    return bare if names.get(bare, 0) >= names[word] else word


def _noun(word: str, nouns: Mapping[str, int]) -> str:
    plural = analysed_noun(word, "plural")  # the table stands for plurals; infinitives are told by features
    lemma = plural if nouns.get(plural, 0) >= _MIN_COUNT else analysed_noun(word)
    if lemma in nouns or lemma == word:
        return lemma
    if lemma == word.removesuffix("e") and nouns[word] >= _FREQUENT:
        return word
    shorter = [word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending)]
    known = [other for other in shorter if nouns.get(other, 0) >= _MIN_COUNT]
    return max(known, key=lambda other: nouns[other]) if known and lemma not in shorter else lemma


def packed(lemmas: Mapping[tuple[str, str], str]) -> bytes:
    """Return the table as a file: one line per tag and lemma, with all its forms."""
    rows: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for (tag, form), lemma in lemmas.items():
        rows[tag, lemma].append(form)
    lines = ["\t".join((tag, lemma, " ".join(sorted(rows[tag, lemma])))) for tag, lemma in sorted(rows)]
    return gzip.compress("\n".join(lines).encode(), 9, mtime=0)


if __name__ == "__main__":
    main()
