"""What users get wrong, and checkers must report: each line is marked with mypy's word for it."""

from __future__ import annotations

from ipsec_errors import (
    ErrorInfo,
    IPsecIkeError,
    NoPeerCert,
    Step,
    catalog,
    from_winerror,
    parse_code,
    raise_for_winerror,
    translate_errors,
)

# What carries no number.
from_winerror("13847")  # type: ignore[call-overload]
from_winerror(13847.0)  # type: ignore[call-overload]
from_winerror(None)  # type: ignore[call-overload]
from_winerror(object())  # type: ignore[call-overload]
from_winerror()  # type: ignore[call-overload]

# Spaces.
from_winerror(787, space="linux")  # type: ignore[call-overload]
from_winerror(787, "ras")  # type: ignore[call-overload]
raise_for_winerror(787, space="RAS")  # type: ignore[arg-type]
translate_errors(space="linux")  # type: ignore[arg-type]
catalog.get(787, space="linux")  # type: ignore[arg-type]

# Parameters are positional alone.
from_winerror(error=13847)  # type: ignore[call-overload]
raise_for_winerror(code=13847)  # type: ignore[call-arg]

# Codes.
raise_for_winerror("13847")  # type: ignore[arg-type]
raise_for_winerror(OSError())  # type: ignore[arg-type]
parse_code(13847)  # type: ignore[arg-type]
parse_code(b"13847")  # type: ignore[arg-type]

# What comes back.
number: int = from_winerror(13847)  # type: ignore[assignment]
special: NoPeerCert = from_winerror(13847)  # type: ignore[assignment]
perhaps = from_winerror(5, default=None)
always: IPsecIkeError = perhaps  # type: ignore[assignment]
either = from_winerror(5, default=5)
text: str = either  # type: ignore[assignment]
found: ErrorInfo = catalog.get(13847)  # type: ignore[assignment]

# Attributes.
NoPeerCert().winerrors  # type: ignore[attr-defined]  # noqa: B018
NoPeerCert.codes  # type: ignore[attr-defined]  # noqa: B018
side: int = NoPeerCert().fix_side  # type: ignore[assignment]
ours = NoPeerCert.fix_side == "Local"  # type: ignore[comparison-overlap]
above: int = NoPeerCert().winerror  # type: ignore[assignment]

# The catalogue.
catalog.get(13847.0)  # type: ignore[arg-type]
catalog.get(ValueError)  # type: ignore[arg-type]
catalog[None]  # type: ignore[index]
catalog.search(13847)  # type: ignore[arg-type]
catalog[13847].hint = "mine"  # type: ignore[misc]
catalog[13847].to_dict()["hints"]  # type: ignore[typeddict-item]
Step(run="certlm.msc")  # type: ignore[call-arg]


# Decorators: the parentheses, and the signatures that stay.
@translate_errors  # type: ignore[arg-type]
def without_parentheses() -> None: ...


@translate_errors()
def dial(entry: str) -> bool:
    return bool(entry)


@translate_errors()
async def dial_later(entry: str) -> bool:
    return bool(entry)


dial(5)  # type: ignore[arg-type]
dial("office", 5)  # type: ignore[call-arg]
answer: str = dial("office")  # type: ignore[assignment]
later: bool = dial_later("office")  # type: ignore[assignment]
