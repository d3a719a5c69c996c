"""Without memory or stack the original error survives."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from ipsec_errors import NoPeerCert, _translate, from_winerror, translate_errors

ORIGINAL_NUMBER = 13847


def original() -> OSError:
    return OSError(22, "words", None, ORIGINAL_NUMBER)


@pytest.mark.parametrize("failure", [MemoryError, RecursionError])
def test_a_failing_translation_lets_the_original_pass(
    failure: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise failure

    monkeypatch.setattr(_translate, "from_winerror", fails)
    error = original()
    with pytest.raises(OSError, match="words") as caught, translate_errors():
        raise error
    assert caught.value is error


@pytest.mark.parametrize("failure", [MemoryError, RecursionError])
def test_the_failure_of_the_caller_passes_unchanged(failure: type[Exception]) -> None:
    error = failure("own")
    with pytest.raises(failure, match="own") as caught, translate_errors():
        raise error
    assert caught.value is error


def _at_depth(depth: int, error: OSError) -> None:
    if depth:
        _at_depth(depth - 1, error)
    else:
        with translate_errors():
            raise error


@pytest.mark.parametrize("free", range(0, 60, 3))
def test_at_the_end_of_the_stack_the_error_is_the_original_or_its_translation(free: int) -> None:
    """Wherever the stack ends, an OSError with the number arrives, or Python's own RecursionError.

    Python raises RecursionError itself where ``__exit__`` cannot be called. The original is then
    its context.
    """
    error = original()
    used = len(_frames())
    caught: BaseException | None = None
    try:
        _at_depth(sys.getrecursionlimit() - used - free, error)
    except (OSError, RecursionError) as raised:
        caught = raised
    assert caught is error or isinstance(caught, NoPeerCert | RecursionError)
    if isinstance(caught, NoPeerCert):
        assert caught.__cause__ is error
    assert type(from_winerror(error)) is NoPeerCert


def _frames() -> list[Any]:
    frame, found = sys._getframe(), []
    while frame is not None:
        found.append(frame)
        frame = frame.f_back  # type: ignore[assignment]
    return found
