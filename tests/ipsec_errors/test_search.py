"""The ranking of a search, on a small catalogue."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ipsec_errors import _search

Search = Callable[..., list[str]]


@pytest.fixture
def search(monkeypatch: pytest.MonkeyPatch) -> Search:
    """Searches in records with the given descriptions, or messages of numbers, by name."""

    def search(words: str, **descriptions: str | list[str]) -> list[str]:
        def describe(name: str) -> dict[str, Any]:
            empty = {"message": "", "hint": "", "causes": [], "remediation": ""}
            told = descriptions[name]
            messages, description = ([], told) if isinstance(told, str) else (told, "")
            codes = [
                {"number": number, "space": "ras", "symbol": "X", "message": message}
                for number, message in enumerate(messages)
            ]
            return {"name": name, "description": description, "codes": codes, **empty}

        monkeypatch.setattr(_search, "_index", None)
        monkeypatch.setattr(_search, "names", lambda: iter(descriptions))
        monkeypatch.setattr(_search, "load_class", lambda name: name)
        monkeypatch.setattr(_search, "describe", describe)
        return [name for name, _, _ in _search.search(words)]

    return search


# A record without the words makes them rare enough to count.
OTHER = "Nothing of this sort."


@pytest.mark.parametrize("words", ["wrong key", "WRONG  Key", " wrong\tkey "])
def test_the_whole_phrase_ranks_highest(search: Search, words: str) -> None:
    found = search(words, Alpha="The key is wrong.", Gamma="A wrong key came.", Other=OTHER)
    assert found == ["Gamma", "Alpha"]


def test_without_the_phrase_the_name_decides(search: Search) -> None:
    found = search("wrong key", Alpha="The key is wrong.", Gamma="The key was wrong.", Other=OTHER)
    assert found == ["Alpha", "Gamma"]


@pytest.mark.parametrize("words", ["pre-shared", "preshared", "presh", "PRE-SHARED"])
@pytest.mark.parametrize("text", ["A pre-shared key.", "A preshared key.", "A Pre-Shared key."])
def test_a_word_with_a_hyphen_is_found_with_and_without_it(
    search: Search, words: str, text: str
) -> None:
    assert search(words, Alpha=text, Other=OTHER) == ["Alpha"]


@pytest.mark.parametrize("words", ["shared", "pre"])
def test_the_parts_of_a_word_with_a_hyphen_are_found(search: Search, words: str) -> None:
    assert search(words, Alpha="A pre-shared key.", Other=OTHER) == ["Alpha"]


def test_the_phrase_counts_with_its_hyphen(search: Search) -> None:
    found = search(
        "pre-shared key", Alpha="The key, pre-shared.", Gamma="A pre-shared key.", O=OTHER
    )
    assert found == ["Gamma", "Alpha"]


def test_all_of_the_words_rank_higher_than_some(search: Search) -> None:
    found = search("one two", Alpha="one one one", Gamma="one and two", Other=OTHER)
    assert found[0] == "Gamma"


def test_what_matches_less_than_half_as_well_is_left_out(search: Search) -> None:
    found = search("one two three", Alpha="one two three", Gamma="three", Other=OTHER)
    assert found == ["Alpha"]


def test_a_word_that_every_record_has_finds_nothing(search: Search) -> None:
    assert search("key", Alpha="A key.", Gamma="Another key.") == []


def test_messages_of_different_numbers_are_not_taken_together(search: Search) -> None:
    records = {"Many": ["one", "two", "three"], "Longer": "One and two and three.", "Other": OTHER}
    assert search("one two three", **records)[0] == "Longer"
    assert search("two", **records) == ["Many"]


def test_a_word_that_nearly_every_record_has_is_left_out(search: Search) -> None:
    records = {f"Record{letter}": "It is not so." for letter in "abcdefg"}
    assert search("not", **records, Other="It is rare.") == []
    assert search("not rare", **records, Other="It is rare.") == ["Other"]
    # It also begins other words.
    assert search("no", **records, Other="It is rare.") == [*records]


@pytest.mark.parametrize("words", ["timeout", "timed out", "Time out", "time-out"])
@pytest.mark.parametrize("text", ["It timed out.", "A timeout.", "A time-out."])
def test_a_timeout_is_found_in_each_spelling(search: Search, words: str, text: str) -> None:
    assert search(words, Alpha=text, Other=OTHER) == ["Alpha"]


@pytest.mark.parametrize("words", ["answer", "response", "replied", "responding"])
@pytest.mark.parametrize("text", ["No answer came.", "No response.", "It did not reply."])
def test_an_answer_is_a_response(search: Search, words: str, text: str) -> None:
    assert search(words, Alpha=text, Other=OTHER) == ["Alpha"]


def test_a_responder_is_no_response(search: Search) -> None:
    assert search("response", Alpha="The responder.", Other=OTHER) == []
    assert search("responder", Alpha="The responder.", Other=OTHER) == ["Alpha"]


def test_the_weight_of_a_word_says_where_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    def describe(name: str) -> dict[str, Any]:
        causes = [{"what": "first why"}, {"what": "second"}, {"what": "why third"}]
        texts = ("message", "hint", "description", "remediation")
        codes = [
            {"number": 13, "space": "windows", "symbol": "ERROR_OMEGA", "message": "message said"},
            {"number": 700, "space": "ras", "symbol": "ERROR_GAMMA", "message": "Another."},
            {"number": 14, "space": "winerrorcodes", "symbol": "ERROR_ARTICLE", "message": "Odd."},
        ]
        said = {text: f"{text} said" for text in texts}
        return {"name": name, "causes": causes, "codes": codes, **said}

    monkeypatch.setattr(_search, "names", lambda: iter(["AlphaBeta"]))
    monkeypatch.setattr(_search, "load_class", lambda name: name)
    monkeypatch.setattr(_search, "describe", describe)
    index = _search.Index()
    whole = "AlphaBeta", None, None
    windows: Any = "AlphaBeta", 13, "windows"
    ras: Any = "AlphaBeta", 700, "ras"
    article = "AlphaBeta", 14, "winerrorcodes"
    expected: dict[str, dict[Any, float]] = {
        "alphabeta": {whole: 4.0},
        "beta": {whole: 4.0},
        "message": {whole: 3.5},
        "hint": {whole: 2.0},
        "first": {whole: 1.5},
        "why": {whole: 1.5},
        "second": {whole: 1.49},
        "third": {whole: 1.48},
        "description": {whole: 1.0},
        "remediation": {whole: 0.5},
        "omega": {windows: 3.0},
        "gamma": {ras: 3.0},
        "another": {ras: 3.5},
        # The words of the article find the class, and its number the article's reading.
        "article": {whole: 3.0},
        "odd": {whole: 3.5},
        "14": {article: 50.0},
        "0x000e": {article: 50.0},
        "13": {windows: 100.0},
        "0x000d": {windows: 100.0},
        "700": {ras: 100.0},
    }
    assert {word: index.find(word) for word in expected} == expected
    assert index.texts[whole] == (
        "message said hint said description said first why second why third remediation said"
    )
    assert index.texts[ras] == "another."
