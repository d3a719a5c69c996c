"""Checks that the records of the catalogue fit together, and orders the categories."""

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from codegen.model import Advice, CatalogueError, Category, Error

ROOT = "IPsecIkeError"
_EVIDENCE = ("documented", "reported", "inferred")  # The strongest first.
# What a class may derive from besides the catalogue's own: type() below needs the real ones.
_BUILTINS: dict[str, type] = {"OSError": OSError, "TimeoutError": TimeoutError}


def checked(categories: Sequence[Category]) -> tuple[Category, ...]:
    """Returns the categories, base classes first.

    Raises :class:`CatalogueError` if records contradict each other.
    """
    _check_unique(categories)
    _check_names(categories)
    for category in categories:
        _check_order_within(category)
    ordered = tuple(_in_order({c.name: c for c in categories}))
    _check_homes(ordered, lineages(ordered))
    for category in ordered:
        _check_references(category)
        for error in category.errors:
            _check_agreement(f"{category.stem}.toml: error {error.name}", error, category)
    return ordered


def fix_side_of(advice: Advice, raised_on: str) -> str | None:
    """Returns who has to act as the causes say it; None where there are no causes.

    The machine that reports the number is local. The other end, NPS, a domain controller and the
    CA are the peer. A mixture, and a disagreement of both ends, is either.
    """
    sides = set()
    for cause in advice.cause:
        if cause.at == raised_on:
            sides.add("local")
        elif cause.at == "network":
            sides.add("network")
        elif cause.at == "both" or (raised_on == "host" and cause.at in ("client", "server")):
            sides.add("either")
        else:
            sides.add("peer")
    return None if not sides else sides.pop() if len(sides) == 1 else "either"


def evidence_of(advice: Advice) -> str | None:
    """Returns the weakest evidence of the causes; None where there are no causes."""
    ranks = [_EVIDENCE.index(cause.evidence) for cause in advice.cause]
    return _EVIDENCE[max(ranks)] if ranks else None


def _check_agreement(where: str, error: Error, category: Category) -> None:
    """Checks that what a record says of the whole follows from its causes."""
    advice = category.advice(error)
    if advice.cause and (advice.check or advice.fix):
        raise CatalogueError(
            f"{where}: it has causes, and checks or fixes beside them: put these into the causes"
        )
    if not advice.cause and not advice.fix and error.severity == "error":
        raise CatalogueError(f"{where}: it has neither a cause nor a fix: write what to do")
    for name, stated, follows in (
        ("fix_side", error.fix_side, fix_side_of(advice, error.raised_on)),
        ("evidence", error.evidence, evidence_of(advice)),
    ):
        if follows not in (None, stated):
            raise CatalogueError(
                f"{where}: {name} is {stated!r}, but its causes say {follows!r}: correct either"
            )
    if not advice.cause and not error.sources and error.evidence != "inferred":
        raise CatalogueError(f"{where}: {error.evidence} without a source: name one in sources")
    if error.fix_side == "none" and error.severity == "error":
        raise CatalogueError(f"{where}: an error that nobody has to act on: it is a status")


def _check_references(category: Category) -> None:
    """Checks that every source is a reference of the file, and that each reference is used."""
    cited: set[str] = set()
    for part in (*category.errors, *category.families):
        where = f"{category.stem}.toml: {part.name}"
        used = [*getattr(part, "sources", ())]
        used += [name for question in part.question for name in question.sources]
        used += [name for cause in part.cause for name in cause.sources]
        used += [name for one in getattr(part, "explains", ()) for name in one.sources]
        for name in used:
            if name not in category.references:
                near = _near(name, category.references)
                raise CatalogueError(f"{where}: the source {name} is not in [reference]{near}")
        cited.update(used)
    if unused := sorted(category.references.keys() - cited):
        raise CatalogueError(
            f"{category.stem}.toml: reference {unused[0]}: nothing cites it: remove it"
        )


def lineages(categories: Iterable[Category]) -> dict[str, list[str]]:
    """Returns the base classes of every class, in method resolution order, up to OSError.

    :param categories: the categories, base classes first.
    """
    made = _BUILTINS | {ROOT: type(ROOT, (OSError,), {})}
    for category in categories:
        classes = [(f"{category.stem}.toml: category", category.name, category.bases)]
        classes += [
            (f"{category.stem}.toml: error {e.name}", e.name, e.bases or (category.name,))
            for e in category.errors
        ]
        for where, name, bases in classes:
            try:
                made[name] = type(name, tuple(made[base] for base in bases), {})
            except TypeError as error:
                right = "write what derives from another before that other, and none twice"
                raise CatalogueError(
                    f"{where}: Python refuses the bases {', '.join(bases)}: {right}"
                ) from error
    return {
        name: [c.__name__ for c in cls.__mro__[1:] if issubclass(c, OSError)]
        for name, cls in made.items()
    }


def _near(name: str, known: Iterable[str]) -> str:
    match = difflib.get_close_matches(name, known, 1)
    return f": did you mean {match[0]}?" if match else ": it is in no record"


