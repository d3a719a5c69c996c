"""Any order of translating, pickling and copying; a cold process answers as a warm one does."""

from __future__ import annotations

import copy
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from ipsec_errors import IPsecIkeError, Space, from_winerror, is_transient, translate_errors
from ipsec_errors._index import NUMBERS
from ipsec_errors._spaces import NAMES

numbers = st.one_of(
    st.sampled_from([n for of_space in NUMBERS.values() for n in of_space]),
    st.sampled_from([0, 5, 600, 13800, 13999, 0xC0361234]),
    st.builds(
        lambda number, form: number | form if form > 0 else number - 2**32,
        st.sampled_from(sorted(NUMBERS["windows"])),
        st.sampled_from([0x80070000, 0xC0070000, 0x10000000, -1]),
    ),
    st.integers(-(2**33), 2**33),
)
spaces = st.sampled_from([None, *NAMES])


def shown(error: Any) -> Any:
    """Returns everything that an error shows, as plain values that JSON can hold."""
    if not isinstance(error, IPsecIkeError):
        return error
    return [
        *(type(error).__name__, error.code, error.hex, error.symbol, error.space, error.winerror),
        *(str(error), repr(error), list(map(str, error.args)), error.filename, error.hint),
        is_transient(error),
    ]


class Errors(RuleBasedStateMachine):
    """Each error is kept beside what it showed when it was made."""

    errors = Bundle("errors")

    def __init__(self) -> None:
        super().__init__()
        self.made: list[tuple[IPsecIkeError, Any, list[str]]] = []

    def _keep(self, error: IPsecIkeError, notes: list[str] | None = None) -> IPsecIkeError:
        self.made.append((error, shown(error), notes if notes is not None else []))
        return error

    def _notes(self, error: IPsecIkeError) -> list[str]:
        return next(notes for kept, _, notes in self.made if kept is error)

    @initialize(target=errors)
    def start(self) -> IPsecIkeError:
        return self._keep(from_winerror(13847))

    @rule(target=errors, number=st.sampled_from(sorted(NUMBERS["windows"])), space=spaces)
    def translate_a_number(self, number: int, space: Any) -> IPsecIkeError:
        return self._keep(from_winerror(number, space=space))

    @rule(target=errors, number=st.sampled_from(sorted(NUMBERS["ras"])), text=st.text(max_size=9))
    def translate_an_oserror(self, number: int, text: str) -> IPsecIkeError:
        original = OSError(22, text, None, number)
        error = from_winerror(original, space="ras")
        assert error.__cause__ is original
        return self._keep(error)

    @rule(target=errors, error=errors)
    def raise_it_through_the_manager(self, error: IPsecIkeError) -> IPsecIkeError:
        with pytest.raises(IPsecIkeError) as caught, translate_errors(space="ras"):
            raise error
        assert caught.value is error
        error.__traceback__ = None
        return error

    @rule(target=errors, error=errors, protocol=st.integers(0, pickle.HIGHEST_PROTOCOL))
    def pickle_it(self, error: IPsecIkeError, protocol: int) -> IPsecIkeError:
        back: IPsecIkeError = pickle.loads(pickle.dumps(error, protocol))
        return self._keep(back, list(self._notes(error)))

    @rule(target=errors, error=errors, how=st.sampled_from([copy.copy, copy.deepcopy]))
    def copy_it(self, error: IPsecIkeError, how: Any) -> IPsecIkeError:
        twin: IPsecIkeError = how(error)
        assert twin.__cause__ is error.__cause__
        return self._keep(twin, list(self._notes(error)))

    @rule(error=errors, note=st.text(max_size=5))
    def add_a_note(self, error: IPsecIkeError, note: str) -> None:
        error.add_note(note)
        self._notes(error).append(note)

    @rule(error=errors)
    def look_at_its_record(self, error: IPsecIkeError) -> None:
        assert error.info.code == error.code
        assert error.info.symbol == error.symbol

    @invariant()
    def no_error_has_changed(self) -> None:
        for error, before, notes in self.made:
            assert shown(error) == before
            hint = [note for note in getattr(error, "__notes__", []) if note.startswith("Fix: ")]
            assert len(hint) == bool(error.hint)
            assert getattr(error, "__notes__", [])[len(hint) :] == notes


TestErrors = Errors.TestCase
TestErrors.settings = settings(max_examples=60, stateful_step_count=25)


Question = tuple[int, Space | None, bool, bool]
questions = st.tuples(numbers, spaces, st.booleans(), st.booleans())


def answer(question: Question) -> Any:
    """Returns what a translation gives, or how it is refused."""
    number, space, from_exception, with_default = question
    source: Any = OSError(22, "words", None, number) if from_exception else number
    options: Any = {"default": "nothing"} if with_default else {}
    try:
        found = from_winerror(source, space=space, **options)
    except ValueError as refused:
        return [type(refused).__name__, str(refused), refused.code]  # type: ignore[attr-defined]
    return shown(found)


def serve() -> None:
    """Answers each line of standard input in a child of its own, so that each one is the first."""
    for line in sys.stdin:
        read, write = os.pipe()
        if os.fork() == 0:
            os.write(write, json.dumps(answer(json.loads(line))).encode())
            os._exit(0)
        os.close(write)
        with os.fdopen(read, encoding="utf-8") as told:
            print(told.read(), flush=True)
        os.wait()


@pytest.fixture(scope="module")
def cold() -> Iterator[Callable[[Question], Any]]:
    """Asks a process that has translated nothing yet."""
    if not hasattr(os, "fork"):
        pytest.skip("a process that stays cold needs fork")
    program = (
        f"import sys; sys.path[:0] = {[*sys.path, str(Path(__file__).parent)]!r}\n"
        "import test_states; test_states.serve()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:

        def ask(question: Question) -> Any:
            assert process.stdin
            assert process.stdout
            print(json.dumps(question), file=process.stdin, flush=True)
            return json.loads(process.stdout.readline())

        yield ask
        assert process.stdin
        process.stdin.close()


def _agree(cold: Callable[[Question], Any], question: Question) -> None:
    warm = [json.loads(json.dumps(answer(question))) for _ in range(2)]
    assert [cold(question)] * 2 == warm


@given(question=questions)
def test_a_cold_process_answers_as_a_warm_one(
    cold: Callable[[Question], Any], question: Question
) -> None:
    _agree(cold, question)


@pytest.mark.parametrize("number", [1469, 11033])
@pytest.mark.parametrize("with_default", [False, True])
def test_a_cold_process_knows_the_numbers_below_the_ipsec_range(
    cold: Callable[[Question], Any], number: int, with_default: bool
) -> None:
    _agree(cold, (number, None, False, with_default))
    assert answer((number, None, False, with_default))[1] == number
