"""The message texts of the running Windows, in its language.

Win32 codes and HRESULTs have their texts in the system, NTSTATUS values in ntdll.dll, and RAS
numbers are asked of rasapi32.dll.
"""

from __future__ import annotations

import re

from ipsec_errors._index import NUMBERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ipsec_errors._types import Space

    # Gives the text of a number, or nothing.
    Ask = Callable[[int], str]

_FROM_SYSTEM, _FROM_MODULE, _IGNORE_INSERTS = 0x1000, 0x0800, 0x0200
_LENGTH = 2048
# What FormatMessage would fill in or act on: %1, %2!s!, %0, %n.
_PLACEHOLDER = re.compile(r"%(?:\d+(?:![^!]{0,20}!)?|[0nrtb.!])")


def texts(asked: tuple[Ask, Ask, Ask] | None = None) -> Iterator[tuple[tuple[Space, int], str]]:
    """Yields the space and number of each error that the system has a text for, and the text.

    Placeholders are discarded.

    :param asked: what gives the text of a Win32 code or an HRESULT, of an NTSTATUS value and of a
        RAS number; None means the running Windows.
    """
    of_windows, of_nt, of_ras = asked or _of_this_system()
    for number in NUMBERS["windows"]:
        # 0xC....... is an NTSTATUS. HRESULTs begin with 8.
        ask = of_nt if number & 0xF0000000 == 0xC0000000 else of_windows
        if text := _PLACEHOLDER.sub(" ", ask(number)):
            yield ("windows", number), text
    for number in NUMBERS["ras"]:
        if text := _PLACEHOLDER.sub(" ", of_ras(number)):
            yield ("ras", number), text


def _of_this_system() -> tuple[Ask, Ask, Ask]:
    import ctypes

    # Libraries of its own: what ctypes.windll holds is shared, and others declare types there.
    load = ctypes.WinDLL  # type: ignore[attr-defined,unused-ignore]
    kernel = load("kernel32")
    kernel.GetModuleHandleW.restype = ctypes.c_void_p
    ntdll = ctypes.c_void_p(kernel.GetModuleHandleW("ntdll.dll"))
    buffer = ctypes.create_unicode_buffer(_LENGTH)

    def formatted(flags: int, module: object) -> Ask:
        def ask(number: int) -> str:
            size = kernel.FormatMessageW(
                flags | _IGNORE_INSERTS, module, ctypes.c_uint32(number), 0, buffer, _LENGTH, None
            )
            return buffer.value if size else ""

        return ask

    def of_ras(number: int) -> str:
        failed = ras.RasGetErrorStringW(number, buffer, _LENGTH)
        return "" if failed else buffer.value

    of_windows = formatted(_FROM_SYSTEM, None)
    of_nt = formatted(_FROM_MODULE, ntdll)
    try:
        ras = load("rasapi32")
        ras.RasGetErrorStringW.restype = ctypes.c_uint32
    except (OSError, AttributeError):  # A system without the RAS client.
        return of_windows, of_nt, lambda _: ""
    return of_windows, of_nt, of_ras
