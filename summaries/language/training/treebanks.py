"""The treebanks, each with the rules that bring it to GSD's conventions.

What stays different after the rules:
    gsd: as published, PAV → PROAV apart.  In what is trained on, `dep` under words that an automatic
        comparison with TIGER left unlabelled is replaced where the part of speech tells the relation.
    gsd_more: lemmas and features are automatic and incomplete (no mood, hardly any tense): both None.  Its
        tags are automatic too, but good.
    gsd_docs, hdt_docs: shortened examples of several releases: features and lemmas None, tags where all are
        there.
    hdt: lemmas None (of compounds only the head is given).  Case is missing on most nouns; what agreement,
        preposition or relation tell is filled in, and sentences where a noun still has none keep no
        features.  Mood is always Ind there; what the form shows is mended ("sollte" and regular verbs stay
        Ind).
    pud: tags None (Penn-style).  Adverbial adjectives are ADV there and made ADJ by what GSD and HDT call
        the form, unknown forms by their suffix.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from summaries.language.training import harmonise, morphology
from summaries.language.training.conllu import Word, read_trees
from summaries.language.training.harmonise import Words, apply_rules
from summaries.language.training.ner import GERMEVAL_LABELS, read_uner, spans_of
from summaries.language.training.sentence import Entity, Sentence
from summaries.language.training.spacing import guess_spaces

_SUFFIXES: Final = "lich|ig|isch|sam|bar|haft|los|iv|al|ell|ent|ant|end|voll|är|ös|reich|ert"
_ADJECTIVE: Final = re.compile(rf"\w{{3,}}(?:{_SUFFIXES})(?:er)?")
_BY_POS: Final = {"ADJ": "amod", "ADP": "case", "CCONJ": "cc", "ADV": "advmod", "SCONJ": "mark"}

_GENERAL: Final = (harmonise.map_relations, harmonise.map_pos, harmonise.map_tags)
_HDT: Final = (
    harmonise.map_relations,
    harmonise.compare_by_case,
    harmonise.prepositional_objects,
    harmonise.quantities,
    harmonise.agents,
    harmonise.adverbial_clauses,
    harmonise.subject_es,
    harmonise.map_pos,
    morphology.mend_mood,
    morphology.fill_case,
    harmonise.map_tags,
    harmonise.keep_features,
)
_PUD: Final = (
    harmonise.map_relations,
    harmonise.compare_by_case,
    harmonise.subject_es,
    harmonise.map_pos,
    morphology.fill_forms,
    harmonise.keep_features,
)


@dataclass(frozen=True)
class Layers:
    """Which layers of a treebank are good enough to learn from."""

    tags: bool = True
    feats: bool = True
    lemmas: bool = True


def read_gsd(root: Path) -> Iterator[Sentence]:
    """Yield the sentences of UD_German-GSD's development part."""
    for tree in read_trees(root / "ud_gsd/de_gsd-ud-dev.conllu"):
        yield build(harmonise.map_tags(tree.words), "gsd", Layers())


def read_gsd_more(root: Path) -> Iterator[Sentence]:
    """Yield sentences of GSD's training part with manual parts of speech and trees."""
    for tree in read_trees(root / "ud_gsd_more/gsd_train_gold_367.conllu"):
        yield build(apply_rules(tree.words, _GENERAL), "gsd_more", Layers(feats=False, lemmas=False))


def read_docs(root: Path) -> Iterator[Sentence]:
    """Yield the examples of the UD documentation, from GSD and from HDT."""
    for name, rules in (("gsd_docs", _GENERAL), ("hdt_docs", _HDT)):
        for tree in read_trees(root / f"ud_docs/{name}.conllu"):
            words = apply_rules(tree.words, rules)
            tagged = all(word.tag != "_" for word in words)
            yield build(_spaced(words), name, Layers(tags=tagged, feats=False, lemmas=False))


def read_hdt(root: Path) -> Iterator[Sentence]:
    """Yield the sentences of UD_German-HDT."""
    for part in ("dev", "test"):
        for tree in read_trees(root / f"ud_hdt/hdt_{part}.bugs.conllu"):
            words = apply_rules(tree.words, _HDT)
            complete = morphology.features_complete(words)
            yield build(_spaced(words), "hdt", Layers(feats=complete, lemmas=False))


