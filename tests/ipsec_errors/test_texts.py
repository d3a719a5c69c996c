"""Windows' own words, by their fingerprints."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from ipsec_errors import _search, _system_texts, _texts, catalog, find_errors
from ipsec_errors._index import NUMBERS
from ipsec_errors._types import Space
from ipsec_errors.advice import fingerprints

# Texts that are no more than the words of a symbol.
WORDS = {
    "Negotiation timed out": 13805,
    "Policy match error": 13868,
    "Invalid payload received": 13843,
    "Soft SA torn down": 13845,
    "Unsupported ID": 13869,
}


@pytest.mark.parametrize("text", WORDS)
@pytest.mark.parametrize("form", ["{}", "{}.", " {}\r\n", "'{}'", "{}!"])
def test_a_text(text: str, form: str) -> None:
    for written in (text, text.upper(), text.replace(" ", "\r\n  ")):
        assert _texts.codes_of(form.format(written)) == (("windows", WORDS[text]),)


@pytest.mark.parametrize("text", ["", " ", "...", "Negotiation timed", "timed out negotiation"])
def test_another_text(text: str) -> None:
    assert _texts.codes_of(text) == ()


@pytest.mark.parametrize("text", WORDS)
def test_the_catalogue_knows_it(text: str) -> None:
    expected = catalog[WORDS[text]]

    assert catalog.get(text) == expected
    assert catalog[text] == expected
    assert text in catalog
    assert catalog.search(text)[0] == expected


def test_every_text_of_the_fingerprints_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    # The texts themselves are not kept: this one stands for each of them in turn.
    text = " ".join(["word"] * max(fingerprints.WORDS))
    for fingerprint, codes in fingerprints.NUMBERS.items():
        found = {text: fingerprint}
        monkeypatch.setattr(_texts, "fingerprint", lambda words, found=found: found.get(words))
        distinct = _search.distinct(codes)
        assert _texts.codes_of(text) == codes
        assert {name for name, _, _ in _search.search(text)} == {name for name, _, _ in distinct}
        for line in (f"Failure Reason: {text}", f"VPN error: it failed - {text}."):
            found_in = [(f.error.code, f.error.space) for f in find_errors(line)]
            assert found_in == [(number, space) for _, number, space in distinct]
        assert (catalog.get(text) is None) is (len(distinct) > 1)


def test_every_text_belongs_to_an_error_of_the_catalogue() -> None:
    for codes in fingerprints.NUMBERS.values():
        for space, number in codes:
            assert number in NUMBERS[space]


def test_a_text_of_several_errors_names_all_of_them() -> None:
    queue = {13809, 13810, 13811, 13812}
    several = [{n for _, n in codes} for codes in fingerprints.NUMBERS.values() if len(codes) > 3]

    assert several == [{763, 765, 767, 783}, queue, queue]


def test_within_other_words() -> None:
    text = "it said: the IPsec integrity check failed, and ended"

    assert _texts.codes_within(text) == [("windows", 0xC0360006)]
    # A short text would occur in other sentences.
    assert _texts.codes_within("then the negotiation timed out at last") == []


def test_the_words_of_a_text() -> None:
    assert _texts.normalised(" \tThe _Stra\u00dfe_ is\r\n  800B-0109: \u00c9t\u00e9!\u00a0") == (
        "the strasse is 800b 0109 \u00e9t\u00e9"
    )
    assert _texts.normalised("_ .\n") == ""
    assert _texts.fingerprint("negotiation timed out") == "071fae451878672b"
    assert len(_texts.fingerprint("\ud800")) == 16


@pytest.fixture
def stand_ins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts of one letter a word."""
    known: dict[str, tuple[tuple[Space, int], ...]] = {
        "a b c d e f": (("ras", 809), ("ras", 691)),
        "b c d e f": (("windows", 13801),),
        "c d e f g": (("windows", 13805),),
        "g h i j k": (("windows", 13806), ("ras", 691)),
        "l m n o": (("windows", 13868),),
        "p": (("windows", 13843),),
        # No text has so many words, so it is not looked up.
        "q r s": (("windows", 13847),),
    }
    monkeypatch.setattr(_texts, "_of_system", {})
    monkeypatch.setattr(fingerprints, "WORDS", frozenset({1, 4, 5, 6}))
    monkeypatch.setattr(
        fingerprints, "NUMBERS", {_texts.fingerprint(text): known[text] for text in known}
    )


@pytest.mark.usefixtures("stand_ins")
def test_within_other_words_the_longest_texts_count_and_no_word_counts_twice() -> None:
    def within(text: str) -> list[int]:
        return [number for _, number in _texts.codes_within(text)]

    assert within("g h i j k") == [13806, 691]
    assert within("x g h i j k y") == [13806, 691]
    assert within("x A b, c d. E f") == [809, 691]
    assert within("A b c d e f g") == [809, 691]
    assert within("b c d e f g h i j k") == [13801, 13806, 691]
    assert within("b c d e f b c d e f g") == [13801]
    assert within("g h i j k a b c d e f") == [809, 691, 13806]
    assert within("c d e f g b c d e f") == [13805, 13801]
    assert within("g h i j k x x x x x a b c d e f") == [809, 691, 13806]
    assert within("l m n o") == [13868]
    assert within("p") == [13843]
    for text in ("l m n o p", "q r s", "q", "", "a b c d", "b c d e g"):
        assert within(text) == []
    # Of a text without end, its first thousand words are read.
    assert within("x " * 995 + "b c d e f x") == [13801]
    assert within("x " * 996 + "b c d e f x") == []


