"""The forms in which a number of the catalogue is written, and its short address."""

from attrs import frozen

from codegen.model import Code, Error
from ipsec_errors._codes import hexadecimal, short, signed
from ipsec_errors._spaces import SPACES
from ipsec_errors._types import Space

# An error with more numbers than this has a meaning for each of them (OtherDialFailure).
MANY = 20
_HRESULT, _NTSTATUS, _NT_BIT = 0x80070000, 0xC0070000, 0x10000000


@frozen
class Forms:
    """One number in every form in which it occurs; empty where it has no such form."""

    decimal: str
    hex: str
    hresult: str = ""
    signed: str = ""
    ntstatus: str = ""


def forms(space: Space, number: int) -> Forms:
    """Returns the forms of a number; ``_static/codes.js`` computes the same."""
    if space != "windows":
        return Forms(str(number), hexadecimal(number))
    if number <= 0xFFFF:
        hresult, ntstatus = number | _HRESULT, hexadecimal(number | _NTSTATUS)
    elif number >> 28 == 0xC:
        hresult, ntstatus = number | _NT_BIT, hexadecimal(number)
    else:
        hresult, ntstatus = number, ""
    written = number if number > 0xFFFF else hresult
    return Forms(
        str(number), hexadecimal(number), hexadecimal(hresult), str(signed(written)), ntstatus
    )


def labelled(code: Code) -> str:
    """Returns a number with its space, unless that is Windows: ``13847``, ``RAS 787``."""
    label = "" if code.space == "windows" else f"{SPACES[code.space].label} "
    return label + short(code.number)


def anchor(space: Space, number: int) -> str:
    """Returns the short address of a number below ``e/``, which is also its anchor on its page."""
    return short(number) if space == "windows" else f"{space}-{short(number)}"


def address(error: Error, code: Code | None = None) -> str:
    """Returns the address of an error's page from the root of the site, or that of a number."""
    page = f"errors/{error.name}.html"
    return (
        f"{page}#{anchor(code.space, code.number)}"
        if code is not None and len(error.codes) > MANY
        else page
    )
