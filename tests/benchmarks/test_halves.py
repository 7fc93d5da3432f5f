from __future__ import annotations

import json

from benchmarks.halves import halves

SENTENCES = [f"Satz {n} steht hier und hat genug Wörter für ein ganzes Blatt." for n in "abcdefg"]


def _articles(folder):
    rows = [
        {"documentName": "1 - Deich gebrochen (2005-08-20)", "originalText": " ".join(SENTENCES)},
        {"documentName": "2 - Kurz gesagt (2005-08-21)", "originalText": SENTENCES[0]},
        {"documentName": "ohne Tag", "originalText": " ".join(SENTENCES)},
    ]
    file = folder / "articles.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return file


def test_it_cuts_long_articles_and_leaves_short_ones_whole(tmp_path):
    lines = list(halves([_articles(tmp_path)]))
    by_title = {line["title"]: line for line in lines}
    first, second = by_title["Deich gebrochen"], by_title[SENTENCES[0]]
    assert len(lines) == 3
    assert first["gold"] == second["gold"] != by_title["Kurz gesagt"]["gold"]
    assert first["published"] < second["published"]


def test_the_halves_share_no_sentence_and_lose_none(tmp_path):
    lines = list(halves([_articles(tmp_path)]))
    parts = [line["text"] for line in lines if line["title"] != "Kurz gesagt"]
    assert [sum(sentence in part for part in parts) for sentence in SENTENCES] == [1] * len(SENTENCES)


def test_it_is_the_same_each_time(tmp_path):
    assert list(halves([_articles(tmp_path)])) == list(halves([_articles(tmp_path)]))
