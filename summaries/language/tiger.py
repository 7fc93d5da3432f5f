"""Turns a dependency tree of the TIGER scheme into a Universal Dependencies tree as GSD writes it.

The official German spaCy models speak the scheme of TIGER's dependency conversion (Seeker and Kuhn 2012): the
finite verb, the preposition and the conjunction are heads.  In Universal Dependencies the content words are.
Three steps, each of which keeps a tree a tree, because a token only changes places with its head or moves up
to a head further above:

1. Chains of conjunctions, clauses announced by "es" or "darauf", and names are made flat.
2. From the leaves up, auxiliaries, copulas and prepositions give their place to what they govern.
3. Every arc is named by its old label, the word class and what the head is now.

What follows GSD where treebanks differ: datives are ``obl:arg``, relative clauses ``acl``, only "sein" is a
copula, what modifies a noun or adjective is ``nmod``, names are ``flat`` from left to right.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

UD_LABELS: Final = frozenset({
    "ROOT", "acl", "advcl", "advmod", "amod", "appos", "aux", "aux:pass", "case", "cc", "ccomp", "compound",
    "compound:prt", "conj", "cop", "csubj", "dep", "det", "det:poss", "discourse", "expl", "flat", "mark",
    "nmod", "nsubj", "nsubj:pass", "nummod", "obj", "obl", "obl:agent", "obl:arg", "parataxis", "punct",
    "vocative", "xcomp",
})  # fmt: skip
"""The labels of the converted trees."""

_ROOT: Final = "ROOT"
_PREPOSITIONS: Final = frozenset({"APPR", "APPRART", "APPO", "KOKOM"})
_NOUNS: Final = frozenset({"NN", "NE", "FM", "XY", "TRUNC"})
_PRONOUNS: Final = frozenset(
    {"PPER", "PIS", "PDS", "PRF", "PPOSS", "PRELS", "PRELAT", "PWS", "PIAT", "PDAT", "PPOSAT", "PWAT", "ART"}
)
_NOMINAL: Final = _NOUNS | _PRONOUNS | {"CARD"}
_POINTERS: Final = frozenset({"PPER", "PROAV", "PDS"})
_AUXILIARIES: Final = frozenset({"VA", "VM"})


@dataclass(frozen=True, slots=True)
class Node:
    """A token of a TIGER tree.

    Attributes:
        tag: Its STTS tag.
        lemma: Its lemma; only "sein", "haben" and "werden" matter.
        head: Index of its head; its own for a root.
        label: TIGER's name of the arc to the head.
    """

    tag: str
    lemma: str
    head: int
    label: str


@dataclass(frozen=True, slots=True)
class Arc:
    """The arc from a token to its head in the UD tree; ``head`` is the token's own index for a root."""

    head: int
    label: str


def to_ud(nodes: Sequence[Node]) -> list[Arc]:
    """Convert one or several TIGER trees.

    Args:
        nodes: The tokens in order; heads are indices into this sequence and form a forest.

    Returns:
        An arc per token, with as many roots as before, labelled from ``UD_LABELS``.
    """
    tree = _Tree(nodes)
    _flatten_coordination(tree)
    _release_announced(tree)
    _flatten_names(tree)
    for index in tree.upwards():
        _give_place(tree, index)
    return [Arc(tree.heads[index], _relation(tree, index)) for index in range(len(nodes))]


