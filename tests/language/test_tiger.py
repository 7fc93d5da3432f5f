"""Trees as TIGER writes them, and as they must come out.

``tiger_trees.txt`` has three lines a tree: its name, its words, the arcs they must get.  A word is
``form/TAG/label>head`` with the head's form; words that occur twice carry a figure behind the form.
``form=lemma`` stands where the conversion looks at the lemma.
"""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summaries.language.tiger import UD_LABELS, Arc, Node, to_ud

_BLOCKS = Path(__file__).with_name("tiger_trees.txt").read_text("utf-8").strip().split("\n\n")
TREES = dict(block.split("\n", 1) for block in _BLOCKS)


def nodes_of(line: str) -> tuple[list[str], list[Node]]:
    fields = [word.split("/", 2) for word in line.split()]
    names = [form.partition("=")[0] for form, _, _ in fields]
    nodes = []
    for index, (form, tag, rest) in enumerate(fields):
        label, _, head = rest.partition(">")
        lemma = form.partition("=")[2]
        nodes.append(Node(tag, lemma, names.index(head) if head else index, label))
    return names, nodes


def shown(names: Sequence[str], arcs: Sequence[Arc]) -> str:
    return " ".join(
        arc.label if arc.head == index else f"{arc.label}>{names[arc.head]}" for index, arc in enumerate(arcs)
    )


@pytest.mark.parametrize("case", TREES)
def test_it_converts(case):
    tiger, expected = TREES[case].split("\n")
    names, nodes = nodes_of(tiger)
    assert shown(names, to_ud(nodes)) == expected


def test_it_converts_nothing_to_nothing():
    assert to_ud([]) == []


def test_it_makes_the_first_conjunct_head_where_a_conjunction_was():
    names, nodes = nodes_of("und/KON/ROOT Bonn/NE/cj>und Kiel/NE/cj>und")
    assert shown(names, to_ud(nodes)) == "cc>Bonn ROOT conj>Bonn"


TAGS = [
    *("ADJA", "ADJD", "ADV", "APPO", "APPR", "APPRART", "APZR", "ART", "CARD", "FM", "ITJ", "KOKOM", "KON"),
    *("KOUI", "KOUS", "NE", "NN", "PDAT", "PDS", "PIAT", "PIS", "PPER", "PPOSAT", "PRELAT", "PRELS", "PRF"),
    *("PROAV", "PTKA", "PTKNEG", "PTKVZ", "PTKZU", "PWAV", "PWS", "TRUNC", "VAFIN", "VAINF", "VAPP", "VMFIN"),
    *("VMINF", "VVFIN", "VVIMP", "VVINF", "VVIZU", "VVPP", "XY", "$,", "$.", "$(", "_SP"),
]
LABELS = [
    *(
        "ac",
        "adc",
        "ag",
        "ams",
        "app",
        "avc",
        "cc",
        "cd",
        "cj",
        "cm",
        "cp",
        "cvc",
        "da",
        "dep",
        "dm",
        "ep",
        "ju",
    ),
    *(
        "mnr",
        "mo",
        "ng",
        "nk",
        "nmc",
        "oa",
        "oa2",
        "oc",
        "og",
        "op",
        "par",
        "pd",
        "pg",
        "ph",
        "pm",
        "pnc",
        "punct",
    ),
    *("rc", "re", "rs", "sb", "sbp", "svp", "uc", "vo", "ROOT", "unheard-of"),
]


@st.composite
def forests(draw: st.DrawFn) -> list[Node]:
    """Draw trees of any shape: tokens are hung on tokens that already stand."""
    size = draw(st.integers(1, 14))
    order = draw(st.permutations(range(size)))
    heads = {}
    for place, index in enumerate(order):
        heads[index] = index if not place else draw(st.sampled_from([*order[:place], *order[:place], index]))
    return [
        Node(
            draw(st.sampled_from(TAGS)),
            draw(st.sampled_from(["sein", "haben", "werden", "gehen"])),
            heads[index],
            "ROOT" if heads[index] == index else draw(st.sampled_from(LABELS)),
        )
        for index in range(size)
    ]


def root_of(arcs: Sequence[Arc], index: int) -> int:
    for _ in arcs:
        index = arcs[index].head
    return index


@given(forests())
@settings(max_examples=300, deadline=None)
def test_it_keeps_every_forest_a_forest(nodes):
    arcs = to_ud(nodes)
    roots = [index for index, arc in enumerate(arcs) if arc.head == index]
    assert len(roots) == sum(node.head == index for index, node in enumerate(nodes))
    assert {root_of(arcs, index) for index in range(len(arcs))} == set(roots)
    assert {arc.label for arc in arcs} <= UD_LABELS
    assert all((arc.label == "ROOT") == (arc.head == index) for index, arc in enumerate(arcs))


@given(forests())
@settings(max_examples=100, deadline=None)
def test_it_leaves_every_tree_its_own_tokens(nodes):
    before = [Arc(node.head, node.label) for node in nodes]
    after = to_ud(nodes)
    for index in range(len(nodes)):
        for other in range(len(nodes)):
            together = root_of(before, index) == root_of(before, other)
            assert together == (root_of(after, index) == root_of(after, other))


@pytest.mark.parametrize("label", ["cj", "pnc", "oc", "nk", "re"])
@pytest.mark.parametrize("tag", ["VAFIN", "APPR", "KON", "PROAV", "NE"])
def test_it_bears_a_chain_of_two_thousand_words(label, tag):
    nodes = [Node(tag, "sein", max(index - 1, 0), label if index else "ROOT") for index in range(2_000)]
    assert sum(arc.head == index for index, arc in enumerate(to_ud(nodes))) == 1