def _check_unique(categories: Sequence[Category]) -> None:
    seen: dict[object, str] = {}
    symbols = {
        code.symbol.casefold(): f"{category.stem}.toml: error {error.name}"
        for category in categories
        for error in category.errors
        for code in error.codes
    }

    def claim(key: object, where: str, what: str) -> None:
        if key in seen:
            raise CatalogueError(
                f"{where}: {what} is already in {seen[key]}: remove one of the two"
            )
        seen[key] = where

    for category in categories:
        where = f"{category.stem}.toml: category"
        claim(category.name.casefold(), where, category.name)
        # Pages of categories and classes share a folder, and some file systems ignore case.
        claim(category.stem.casefold(), where, f"the name {category.stem}")
        for family in category.families:
            claim((category.stem, family.name), where, f"the family {family.name}")
        for error in category.errors:
            where = f"{category.stem}.toml: error {error.name}"
            claim(error.name.casefold(), where, f"the class name {error.name}")
            for code in error.codes:
                claim((code.space, code.number), where, f"the {code.space} number {code.number}")
                if code.collides.casefold() in symbols:
                    owner = symbols[code.collides.casefold()]
                    raise CatalogueError(
                        f"{where}: {code.collides}, with which {code.number} collides, is in "
                        f"{owner}: name the unrelated Windows error of this number"
                    )
            # The article uses symbols of Windows for its own numbers, within one class.
            for symbol in sorted({code.symbol for code in error.codes}):
                claim(symbol.casefold(), where, f"the symbol {symbol}")


def _check_names(categories: Sequence[Category]) -> None:
    """Checks that every class and family that a record names exists."""
    errors = {error.name for category in categories for error in category.errors}
    classes = {ROOT, *errors, *(category.name for category in categories)}
    for category in categories:
        where = f"{category.stem}.toml: category"
        if not category.bases:
            raise CatalogueError(f"{where}: bases is empty: write {ROOT} or another category")
        if category.name in category.bases:
            raise CatalogueError(f"{where}: {category.name} is its own base: name another")
        _check_bases(where, category.bases, classes)
        families = [family.name for family in category.families]
        for error in category.errors:
            where = f"{category.stem}.toml: error {error.name}"
            _check_bases(where, error.bases, classes)
            for name in error.related:
                if name not in errors:
                    raise CatalogueError(
                        f"{where}: unknown related class {name}{_near(name, errors)}"
                    )
                if name == error.name:
                    raise CatalogueError(f"{where}: a class is not related to itself: leave it out")
            if error.family and error.family not in families:
                raise CatalogueError(
                    f"{where}: unknown family {error.family}{_near(error.family, families)}"
                )
        for family in category.families:
            if not (family.question or family.cause or family.check or family.fix):
                where = f"{category.stem}.toml: family {family.name}"
                raise CatalogueError(
                    f"{where}: it says nothing: write a cause or a fix, or remove it"
                )
        for name in families:
            if name not in {error.family for error in category.errors}:
                where = f"{category.stem}.toml: family {name}"
                raise CatalogueError(f"{where}: no error has it: name it in one, or remove it")


def _check_bases(where: str, bases: Iterable[str], classes: Iterable[str]) -> None:
    for base in bases:
        if base not in classes and base not in _BUILTINS:
            raise CatalogueError(f"{where}: unknown base {base}{_near(base, classes)}")


def _check_order_within(category: Category) -> None:
    later = [error.name for error in category.errors]
    for error in category.errors:
        for base in error.bases:
            if base in later:
                raise CatalogueError(
                    f"{category.stem}.toml: error {error.name}: its base {base} must stand above it"
                )
        later.remove(error.name)


def _in_order(categories: dict[str, Category]) -> Iterator[Category]:
    """Yields the categories, base classes first and otherwise by file name."""
    home = {e.name: c.name for c in categories.values() for e in c.errors}
    home |= {name: name for name in categories}
    needs: dict[str, set[str]] = {}
    for category in categories.values():
        bases = set(category.bases).union(*(e.bases for e in category.errors))
        needs[category.name] = {home[b] for b in bases if b in home} - {category.name}
    done: set[str] = set()
    waiting = dict(sorted(categories.items(), key=lambda item: item[1].stem))
    while waiting:
        ready = [c for c in waiting.values() if needs[c.name] <= done]
        if not ready:
            names = ", ".join(f"{c.stem}.toml" for c in waiting.values())
            raise CatalogueError(f"the bases of {names} run in a circle: move a record to break it")
        for category in ready:
            done.add(category.name)
            del waiting[category.name]
            yield category


def _check_homes(categories: Iterable[Category], lines: Mapping[str, Sequence[str]]) -> None:
    """Checks that every class derives first from the category of its file."""
    for category in categories:
        if ROOT not in lines[category.name]:
            raise CatalogueError(
                f"{category.stem}.toml: category: {category.name} is no {ROOT}: add it to bases"
            )
        for error in category.errors:
            first = error.bases[0] if error.bases else category.name
            if category.name not in (first, *lines[first]):
                raise CatalogueError(
                    f"{category.stem}.toml: error {error.name}: its first base {first} is no "
                    f"{category.name}: name one that is, or move the record to another file"
                )
