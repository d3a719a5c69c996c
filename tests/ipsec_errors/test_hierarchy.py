"""Which class catches what: a table a person can read, held against the classes themselves."""

import builtins

import pytest

import ipsec_errors
from ipsec_errors._index import CATEGORIES, MODULE_OF

TREE = """
IPsecIkeError
    AuthenticationError
    AuthorizationError
    CredentialError
        CertificateError
            CertificateTrustError
            EapCertificateError
            RevocationError
    DosProtectionError
    FilteringPlatformError
    IkeServiceError
    NegotiationError
        NegotiationTimeoutError
        ProposalError
        ProtocolError
            PayloadError
    PacketError
    PolicyError
        PolicyStoreError
            PolicyExistsError
            PolicyInUseError
            PolicyNotFoundError
            PolicyPendingDeletionError
    SecurityAssociationError
    VpnConnectionError
"""

# Numbers: (what a number is caught by, nearest first).
CAUGHT = """
windows 13801       AuthFail AuthenticationError IPsecIkeError OSError
windows 13806       NoCert CertificateError CredentialError IPsecIkeError
windows 13847       NoPeerCert CertificateError CredentialError IPsecIkeError
windows 13820       NoPrivateKey CertificateError
windows 0x8009200B  NoPrivateKey CertificateError
windows 0x8009000D  NoPrivateKey CertificateError
windows 13868       PolicyMismatch ProposalError NegotiationError PolicyError
windows 13805       TimedOut NegotiationTimeoutError NegotiationError TimeoutError
windows 13813       DropNoResponse NegotiationTimeoutError TimeoutError
windows 13886       PeerMmAssumedInvalid SecurityAssociationError NegotiationTimeoutError
windows 13817       CrlFailed RevocationError CertificateError
windows 13848       PeerCrlFailed RevocationError CertificateError
windows 0x800B0101  CertExpired CertificateError
windows 0x80090328  CertExpired CertificateError
windows 0x80090355  SmartcardCertExpired CertExpired CertificateError
windows 0x800B010C  CertRevoked RevocationError CertificateError
windows 0x80092010  CertRevoked RevocationError CertificateError
windows 0x8009035B  KdcCertRevoked CertRevoked RevocationError
windows 0x800B010D  UntrustedTestRoot UntrustedRoot CertificateTrustError CertificateError
windows 13825       NoPolicy PolicyError
windows 13850       NoMmPolicy NoPolicy PolicyError
windows 13000       QmPolicyExists PolicyExistsError PolicyStoreError PolicyError
windows 13843       InvalidPayload PayloadError ProtocolError NegotiationError
windows 13845       SoftSaTornDown SecurityAssociationError
windows 13846       InvalidCookie ProtocolError
windows 13849       PolicyChange PolicyError
windows 13822       DhComputationFailed ProtocolError
windows 13864       DhExchangeFailed ProtocolError
windows 13826       InvalidSignature AuthenticationError
windows 13875       InvalidCertSignature CertificateTrustError CertificateError
windows 13906       StrongCredAuthorizationFailure AuthorizationFailure AuthorizationError
windows 13901       KeyModuleImpersonationNegotiationPending NegotiationPending NegotiationError
windows 13910       BadSpi PacketError
windows 0xC0360001  BadSpi PacketError
windows 13925       DospBlock DosProtectionError
windows 0xC0368000  DospBlock DosProtectionError
windows 0x80320044  IkeextNotRunning IPsecServiceStopped IkeServiceError
windows 0xC0220044  IkeextNotRunning IPsecServiceStopped IkeServiceError
windows 0x8032001A  TrafficMismatch FilteringPlatformError
windows 1469        AuthipFailure NegotiationError
windows 11033       NamePolicyFailure PolicyError
ras 786             NoCert CertificateError
ras 787             AuthFail AuthenticationError
ras 788             AttribFail ProposalError
ras 789             GeneralProcessingFailure NegotiationError
ras 790             NoPeerCert CertificateError
ras 791             NoPolicy PolicyError
ras 792             TimedOut TimeoutError
ras 793             UnspecifiedIkeFailure NegotiationError
ras 766             L2tpCertMissing NoCert CertificateError
ras 800             AutomaticVpnFailed VpnConnectionError
ras 809             VpnTimeout VpnConnectionError NegotiationTimeoutError TimeoutError
ras 810             VpnBadCert VpnConnectionError CertificateError
ras 811             VpnBadPsk VpnConnectionError AuthenticationError
ras 812             ServerPolicyMismatch VpnConnectionError AuthenticationError
ras 827             IPsecServiceStopped IkeServiceError
ras 835             InvalidServerCert CertNameMismatch CertificateTrustError
ras 854             EapUserCertExpired EapCertificateError CertExpired CertificateError
ras 855             EapUserCertRevoked EapCertificateError CertRevoked RevocationError
ras 858             EapServerCertExpired EapCertificateError CertExpired
ras 859             EapServerCertRevoked EapCertificateError CertRevoked
ras 863             EapUserRootCertExpired EapCertificateError CertExpired
winerrorcodes 13845 CertRevoked RevocationError
winerrorcodes 13846 CertExpired CertificateError
winerrorcodes 13847 NoPeerCert CertificateError
winerrorcodes 13849 NoPrivateKey CertificateError
"""


def _tree() -> dict[str, str]:
    """Returns the parent of each category in the table above."""
    parents: dict[str, str] = {}
    path: list[str] = []
    for line in TREE.strip().splitlines():
        name = line.strip()
        depth = (len(line) - len(name)) // 4
        path[depth:] = [name]
        if depth:
            parents[name] = path[depth - 1]
    return parents


def test_the_table_has_every_category() -> None:
    assert set(_tree()) == set(CATEGORIES.values())


@pytest.mark.parametrize(("name", "parent"), _tree().items())
def test_categories_nest(name: str, parent: str) -> None:
    assert getattr(ipsec_errors, name).__bases__[0] is getattr(ipsec_errors, parent)


@pytest.mark.parametrize("line", CAUGHT.strip().splitlines())
def test_what_catches_a_number(line: str) -> None:
    space, number, name, *bases = line.split()
    error = ipsec_errors.from_winerror(int(number, 0), space=space)  # type: ignore[call-overload]
    assert type(error).__name__ == name
    mro = [cls.__name__ for cls in type(error).__mro__]
    places = [mro.index(base) for base in bases]
    assert places == sorted(places)


def test_no_name_hides_a_builtin() -> None:
    assert not [name for name in MODULE_OF if hasattr(builtins, name)]


def test_every_class_is_an_ipsec_error_below_its_category() -> None:
    for name, home in MODULE_OF.items():
        cls = getattr(ipsec_errors, name)
        assert issubclass(cls, getattr(ipsec_errors, CATEGORIES[home]))
        assert "__init__" not in vars(cls)
        assert "__new__" not in vars(cls)