class _Tree:
    """A forest under conversion.

    ``labels`` are TIGER's, ``fixed`` the UD labels that are settled, and ``verbs[i]`` is the verb whose form
    decides what kind of clause stands under ``i``: i itself, or the auxiliary or copula it took over from.
    """

    def __init__(self, nodes: Sequence[Node]) -> None:
        self.nodes = nodes
        self.heads = [node.head for node in nodes]
        self.labels = [node.label for node in nodes]
        self.fixed = [""] * len(nodes)
        self.verbs = list(range(len(nodes)))
        self._children: list[set[int]] = [set() for _ in nodes]
        for index, head in enumerate(self.heads):
            if head != index:
                self._children[head].add(index)

    def children(self, index: int, label: str = "") -> list[int]:
        """Return the children in order; with ``label`` those that TIGER calls so and no step has settled."""
        own = sorted(self._children[index])
        return [i for i in own if self.labels[i] == label and not self.fixed[i]] if label else own

    def is_root(self, index: int) -> bool:
        return self.heads[index] == index

    def tag(self, index: int) -> str:
        return self.nodes[index].tag

    def lemma(self, index: int) -> str:
        return self.nodes[index].lemma

    def move(self, index: int, ancestor: int) -> None:
        """Hang a token below one of its ancestors."""
        self._children[self.heads[index]].discard(index)
        self.heads[index] = ancestor
        self._children[ancestor].add(index)

    def promote(self, child: int, function: str, *, takes_label: bool = True) -> None:
        """Let a token change places with its head, which becomes its ``function``.

        The head's other children become the token's own, and so does its label.
        """
        head = self.heads[child]
        above = self.heads[head]
        if takes_label or above == head:
            self.labels[child], self.fixed[child] = self.labels[head], self.fixed[head]
        self.fixed[head] = function
        self._children[head].discard(child)
        for other in self.children(head):
            self.move(other, child)
        self._children[above].discard(head)
        self.heads[head] = child
        self._children[child].add(head)
        self.heads[child] = child if above == head else above
        if above != head:
            self._children[above].add(child)

    def upwards(self) -> list[int]:
        """Return all tokens, each after everything below it."""
        order = [index for index in range(len(self.nodes)) if self.is_root(index)]
        for index in order:  # grows while it is walked
            order.extend(self.children(index))
        return order[::-1]


def _flatten_coordination(tree: _Tree) -> None:
    """Hang every conjunct on the first one and every conjunction on the conjunct behind it."""
    for index in range(len(tree.nodes)):
        joins = tree.labels[index] == "cd" or (tree.is_root(index) and tree.tag(index) == "KON")
        conjuncts = tree.children(index, "cj") if joins else []
        if conjuncts:
            behind = next((child for child in conjuncts if child > index), conjuncts[0])
            tree.promote(behind, "cc", takes_label=False)
    for index, label in enumerate(tree.labels):
        while (
            label == "cj" and tree.labels[tree.heads[index]] == "cj" and not tree.is_root(tree.heads[index])
        ):
            tree.move(index, tree.heads[tree.heads[index]])


def _release_announced(tree: _Tree) -> None:
    """Hang a clause that "es" or "darauf" announces where the announcing word hangs."""
    for index, label in enumerate(tree.labels):
        pointer = tree.heads[index]
        if label != "re" or tree.tag(pointer) not in _POINTERS or tree.is_root(pointer):
            continue
        tree.labels[index] = "sb" if tree.labels[pointer] in {"sb", "ep", "ph"} else "oc"
        if tree.tag(pointer) == "PPER":
            tree.labels[pointer] = "ep"
        tree.move(index, tree.heads[pointer])


def _flatten_names(tree: _Tree) -> None:
    """Make the first word of a name of several words its head."""
    for top in range(len(tree.nodes)):
        if tree.labels[top] == "pnc" and not tree.is_root(top):
            continue
        name = [top]
        for word in name:  # grows while it is walked
            name.extend(tree.children(word, "pnc"))
        _head_by_first(tree, top, name)


def _head_by_first(tree: _Tree, top: int, name: Sequence[int]) -> None:
    first = min(name)
    while first != top and tree.heads[first] in name and not tree.is_root(first):
        tree.promote(first, "flat", takes_label=tree.heads[first] == top)
    for word in name:
        if word != first:
            tree.move(word, first)
            tree.fixed[word] = "flat"


def _give_place(tree: _Tree, index: int) -> None:
    """Let a function word change places with what it governs."""
    tag = tree.tag(index)
    if tag in _PREPOSITIONS:
        _give_place_to_noun(tree, index)
    elif tag[:2] in _AUXILIARIES:
        for child, function in [*_verbs_under(tree, index), *_predicates_under(tree, index)][:1]:
            tree.promote(child, function)
            tree.verbs[child] = index


def _give_place_to_noun(tree: _Tree, index: int) -> None:
    governed = tree.children(index, "nk")
    if governed:
        best = next((child for child in governed if tree.tag(child) in _NOUNS), governed[0])
        tree.promote(best, "mark" if _kind(tree, best) in _CLAUSES else "case")


def _verbs_under(tree: _Tree, index: int) -> list[tuple[int, str]]:
    """Return the verbs whose auxiliary stands at ``index``, each with what the auxiliary is to it."""
    found = ((child, _auxiliary(tree, index, child)) for child in tree.children(index, "oc"))
    return [(child, function) for child, function in found if function]


