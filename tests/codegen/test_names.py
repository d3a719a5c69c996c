"""The names of the classes follow one rule, or docs/names.md lists them with a reason.

The rule: the name is the first symbol of the class, without its prefix, in CamelCase. The suffix
``Error`` means a category.
"""

import re
from pathlib import Path

from codegen.model import Error
from codegen.reader import read

ROOT = Path(__file__).parents[2]
CATALOGUE = read(ROOT / "src" / "data")

# The prefixes say which header or component defines a number, not what went wrong. Of two that
# match, the longer one is removed, so it stands first.
PREFIXES = (
    "ERROR_IPSEC_IKE_",  # winerror.h: IKE and AuthIP
    "ERROR_IPSEC_",  # winerror.h and raserror.h: IPsec policy, IPsec driver
    "ERROR_",  # winerror.h and raserror.h: Win32 and RAS
    "WARNING_IPSEC_",  # winerror.h: the operation succeeded in part
    "WSA_IPSEC_",  # winerror.h: Winsock
    "STATUS_IPSEC_",  # ntstatus.h: IPsec driver
    "FWP_E_",  # winerror.h: Windows Filtering Platform
    "CERT_E_",  # winerror.h: certificate chains
    "TRUST_E_",  # winerror.h: signatures
    "CRYPT_E_",  # winerror.h: CryptoAPI
    "NTE_",  # winerror.h: key providers
    "SEC_E_",  # winerror.h: SSPI
)

ROW = re.compile(r"^\| `(\w+)` \| `(\w+)` \| (.+) \|$", re.MULTILINE)
ROWS = ROW.findall((ROOT / "docs" / "names.md").read_text(encoding="utf-8"))
EXCEPTIONS = {name: symbol for name, symbol, _ in ROWS}


def name_by_rule(symbol: str) -> str:
    """Returns the class name that the rule gives for a symbol."""
    prefix = next(prefix for prefix in PREFIXES if symbol.startswith(prefix))
    return "".join(word.capitalize() for word in symbol.removeprefix(prefix).split("_"))


def follows_rule(error: Error) -> bool:
    return error.name == name_by_rule(error.first.symbol)


def test_the_rule_on_examples() -> None:
    assert name_by_rule("ERROR_IPSEC_IKE_NO_PEER_CERT") == "NoPeerCert"
    assert name_by_rule("ERROR_IPSEC_QM_POLICY_EXISTS") == "QmPolicyExists"
    assert name_by_rule("FWP_E_INVALID_DNS_NAME") == "InvalidDnsName"


def test_each_name_follows_the_rule_or_is_an_exception() -> None:
    broken = {error.name for error in CATALOGUE.errors if not follows_rule(error)}
    assert broken - EXCEPTIONS.keys() == set()


def test_each_exception_is_needed() -> None:
    broken = {error.name for error in CATALOGUE.errors if not follows_rule(error)}
    assert EXCEPTIONS.keys() - broken == set()


def test_each_exception_has_its_symbol() -> None:
    symbols = {error.name: error.first.symbol for error in CATALOGUE.errors}
    assert {name: symbols[name] for name in EXCEPTIONS} == EXCEPTIONS
    assert len(ROWS) == len(EXCEPTIONS)


def test_each_prefix_is_needed() -> None:
    symbols = [error.first.symbol for error in CATALOGUE.errors]
    used = {next(p for p in PREFIXES if symbol.startswith(p)) for symbol in symbols}
    assert set(PREFIXES) - used == set()


def test_the_suffix_error_means_a_category() -> None:
    assert all(category.name.endswith("Error") for category in CATALOGUE.categories)
    assert not [error.name for error in CATALOGUE.errors if error.name.endswith("Error")]