# The texts of the running system.

STAND_IN: dict[tuple[Space, int], str] = {
    ("windows", 13801): "Die Anmeldung von %1 bei %2!s! schlug fehl.%0\r\n",
    ("windows", 13806): "Kein Zertifikat.",
    ("windows", 0xC0360001): "Ein Paket mit falschem SPI.",
    ("windows", 0x800B0101): "Das Zertifikat ist abgelaufen.",
    ("ras", 809): "Der Server antwortet nicht.",
    ("ras", 811): "Der Server antwortet nicht.",
    ("windows", 13805): "Das dauerte zu lange.",
    ("ras", 792): "Das dauerte zu lange.",
}


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that has other texts than the English ones."""

    def ask(space: Space, nt: bool = False) -> _system_texts.Ask:
        def text(number: int) -> str:
            assert (number >> 28 == 0xC) is nt
            return STAND_IN.get((space, number), "")

        return text

    asked = ask("windows"), ask("windows", nt=True), ask("ras")
    monkeypatch.setattr(_texts, "_of_system", _texts.table(_system_texts.texts(asked)))


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Kein Zertifikat", (("windows", 13806),)),
        ("kein zertifikat.", (("windows", 13806),)),
        ("Die Anmeldung von bei schlug fehl.", (("windows", 13801),)),
        ("Ein Paket mit falschem SPI", (("windows", 0xC0360001),)),
        ("Das Zertifikat ist abgelaufen.", (("windows", 0x800B0101),)),
        ("Der Server antwortet nicht", (("ras", 809), ("ras", 811))),
        ("Negotiation timed out", (("windows", 13805),)),
        ("etwas anderes", ()),
    ],
)
def test_the_texts_of_the_running_system(text: str, codes: tuple[tuple[Space, int], ...]) -> None:
    assert _texts.codes_of(text) == codes


@pytest.mark.usefixtures("german")
def test_find_errors_knows_the_texts_of_the_running_system() -> None:
    assert [f.error.code for f in find_errors("Failure Reason: Kein Zertifikat.")] == [13806]


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("space", "codes"),
    [
        (None, [13805, 792]),
        ("windows", [13805]),
        ("ras", [792]),
        ("winerrorcodes", [13805, 792]),
    ],
)
def test_a_space_decides_between_the_errors_of_a_text(
    space: Space | None, codes: list[int]
) -> None:
    text = "Das dauerte zu lange"
    info = catalog.get(text, space=space)

    assert [f.error.code for f in find_errors(f"Failure Reason: {text}", space=space)] == codes
    assert (None if info is None else info.code) == (codes[0] if len(codes) == 1 else None)


@pytest.mark.parametrize("space", [None, "windows", "ras", "winerrorcodes"])
def test_a_text_of_another_space_is_known(space: Space | None) -> None:
    assert catalog.get("Negotiation timed out", space=space) == catalog[13805]


def test_equal_texts_of_the_running_system_are_one_entry_and_empty_ones_none() -> None:
    texts: list[tuple[tuple[Space, int], str]] = [
        (("ras", 809), "No answer."),
        (("ras", 691), "..."),
        (("windows", 13801), "no  answer"),
        (("windows", 13806), "Another"),
        (("ras", 811), "NO ANSWER"),
    ]

    assert _texts.table(iter(texts)) == {
        "no answer": (("ras", 809), ("windows", 13801), ("ras", 811)),
        "another": (("windows", 13806),),
    }


def test_the_running_system_is_asked_once_and_only_on_windows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def texts() -> Iterator[tuple[tuple[Space, int], str]]:
        asked.append(1)
        yield ("ras", 809), "Keine Antwort."

    monkeypatch.setattr(_system_texts, "texts", texts)
    monkeypatch.setattr(_texts, "_of_system", None)
    monkeypatch.setattr(sys, "platform", "linux")
    assert _texts.codes_of("Keine Antwort") == ()
    assert asked == []
    monkeypatch.setattr(sys, "platform", "win32")
    assert _texts.codes_of("Keine Antwort") == (("ras", 809),)
    assert _texts.codes_of("keine andere") == ()
    assert asked == [1]
    # What is known in English needs no question.
    monkeypatch.setattr(_texts, "_of_system", None)
    assert _texts.codes_of("Negotiation timed out") == (("windows", 13805),)
    assert asked == [1]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has them")
def test_elsewhere_the_system_is_not_asked() -> None:
    assert _texts.codes_of("no such text at all") == ()
    assert _texts._of_system is None


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows has them")
def test_on_windows_the_system_is_asked_once() -> None:
    # Wine has none of these texts. What it must do is answer.
    assert _texts.codes_of("no such text at all") == ()
    assert isinstance(_texts._of_system, dict)