def _auxiliary(tree: _Tree, index: int, child: int) -> str:
    """Return what a verb is to the verb it governs; empty if that is a clause of its own."""
    kind, lemma = _kind(tree, child), tree.lemma(index)
    if kind is _Kind.PARTICIPLE:
        return "aux:pass" if lemma == "werden" else "aux"
    if kind is not _Kind.INFINITIVE:
        return ""
    with_zu = tree.tag(tree.verbs[child]) == "VVIZU" or any(
        tree.tag(under) == "PTKZU" for under in tree.children(child)
    )
    if with_zu:
        return "cop" if lemma == "sein" else ""  # "ist zu befürchten" is so in GSD
    return "" if lemma == "sein" else "aux"


def _predicates_under(tree: _Tree, index: int) -> list[tuple[int, str]]:
    """Return the predicates whose copula stands at ``index``."""
    if tree.lemma(index) != "sein":
        return []
    kinds = [(child, _kind(tree, child)) for child in tree.children(index, "pd")]
    # TIGER takes a participle for a predicate where a state is told ("ist geöffnet"): GSD's passive of state.
    return [
        (child, "aux:pass" if kind is _Kind.PARTICIPLE else "cop")
        for child, kind in kinds
        if kind not in _CLAUSES
    ]


class _Kind(Enum):
    FINITE = auto()
    INFINITIVE = auto()
    PARTICIPLE = auto()
    NOMINAL = auto()
    ADJECTIVE = auto()
    OTHER = auto()


_CLAUSES: Final = frozenset({_Kind.FINITE, _Kind.INFINITIVE})
_VERBAL: Final = _CLAUSES | {_Kind.PARTICIPLE}
_KINDS_BY_ENDING: Final[Mapping[str, _Kind]] = {
    "FIN": _Kind.FINITE, "IMP": _Kind.FINITE, "INF": _Kind.INFINITIVE, "IZU": _Kind.INFINITIVE,
}  # fmt: skip


def _kind(tree: _Tree, index: int) -> _Kind:
    """Tell what stands under a token: what kind of clause or of phrase."""
    form, tag = tree.tag(tree.verbs[index]), tree.tag(index)
    if form[-3:] in _KINDS_BY_ENDING:
        return _KINDS_BY_ENDING[form[-3:]]
    if form in {"VVPP", "VAPP", "VMPP"}:
        return _Kind.PARTICIPLE
    if tag in _NOMINAL or any(tree.fixed[child] == "case" for child in tree.children(index)):
        return _Kind.NOMINAL
    return _Kind.ADJECTIVE if tag in {"ADJA", "ADJD"} else _Kind.OTHER


def _relation(tree: _Tree, index: int) -> str:
    """Name the arc above a token."""
    if tree.is_root(index):
        return _ROOT
    if tree.fixed[index]:
        return tree.fixed[index]
    label = tree.labels[index]
    return _ALWAYS[label] if label in _ALWAYS else _NAMED_BY.get(label, _unnamed)(tree, index)


def _unnamed(_tree: _Tree, _index: int) -> str:
    return "dep"


def _subject(tree: _Tree, index: int) -> str:
    if _kind(tree, index) in _CLAUSES:
        return "csubj"
    passive = any(tree.fixed[other] == "aux:pass" for other in tree.children(tree.heads[index]))
    return "nsubj:pass" if passive else "nsubj"


def _object(tree: _Tree, index: int) -> str:
    return _complement(tree, index) if _kind(tree, index) in _CLAUSES else "obj"


def _complement(tree: _Tree, index: int) -> str:
    if _kind(tree, index) is _Kind.FINITE:
        return "ccomp"
    return "acl" if tree.tag(tree.heads[index]) in _NOMINAL else "xcomp"


def _predicate(tree: _Tree, index: int) -> str:
    return "ccomp" if _kind(tree, index) is _Kind.FINITE else "xcomp"


def _governed(tree: _Tree, index: int) -> str:
    """Name what a verb or noun asks for by a preposition ("wartet auf", "Suche nach")."""
    return _complement(tree, index) if _kind(tree, index) in _CLAUSES else _modifier(tree, index)


def _agent(tree: _Tree, index: int) -> str:
    return "obl:agent" if _kind(tree, index) is _Kind.NOMINAL else _modifier(tree, index)


def _modifier(tree: _Tree, index: int) -> str:
    head = tree.heads[index]
    kind = _kind(tree, index)
    if kind in _VERBAL:
        in_phrase = tree.tag(head) in _NOMINAL and tree.verbs[head] == head
        return "acl" if in_phrase else "advcl"
    if kind is _Kind.NOMINAL:
        return "obl" if tree.tag(head)[:1] == "V" else "nmod"
    return _FUNCTION_WORDS.get(tree.tag(index), "advmod")


