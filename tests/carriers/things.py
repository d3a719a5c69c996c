"""What is carried, and what one sees of it. Workers import this module too."""

from __future__ import annotations

from typing import Any

from ipsec_errors import catalog, from_winerror

Shown = dict[str, Any]


def plain() -> Exception:
    """Returns an error of a Windows number."""
    return from_winerror(0x80073617)


def of_ras() -> Exception:
    """Returns an error whose number is not the first code of its class."""
    return from_winerror(787, space="ras")


def of_the_article() -> Exception:
    """Returns an error of the article's space."""
    return from_winerror(13846, space="winerrorcodes")


def undefined() -> Exception:
    """Returns an error of a number that Windows reserves and does not define."""
    return from_winerror(13999)


def whole() -> Exception:
    """Returns an error with everything: a cause, the system's words, file names and a note."""
    original = OSError(22, "the system's words", None, 13801)
    original.filename, original.filename2 = "from.pbk", "to.pbk"
    error = from_winerror(original)
    error.add_note("a note of the caller")
    return error


SAMPLES = {f.__name__: f for f in (plain, of_ras, of_the_article, undefined, whole)}


def fail(name: str) -> None:
    """Raises a sample."""
    raise SAMPLES[name]()


def fail_as(place: int) -> None:
    """Raises an instance of the class at a place of the catalogue."""
    raise every_class()[place]


def every_class() -> list[Exception]:
    """Returns an instance of every class of the catalogue."""
    return [info.exception() for info in catalog]


def shown(error: Any) -> Shown:
    """Returns what a caller sees of an error, as plain values."""
    cls = type(error)
    own = next((c for c in cls.__mro__ if c.__module__ == "ipsec_errors"), cls)
    return {
        # Ray makes a class of its own and ours, which is caught as ours.
        "class": own.__name__,
        "code": getattr(error, "code", None),
        "space": getattr(error, "space", None),
        "text": str(error),
        "notes": list(getattr(error, "__notes__", [])),
        "cause": type(error.__cause__).__name__ if error.__cause__ is not None else "",
    }
