"""Find ErrorInfo records by code, symbol, class or words."""

from __future__ import annotations

from collections.abc import Iterator

from ipsec_errors import _search
from ipsec_errors._base import IPsecIkeError
from ipsec_errors._carriers import integer
from ipsec_errors._codes import meaning, parse_code
from ipsec_errors._describe import known_class, reading_of
from ipsec_errors._index import CATEGORIES
from ipsec_errors._info import ErrorInfo, info_of
from ipsec_errors._spaces import check_space
from ipsec_errors._texts import codes_of, preferred
from ipsec_errors._types import Space
from ipsec_errors.errors import load_class


class Catalog:
    """Every error, as :class:`ErrorInfo` records: ``ipsec_errors.catalog``.

    Iteration goes category by category. ``len`` is the number of error classes. A key is an int (in
    any 32-bit form), a number as text, a symbol or class name in any case, the message text of
    Windows, or a class.
    """

    def get(
        self, key: int | str | type[IPsecIkeError], *, space: Space | None = None
    ) -> ErrorInfo | None:
        """Returns the record of a code, symbol or class; None if there is none.

        :param key: a number in a form that :func:`from_winerror` accepts, or as text that
            :func:`parse_code` accepts; a symbol or class name; the message text of Windows; a
            class. A subclass of your own has the record of its base class. A text that belongs to
            several errors has no record: :meth:`search` names them.
        :param space: the space in which a number is read, ``"windows"`` by default. For a name or
            a class it selects the code whose values the record has, and for a text of several
            spaces the error. A number that the space does not define is read in ``"windows"``.
        :raises TypeError: for a key of another type.
        :raises ValueError: for an unknown space.
        """
        if space is not None:
            space = check_space(space)
        if isinstance(key, type):
            known = known_class(key) if issubclass(key, IPsecIkeError) else IPsecIkeError
            return info_of(known, *reading_of(known, space=space)) if known.code else None
        if isinstance(key, str):
            name = _search.find_name(key)
            if name is not None:
                cls = load_class(name)
                return info_of(cls, *reading_of(cls, key.upper(), space))
            text = key
            try:
                key = parse_code(text)
            except ValueError:
                worded = _search.distinct(preferred(codes_of(text), space))
                return (
                    info_of(load_class(worded[0][0]), *worded[0][1:]) if len(worded) == 1 else None
                )
        number = integer(key)
        if number is None:
            kind = type(key).__name__
            raise TypeError(f"a key is an int, a symbol, a class name or a class, not {kind}")
        found = meaning(number, space or "windows")
        return None if found is None else info_of(load_class(found[0]), *found[1:])

    def __getitem__(self, key: int | str | type[IPsecIkeError]) -> ErrorInfo:
        """As :meth:`get` without a space, but raises KeyError if there is no record."""
        found = self.get(key)
        if found is None:
            # Python refuses to convert very long numbers to decimal.
            number = integer(key)
            long = number is not None and number.bit_length() > 64
            shown = f"a number of {number.bit_length()} bits" if long else f"{key!r}"  # type: ignore[union-attr]
            raise KeyError(f"no error has the code, symbol, name or class {shown}")
        return found

    def __repr__(self) -> str:
        return f"<Catalog of {len(self)} errors>"

    def search(self, words: str) -> list[ErrorInfo]:
        """Returns the records that match any of the words, the best match first.

        A record has the values of the number that matched best. If several numbers of a class did,
        each has its record: ``search("phone book")`` finds five RAS numbers. The errors that
        Windows words like this come first, and alone from five words on.

        :param words: words, numbers, symbols or a whole text, such as a pasted message.
        :raises TypeError: for anything but a str.
        """
        if not isinstance(words, str):
            kind = type(words).__name__
            raise TypeError(f"search() takes words such as 'revocation', not {kind}")
        found = _search.search(words)
        return [info_of(load_class(name), number, space) for name, number, space in found]

    def __iter__(self) -> Iterator[ErrorInfo]:
        return (info_of(load_class(name)) for name in _search.names())

    def __len__(self) -> int:
        return sum(1 for _ in _search.names())

    def __contains__(self, key: object) -> bool:
        if isinstance(key, ErrorInfo):
            key = key.exception
        try:
            return self.get(key) is not None  # type: ignore[arg-type]
        except TypeError:
            return False


catalog: Catalog = Catalog()


def preload() -> None:
    """Loads all classes, texts, attrs and the index of the search, which load on first use.

    It is for servers that fork. Call it once, before the server starts threads and before it forks.
    If a process forks while one of its threads imports a module of this library, the child waits
    for that import for ever as soon as it needs the module: the child has the lock of the import,
    but not the thread. After ``preload()``, a translation, a record, a search, a copy, a pickle
    and a decoration import nothing.
    """
    # The library imports these in functions.
    import copy  # noqa: F401
    import functools  # noqa: F401
    import inspect  # noqa: F401
    import sys

    if sys.platform == "win32":
        import ctypes  # noqa: F401
    package = sys.modules["ipsec_errors"]
    for name in (*dir(package), "_rebuild"):
        getattr(package, name)
    for name in CATEGORIES.values():
        info_of(load_class(name))
    for info in catalog:
        for code in info.codes:
            info_of(info.exception, code.number, code.space)
    _search.search("a text of five words or more")
