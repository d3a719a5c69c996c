"""The names of the classes follow one rule, or are listed here with a reason.

The rule: the name is the first symbol of the class, without its prefix, in CamelCase. The suffix
``Error`` means a category.
"""

from pathlib import Path

import pytest

pytest.importorskip("cattrs")

import codegen
from codegen.model import Error
from codegen.reader import read

CATALOGUE = read(Path(codegen.__file__).parents[1] / "data")

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

GLUED = "the symbol writes several words as one"
NEEDS_CERT = "without the prefix nothing says that it is about a certificate"
NO_ERROR_SUFFIX = "the suffix Error means a category"

EXCEPTIONS = {
    "BasicConstraintsViolation": "BASIC_CONSTRAINTS names the extension, not what is wrong with it",
    "CertChainingFailed": NEEDS_CERT,
    "CertExpired": NEEDS_CERT,
    "CertInvalidName": NEEDS_CERT,
    "CertInvalidPolicy": NEEDS_CERT + "; InvalidPolicy is the IPsec policy",
    "CertNameMismatch": "CN_NO_MATCH: other names of the certificate are compared too",
    "CertPurposeMismatch": "PURPOSE names what was checked, not what is wrong with it",
    "CertRevoked": NEEDS_CERT,
    "CertValidityNesting": NEEDS_CERT + "; " + GLUED,
    "CertWrongUsage": NEEDS_CERT,
    "CryptObjectNotFound": "CRYPT_E_NOT_FOUND and NTE_NOT_FOUND are told apart",
    "DecryptFailed": "DECRYPT names the operation, not that it failed",
    "DestinationUnreachable": "BAD_ADDRESS_SPECIFIED blames the address; the host is not reached",
    "DeviceNotCompliant": "DEVICE_COMPLIANCE names what was checked, not that it failed",
    "DhComputationFailed": "DH_FAIL and DH_FAILURE are told apart by what they mean",
    "DhExchangeFailed": "DH_FAIL and DH_FAILURE are told apart by what they mean",
    "DnsNameNotResolvable": GLUED,
    "DummyNapTunnelKilled": "KILL_DUMMY_NAP_TUNNEL is a command, not an event",
    "EarlyDisconnection": "DISCONNECTION does not say that it came before the connection was up",
    "EapServerCertOtherFailure": NO_ERROR_SUFFIX,
    "EapTlsCacheCredentialsInvalid": GLUED,
    "EapTlsPasswordInvalid": GLUED,
    "EapUserCertOtherFailure": NO_ERROR_SUFFIX,
    "EncryptFailed": "ENCRYPT names the operation, not that it failed",
    "GeneralProcessingFailure": NO_ERROR_SUFFIX,
    "GetSpiFailed": GLUED,
    "IPsecServiceStopped": "without IPSEC nothing says which service stopped",
    "InteractionRequired": "INTERACTIVE_MODE names a mode, not what the dial needs",
    "InvalidCertSignature": "INVALID_SIG and INVALID_SIGNATURE are told apart by what they mean",
    "InvalidTunnelId": GLUED,
    "KdcRevocationOffline": "named as the other errors of the domain controller's certificate",
    "KerberosFailure": NO_ERROR_SUFFIX,
    "KeyObjectNotFound": "CRYPT_E_NOT_FOUND and NTE_NOT_FOUND are told apart",
    "KeysetNotDefined": "NOT_DEF is cut short",
    "L2tpCertMissing": "NO_CERTIFICATE is about the L2TP dial alone; NoCert is IKE's",
    "NamePolicyFailure": NO_ERROR_SUFFIX,
    "NoEapTlsCertificate": GLUED,
    "NoTcbPrivilege": GLUED,
    "OtherDialFailure": "one class for all RAS numbers that no other class has",
    "PolicyMismatch": "POLICY_MATCH means the opposite of what it says",
    "RasAuthenticationFailure": "this one is about the password of a RAS dial; AuthFail is IKE's",
    "SecurityDllLoadFailed": GLUED,
    "ServerCertValidationFailed": "VALIDATING_SERVER_CERT names the operation, not that it failed",
    "ServerCredentialAcquireFailed": GLUED,
    "ServerCredentialQueryFailed": GLUED,
    "ServerPolicyMismatch": "SERVER_POLICY does not say what is wrong with the policy",
    "SmartcardRevocationOffline": "the last letter, C, stands for the client's smart card",
    "SoftSaLoaded": "LOAD_SOFT_SA is a command, not an event",
    "SspiInitFailed": GLUED,
    "SspiQueryFailed": GLUED,
    "UnspecifiedIkeFailure": NO_ERROR_SUFFIX + "; the symbol says nothing else",
    "UntrustedCa": GLUED,
    "UntrustedRoot": GLUED,
    "UntrustedTestRoot": GLUED,
    "UpdateConnectionRequestInProcess": GLUED,
    "VpnPluginFailure": "PLUGIN_GENERIC does not say that something failed",
}


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


def test_each_prefix_is_needed() -> None:
    symbols = [error.first.symbol for error in CATALOGUE.errors]
    used = {next(p for p in PREFIXES if symbol.startswith(p)) for symbol in symbols}
    assert set(PREFIXES) - used == set()


def test_the_suffix_error_means_a_category() -> None:
    assert all(category.name.endswith("Error") for category in CATALOGUE.categories)
    assert not [error.name for error in CATALOGUE.errors if error.name.endswith("Error")]
