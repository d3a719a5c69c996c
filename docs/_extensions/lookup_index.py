"""The index of the lookup: what is needed to find any form of a number, a name or a text.

``docs/lookup.md`` describes the format. The browser computes the forms of numbers itself.
"""

import json
from collections.abc import Mapping
from typing import Any

from codegen.model import Catalogue, Category, Code, Error
from codegen.relations import ROOT, lineages
from ipsec_errors import __version__
from ipsec_errors._spaces import NAMES, SPACES
from ipsec_errors.cli.layout import EVIDENCE, RETRY_HELPS, SIDES
from javascript_patterns import patterns, separator, status
from number_forms import address

FORMAT = 1


def make_index(catalogue: Catalogue) -> dict[str, Any]:
    """Returns the index."""
    lineage = lineages(catalogue.categories)
    return {
        "format": FORMAT,
        "version": __version__,
        "spaces": {
            name: {"label": SPACES[name].label, "reading": SPACES[name].reading} for name in NAMES
        },
        "fix_sides": SIDES,
        "transient": {str(helps).lower(): text for helps, text in RETRY_HELPS.items()},
        "evidence": EVIDENCE,
        "patterns": patterns(),
        "status": status(),
        "separator": separator(),
        "categories": [
            {"name": c.name, "summary": c.summary, "address": f"errors/{c.stem}.html"}
            for c in sorted(catalogue.categories, key=lambda c: c.name)
        ],
        "errors": [
            _error(category, error, lineage[error.name])
            for category in catalogue.categories
            for error in category.errors
        ],
        "explained": [
            {"number": one.number, "symbol": one.symbol, "name": error.name, "reason": one.reason}
            for error in catalogue.errors
            for one in error.explains
        ],
        "texts": _texts(catalogue),
    }


def _texts(catalogue: Catalogue) -> dict[int, dict[str, list[list[Any]]]]:
    found: dict[int, dict[str, list[list[Any]]]] = {}
    for text in sorted(catalogue.texts, key=lambda text: text.words):
        codes = [list(code) for code in text.codes]
        found.setdefault(text.words, {})[text.fingerprint] = codes
    return found


def _error(category: Category, error: Error, lineage: list[str]) -> dict[str, Any]:
    return {
        "name": error.name,
        "bases": [name for name in lineage if name not in (ROOT, "OSError")],
        "message": error.message,
        "hint": error.hint,
        "fix_side": error.fix_side,
        "transient": error.transient,
        "severity": error.severity,
        "evidence": error.evidence,
        "address": address(error),
        "codes": [_code(error, code) for code in error.codes],
    }


def _code(error: Error, code: Code) -> dict[str, Any]:
    own = address(error, code)
    extra = {
        "message": code.message,
        "collides": code.collides,
        "address": own if own != address(error) else "",
    }
    told = {"space": code.space, "number": code.number, "symbol": code.symbol}
    return told | {name: value for name, value in extra.items() if value}


def as_json(index: Mapping[str, Any]) -> str:
    """Returns the index as one line of JSON."""
    return json.dumps(index, ensure_ascii=False, separators=(",", ":"))