def _modifier_behind(tree: _Tree, index: int) -> str:
    """Name what stands behind a noun and belongs to it."""
    adjective = _kind(tree, index) is _Kind.ADJECTIVE and tree.tag(tree.heads[index]) in _NOMINAL
    return "acl" if adjective else _modifier(tree, index)


def _relative(tree: _Tree, index: int) -> str:
    return "acl" if tree.tag(tree.heads[index]) in _NOMINAL else "advcl"


def _in_phrase(tree: _Tree, index: int) -> str:
    """Name a part of a noun phrase, all of which TIGER calls "nk", by its word class."""
    tag, kind, behind = tree.tag(index), _kind(tree, index), index > tree.heads[index]
    prepositional = any(tree.fixed[child] == "case" for child in tree.children(index))
    if tag in _DETERMINERS and not prepositional:
        return _DETERMINERS[tag]
    if kind in _CLAUSES or (kind is _Kind.PARTICIPLE and behind):
        return _modifier(tree, index)
    if prepositional or (tag == "CARD" and behind):
        return "nmod"
    if tag == "CARD":
        return "nummod"
    if kind is _Kind.NOMINAL:
        counted = any(tree.labels[child] == "nmc" for child in tree.children(index))  # "zwei Millionen Euro"
        return "appos" if behind else "nmod" if counted else "compound"
    return "amod" if kind in {_Kind.ADJECTIVE, _Kind.PARTICIPLE} else _modifier(tree, index)


def _speech(tree: _Tree, index: int) -> str:
    return "ccomp" if _kind(tree, tree.heads[index]) in _VERBAL else "parataxis"


def _parenthesis(tree: _Tree, index: int) -> str:
    nominal = _kind(tree, index) is _Kind.NOMINAL and tree.tag(tree.heads[index]) in _NOUNS
    return "appos" if nominal else "parataxis"


def _repeated(tree: _Tree, index: int) -> str:
    return _complement(tree, index) if _kind(tree, index) in _CLAUSES else "appos"


def _number_part(tree: _Tree, index: int) -> str:
    return "compound" if tree.tag(tree.heads[index]) == "CARD" else "nummod"


def _opener(tree: _Tree, index: int) -> str:
    return "advmod" if tree.tag(index) == "PWAV" else "mark"


def _comparison(tree: _Tree, index: int) -> str:
    return "mark" if _kind(tree, tree.heads[index]) in _VERBAL else "case"


def _particle(tree: _Tree, index: int) -> str:
    return "mark" if tree.tag(index) == "PTKZU" else "case"


def _separated(tree: _Tree, index: int) -> str:
    return "xcomp" if _kind(tree, index) is _Kind.INFINITIVE else "compound:prt"


_FUNCTION_WORDS: Final[Mapping[str, str]] = {
    "KON": "cc", "KOUS": "mark", "KOUI": "mark", "PTKZU": "mark", "PTKVZ": "compound:prt", "ITJ": "discourse",
}  # fmt: skip
_DETERMINERS: Final[Mapping[str, str]] = {
    "ART": "det", "PDAT": "det", "PIAT": "det", "PIS": "det", "PRELAT": "det", "PWAT": "det",
    "PPOSAT": "det:poss",
}  # fmt: skip
_ALWAYS: Final[Mapping[str, str]] = {
    "ac": "case", "adc": "compound", "ag": "nmod", "app": "appos", "cd": "cc", "cj": "conj", "da": "obl:arg",
    "dm": "discourse", "ep": "expl", "ng": "advmod", "og": "obl:arg", "ph": "expl", "pnc": "flat",
    "punct": "punct", "uc": "flat", "vo": "vocative",
}  # fmt: skip
_NAMED_BY: Final[Mapping[str, Callable[[_Tree, int], str]]] = {
    "ams": _modifier, "avc": _modifier, "cc": _modifier, "cvc": _modifier, "ju": _modifier, "mo": _modifier,
    "pg": _modifier, "cm": _comparison, "cp": _opener, "mnr": _modifier_behind, "nk": _in_phrase,
    "nmc": _number_part, "oa": _object, "oa2": _object, "oc": _complement, "op": _governed,
    "par": _parenthesis, "pd": _predicate, "pm": _particle, "rc": _relative, "re": _repeated, "rs": _speech,
    "sb": _subject, "sbp": _agent, "svp": _separated,
}  # fmt: skip
