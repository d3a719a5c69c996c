"""The spaces of numbers, one row each.

Sources: winerror.h and raserror.h of Windows SDK 10.0.26100; the reference article at
winerrorcodes.com for ``winerrorcodes``.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypedDict

    from ipsec_errors._types import Space

    class Spaces(TypedDict):
        """A row for each :data:`Space`. A name without a row is a type error."""

        windows: "SpaceRow"
        ras: "SpaceRow"
        winerrorcodes: "SpaceRow"


class SpaceRow:
    """The properties of one space.

    ``label`` is the prefix in ``str(error)``. ``first`` and ``last`` are the bounds of its numbers.
    ``example`` describes a valid number. ``reading`` completes "13847 ..." and says where such a
    number comes from.
    """

    __slots__ = ("example", "first", "label", "last", "reading")

    def __init__(self, label: str, first: int, last: int, example: str, reading: str) -> None:
        self.label = label
        self.first = first
        self.last = last
        self.example = example
        self.reading = reading


SPACES: "Spaces" = {
    "windows": SpaceRow(
        "WinError",
        1,
        0xFFFFFFFF,
        "an unsigned 32-bit number, such as 13847 or 0x800B0101",
        "as Windows defines it (what OSError.winerror and HRESULTs hold)",
    ),
    # From RASBASE in raserror.h. No RAS number is above 999.
    "ras": SpaceRow(
        "RAS",
        600,
        999,
        "a RAS number from 600 to 999, such as 787",
        "as a RAS number (rasdial, RasDial, RasClient event 20227)",
    ),
    "winerrorcodes": SpaceRow(
        "winerrorcodes",
        1,
        0xFFFF,
        "one of the reference article's numbers, such as 13846",
        "as the article at winerrorcodes.com reads it; no table of Windows does",
    ),
}

# RasDial gives 600 (PENDING) while it still works: that is not an error.
RAS_PENDING = 600

# To a type checker the keys of a TypedDict are plain str.
NAMES: "tuple[Space, ...]" = tuple(SPACES)  # type: ignore[arg-type]


def check_space(space: object) -> "Space":
    """Returns the space as a plain str; raises ValueError if it is none of ``NAMES``."""
    if space not in NAMES:
        *first, last = map(repr, NAMES)
        raise ValueError(f"unknown space {space!r}: it is {', '.join(first)} or {last}")
    return NAMES[NAMES.index(space)]
