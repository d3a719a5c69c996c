"""Typed exceptions for Windows IPsec and IKE errors.

Every name loads on first use. Importing the package reads no other file of it.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ipsec_errors._base import IPsecIkeError as IPsecIkeError
    from ipsec_errors._base import is_transient as is_transient
    from ipsec_errors._catalog import Catalog as Catalog
    from ipsec_errors._catalog import catalog as catalog
    from ipsec_errors._catalog import preload as preload
    from ipsec_errors._codes import parse_code as parse_code
    from ipsec_errors._factory import NotAnIPsecError as NotAnIPsecError
    from ipsec_errors._factory import from_winerror as from_winerror
    from ipsec_errors._factory import raise_for_winerror as raise_for_winerror
    from ipsec_errors._info import Answer as Answer
    from ipsec_errors._info import Cause as Cause
    from ipsec_errors._info import CodeEntry as CodeEntry
    from ipsec_errors._info import ErrorInfo as ErrorInfo
    from ipsec_errors._info import Question as Question
    from ipsec_errors._info import Reference as Reference
    from ipsec_errors._info import Step as Step
    from ipsec_errors._logs.finding import Finding as Finding
    from ipsec_errors._logs.finding import find_errors as find_errors
    from ipsec_errors._translate import translate_errors as translate_errors
    from ipsec_errors._types import Evidence as Evidence
    from ipsec_errors._types import FixSide as FixSide
    from ipsec_errors._types import Severity as Severity
    from ipsec_errors._types import Space as Space
    from ipsec_errors.errors import *  # noqa: F403

__version__ = "1.0.0"

# The module of each public name, except the classes of the catalogue.
_MODULE_OF = {
    "IPsecIkeError": "_base",
    "is_transient": "_base",
    "Catalog": "_catalog",
    "catalog": "_catalog",
    "preload": "_catalog",
    "parse_code": "_codes",
    "NotAnIPsecError": "_factory",
    "from_winerror": "_factory",
    "raise_for_winerror": "_factory",
    "Answer": "_info",
    "Cause": "_info",
    "CodeEntry": "_info",
    "ErrorInfo": "_info",
    "Question": "_info",
    "Reference": "_info",
    "Step": "_info",
    "Finding": "_logs.finding",
    "find_errors": "_logs.finding",
    "translate_errors": "_translate",
    "Evidence": "_types",
    "FixSide": "_types",
    "Severity": "_types",
    "Space": "_types",
}


def _load(name: str) -> object:
    from ipsec_errors._index import MODULE_OF, load

    if name in _MODULE_OF:
        value = load(_MODULE_OF[name], name)
    elif name in MODULE_OF:
        value = load(f"errors.{MODULE_OF[name]}", name)
    elif name == "__all__":
        value = __dir__()
    elif name == "_rebuild":  # Pickles of errors name ipsec_errors._rebuild.
        value = load("_base", name)
    else:
        raise AttributeError(f"module 'ipsec_errors' has no attribute {name!r}")
    globals()[name] = value
    return value


if not TYPE_CHECKING:  # With it, type checkers would accept any name.
    __getattr__ = _load


def __dir__() -> list[str]:
    from ipsec_errors._index import MODULE_OF

    return sorted([*_MODULE_OF, *MODULE_OF])
