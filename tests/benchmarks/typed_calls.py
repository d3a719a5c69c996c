"""The two files for the checkers: 300 typed calls of our names, imported or written out."""

from __future__ import annotations

_IMPORTED = """\
from ipsec_errors import IPsecIkeError, NoPeerCert, from_winerror
"""

_WRITTEN_OUT = """\
from typing import TypeVar, overload

D = TypeVar("D")


class IPsecIkeError(OSError):
    hint: str = ""


class NoPeerCert(IPsecIkeError):
    pass


@overload
def from_winerror(error: int | BaseException, /) -> IPsecIkeError: ...
@overload
def from_winerror(error: int | BaseException, /, *, default: D) -> IPsecIkeError | D: ...
def from_winerror(error: object, /, *, default: object = None) -> object:
    return default
"""

_CALLS = (
    "made_{n}: IPsecIkeError = from_winerror({code})",
    "other_{n}: IPsecIkeError | None = from_winerror(OSError({code}), default=None)",
    'words_{n}: str = NoPeerCert("words {n}").hint',
)


def typed_calls(imported: bool) -> str:
    """Returns a module with 300 calls.

    :param imported: whether the names come from our import; else the module has them itself.
    """
    lines = [_CALLS[n % len(_CALLS)].format(n=n, code=13801 + n % 90) for n in range(300)]
    return (_IMPORTED if imported else _WRITTEN_OUT) + "\n\n" + "\n".join(lines) + "\n"