def read_pud(root: Path) -> Iterator[Sentence]:
    """Yield the sentences of UD_German-PUD with the names of Universal NER."""
    known = adverb_kinds(root)
    labels = read_uner(root / "uner_pud/de_pud-ud-test.iob2")
    for tree in read_trees(root / "ud_pud/de_pud-ud-test.conllu"):
        words = apply_rules(tree.words, (partial(adverbial_adjectives, known=known), *_PUD))
        yield replace(build(words, "pud", Layers(tags=False)), entities=names_on(words, labels))


def names_on(words: Sequence[Word], labels: Mapping[str, Sequence[str]]) -> tuple[Entity, ...] | None:
    """Return the entities of a sentence; None where its characters are not among the labelled ones.

    A contraction is never part of a name, although its article may be ("im [Weißen Haus]").
    """
    row = labels.get("".join(part for word in words for part in word.parts))
    if row is None:
        return None
    found, place = [], 0
    for word in words:
        found.append(row[place] if len(word.parts) == 1 else "O")
        place += sum(map(len, word.parts))
    return spans_of(found, GERMEVAL_LABELS)


def adverb_kinds(root: Path) -> Mapping[str, str]:
    """Return ADJ or ADV for each form that GSD and HDT tag as ADJD or ADV, whichever is more frequent.

    Base forms of other adjectives of theirs are ADJ.
    """
    counts: dict[str, Counter[str]] = {}
    attributive: set[str] = set()
    for name in ("ud_gsd/de_gsd-ud-dev", "ud_hdt/hdt_dev.bugs", "ud_hdt/hdt_test.bugs"):
        for tree in read_trees(root / f"{name}.conllu"):
            for word in tree.words:
                if word.tag in {"ADJD", "ADV"}:
                    counts.setdefault(word.lower, Counter())[word.tag] += 1
                elif word.tag == "ADJA":
                    attributive.add(word.lemma.lower())
    kinds = {form: "ADJ" if found["ADJD"] > found["ADV"] else "ADV" for form, found in counts.items()}
    return dict.fromkeys(attributive, "ADJ") | kinds


def adverbial_adjectives(words: Words, known: Mapping[str, str]) -> Words:
    """Return the words with adverbially used adjectives as ADJ, as GSD has them."""
    return tuple(
        replace(word, pos=known.get(word.lower, "ADJ" if _ADJECTIVE.fullmatch(word.lower) else "ADV"))
        if word.pos == "ADV" and word.dep == "advmod"
        else word
        for word in words
    )


def mend_unlabelled(sentence: Sentence) -> Sentence:
    """Return a sentence with `dep` replaced where the part of speech tells the relation."""
    if sentence.deps is None or sentence.pos is None or sentence.heads is None:
        return sentence
    rows = zip(sentence.deps, sentence.pos, sentence.tags or sentence.pos, sentence.heads, strict=True)
    deps = tuple(_relation(dep, pos, tag, sentence.pos[head]) for dep, pos, tag, head in rows)
    return replace(sentence, deps=deps)


def _relation(dep: str, pos: str, tag: str, governor: str) -> str:
    """Return the relation of a word, told by its part of speech where it is `dep`."""
    if dep != "dep":
        return dep
    if pos == "DET":
        return "det:poss" if tag == "PPOSAT" else "det"
    if pos == "NUM":
        return "nummod" if governor in {"NOUN", "PROPN"} else dep
    return _BY_POS.get(pos, dep)


def _spaced(words: Words) -> Words:
    """Return the words with the spaces that a source lost."""
    spaces = guess_spaces([word.form for word in words])
    return tuple(replace(word, space=space) for word, space in zip(words, spaces, strict=True))


def build(words: Words, source: str, layers: Layers) -> Sentence:
    """Return a tree as a sentence of the common form, in the part that is trained on."""
    return Sentence(
        words=tuple(word.form for word in words),
        spaces=tuple(word.space for word in words),
        tags=tuple(_tag(word) for word in words) if layers.tags else None,
        pos=tuple(word.pos for word in words),
        feats=tuple(_feats(word) for word in words) if layers.feats else None,
        lemmas=tuple(word.lemma for word in words) if layers.lemmas else None,
        heads=tuple(word.head for word in words),
        deps=tuple(word.dep for word in words),
        entities=None,
        source=source,
        split="train",
    )


def _tag(word: Word) -> str:
    """Return the tag of a word; foreign words that are proper nouns are tagged so."""
    return "NE" if word.tag == "FM" and word.pos == "PROPN" else word.tag


def _feats(word: Word) -> str:
    """Return the features in UD's order, which ignores case."""
    return "|".join(f"{name}={word.feats[name]}" for name in sorted(word.feats, key=str.lower))
