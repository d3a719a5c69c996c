# The public names of the package, for editors and type checkers. They cannot follow the package
# itself, because it loads these names on first use.
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

__version__: str
__all__: list[str]
_MODULE_OF: dict[str, str]
