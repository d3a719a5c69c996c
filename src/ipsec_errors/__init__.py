"""Typed exceptions for Windows IPsec and IKE errors.

Every name loads on first use: importing the package reads no other file of it.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    # Literal for the tools that read source (pylint, PyInstaller, checkers without the stubs).
    from ipsec_errors.base import IPsecIkeError as IPsecIkeError
    from ipsec_errors.codes import parse_code as parse_code
    from ipsec_errors.errors.everything import *  # noqa: F403
    from ipsec_errors.factory import NotAnIPsecError as NotAnIPsecError
    from ipsec_errors.factory import from_winerror as from_winerror
    from ipsec_errors.factory import raise_for_winerror as raise_for_winerror
    from ipsec_errors.lookup import Catalog as Catalog
    from ipsec_errors.lookup import CodeEntry as CodeEntry
    from ipsec_errors.lookup import ErrorInfo as ErrorInfo
    from ipsec_errors.lookup import Reference as Reference
    from ipsec_errors.lookup import Step as Step
    from ipsec_errors.lookup import catalog as catalog
    from ipsec_errors.translate import translate_errors as translate_errors

__version__ = "1.0.0"

_HOMES = {
    "IPsecIkeError": "base",
    "parse_code": "codes",
    "NotAnIPsecError": "factory",
    "from_winerror": "factory",
    "raise_for_winerror": "factory",
    "translate_errors": "translate",
    "Catalog": "lookup",
    "CodeEntry": "lookup",
    "ErrorInfo": "lookup",
    "Reference": "lookup",
    "Step": "lookup",
    "catalog": "lookup",
}


def _load(name: str) -> object:
    # __import__ with a fromlist is what ``from ... import name`` does; importlib would load more.
    if name in _HOMES:
        value = getattr(__import__(f"ipsec_errors.{_HOMES[name]}", fromlist=[name]), name)
    elif name == "__all__":
        value = __dir__()
    else:
        from ipsec_errors.errors import HOMES, load

        if name in globals():  # The import bound it: it is the submodule itself.
            return globals()[name]
        if name not in HOMES:
            raise AttributeError(f"module 'ipsec_errors' has no attribute {name!r}")
        value = load(name)
    globals()[name] = value
    return value


if not TYPE_CHECKING:  # Or no checker would report a name that is not there.
    __getattr__ = _load


def __dir__() -> list[str]:
    from ipsec_errors.errors import HOMES

    return sorted([*_HOMES, *HOMES])
