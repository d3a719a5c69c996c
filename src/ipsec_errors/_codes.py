"""The forms in which a Windows error code is written, and the class that a number means.

Sources: winerror.h (``HRESULT_FROM_WIN32``, ``HRESULT_FROM_NT``), ntstatus.h
(``NTSTATUS_FROM_WIN32``) and raserror.h of Windows SDK 10.0.26100.
"""

from ipsec_errors._index import NUMBERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ipsec_errors._types import Space

# The high words of an HRESULT and of an NTSTATUS that wrap a Win32 code.
_WRAPS = (0x80070000, 0xC0070000)
# HRESULT_FROM_NT sets this bit in an NTSTATUS.
_NT_BIT = 0x10000000

FORMS = "13847, 0x3617, 3617h, 0x80073617 or -2147011049 (ASCII digits, nothing between them)"


def signed(number: int) -> int:
    """Returns an unsigned 32-bit number as a signed one: 0x80073617 as -2147011049."""
    return number - 0x100000000 if number & 0x80000000 else number


def hexadecimal(number: int) -> str:
    """Returns an unsigned 32-bit number in hexadecimal with at least four digits: ``0x3617``."""
    return f"0x{number:04X}"


def short(code: int) -> str:
    """Returns a code as text: HRESULTs and NTSTATUS values in hexadecimal, others in decimal."""
    return hexadecimal(code) if code > 0xFFFF else str(code)


def is_32_bit(number: int) -> bool:
    """Tells whether a number fits 32 bits, signed or unsigned."""
    return -0x80000000 <= number <= 0xFFFFFFFF


def unwrapped(number: int) -> int:
    """Returns the code that a 32-bit number wraps, or the number itself, unsigned.

    A Win32 code wrapped in an HRESULT or an NTSTATUS (0x80073617, 0xC0073617, signed or not) gives
    the Win32 code. An NTSTATUS wrapped in an HRESULT (0xD0360001) gives the NTSTATUS.
    """
    number &= 0xFFFFFFFF
    if number & 0xF0000000 == 0xC0000000 | _NT_BIT:
        number ^= _NT_BIT
    if number & 0xFFFF0000 in _WRAPS:
        number &= 0xFFFF
    return number


def is_ipsec(code: int) -> bool:
    """Tells whether an unwrapped code is in the ranges that Windows reserves for IPsec.

    These are the Win32 codes 13000 to 13999 and the NTSTATUS values 0xC036xxxx (facility IPsec).
    """
    return 13000 <= code <= 13999 or code & 0xFFFF0000 == 0xC0360000


def meaning(number: int, space: "Space") -> "tuple[str, int, Space] | None":
    """Returns the class name, the unwrapped code and the space of a number; None without a class.

    A number that ``space`` does not define is read in ``"windows"``.
    """
    name = NUMBERS[space].get(number)
    if name is not None:
        return name, number, space
    if not is_32_bit(number):
        return None
    code = unwrapped(number)
    name = NUMBERS["windows"].get(code)
    return None if name is None else (name, code, "windows")


def quoted(text: str) -> str:
    """Returns a text in quotes, with escapes for control characters; a long one is cut off."""
    return repr(text) if len(text) <= 100 else f"{text[:80]!r}..."


def parse_code(text: str) -> int:
    """Reads an error code from text.

    :param text: decimal (``"13847"``, ``"-2147011049"``), or hexadecimal (``"0x3617"``,
        ``"3617h"``) of a 32-bit number. Blanks around it are ignored.
    :returns: the number as it was written, neither unwrapped nor converted to unsigned.
    :raises TypeError: for anything but a str.
    :raises ValueError: if the text is no such number. The message names the accepted forms.
    """
    if not isinstance(text, str):
        raise TypeError(f"parse_code() takes a text such as '0x3617', not {type(text).__name__}")
    word = text.strip().lower()
    sign = -1 if word.startswith("-") else 1
    digits, base = word.removeprefix("-"), 10
    if digits.startswith("0x"):
        digits, base = digits[2:], 16
    elif digits.endswith("h"):
        digits, base = digits[:-1], 16
    allowed = "0123456789abcdef" if base == 16 else "0123456789"
    # 32 digits hold any 32-bit number with leading zeros. int() refuses very long texts.
    if digits and len(digits) <= 32 and not digits.strip(allowed) and (base == 10 or sign == 1):
        number = sign * int(digits, base)
        if is_32_bit(number):
            return number
        raise ValueError(f"{quoted(text)} is not a 32-bit code: write it as {FORMS}")
    raise ValueError(f"{quoted(text)} is no error code: write it as {FORMS}")
