"""The patterns of errors in the lines of a log.

A number counts only behind an anchor: words or punctuation that call it an error of Windows. A line
is looked at only if it contains a fixed part of an anchor, because searching for those is fast.
"""

from __future__ import annotations

import re

from ipsec_errors._codes import is_ipsec, unwrapped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ipsec_errors._types import Space

# A line is looked at if it contains one of these. Every anchor contains one. Few of them are fast.
_IN_SYMBOLS = (
    *("_IPSEC_", "_OAKLEY_", "_VPN_", "_IKEV2_", "_FWP_", "_AUTHIP_", "_EAPTLS_", "_RASMAN_"),
    *("_E_", "NTE_"),
)
FIXED = (
    *_IN_SYMBOLS,
    *("_STATUS(", "RESULT", "HResult", "RAS ", "rror", "eason", "hr=", "hr =", "hresult", "WIN32 "),
)

# Nothing in this module can match more than a few hundred characters, so nothing can backtrack
# without bound.
_DECIMAL = r"-?\d{1,20}(?![\w%]|[.,:]\d)"
_HEX = r"0[xX][0-9A-Fa-f]{1,16}(?!\w)"
# Eight hexadecimal digits without 0x, as in 800B0109 or 000035e9.
_BARE_HEX = r"[0-9A-Fa-f]{8}(?!\w)"
_NUMBER = rf"(?P<number>{_HEX}|{_BARE_HEX}|{_DECIMAL})"
# A number that can only be an HRESULT or an NTSTATUS: its highest bit is set.
_STATUS = (
    r"(?P<number>-(?:2[01]|1[0-9])\d{8}(?!\d)|0[xX][89A-Da-d][0-9A-Fa-f]{7}(?!\w)"
    r"|[89A-Da-d][0-9A-Fa-f]{7}(?!\w))"
)
# Symbols that nothing else is called. Others, such as RAS 600's PENDING, need an anchor.
_UNMISTAKABLE = (
    r"(?:ERROR_(?:IPSEC|OAKLEY|VPN|IKEV2|AUTHIP|EAPTLS|RASMAN)_|(?:WARNING|WSA|STATUS)_IPSEC_"
    r"|STATUS_(?:FWP|AUTHIP)_|(?:FWP|CERT|CRYPT|SEC|TRUST)_E_|NTE_)[A-Z0-9_]{2,60}"
)
_SYMBOL = rf"(?<![A-Za-z0-9_])(?P<symbol>{_UNMISTAKABLE})(?!\w)"
_ALONE = re.compile(r"\s{0,4}(?:$|[,.;:()\[\]\"'<]|- )")


class Pattern:
    """A row of the table.

    :param name: the name, which a finding gives as its reason.
    :param example: a line that it matches.
    :param space: the space in which its numbers are read.
    :param anchors: fixed parts, at least one of which is in every match.
    :param expression: the regular expression, with a group ``number`` or ``symbol``, or both for
        the same error.
    :param cue: what else the line has to contain, for an anchor that other products use too.
        Numbers of such a pattern must be in the ranges that Windows reserves for IPsec.
    :param told: whether a line below it can tell who gave up.
    :param decimal: whether its numbers are decimal, also those of eight digits.
    """

    __slots__ = (
        "_found",
        "anchors",
        "cue",
        "decimal",
        "example",
        "expression",
        "name",
        "space",
        "told",
    )

    def __init__(
        self,
        name: str,
        example: str,
        space: Space,
        anchors: tuple[str, ...],
        expression: str,
        cue: str = "",
        told: bool = False,
        decimal: bool = False,
    ) -> None:
        self.name = name
        self.example = example
        self.space: Space = space
        self.anchors = anchors
        self.expression = expression
        self.cue = cue
        self.told = told
        self.decimal = decimal
        self._found: tuple[re.Pattern[str], re.Pattern[str]] | None = None

    def matches(self, line: str, cued: bool) -> Iterator[re.Match[str]]:
        """Yields the matches in a line.

        :param cued: whether the caller knows that the line is about an error of Windows.
        """
        if self._found is None:
            self._found = re.compile(self.expression), re.compile(self.cue)
        expression, cue = self._found
        told: bool | None = None
        for match in expression.finditer(line):
            if self.cue and not cued:
                if not _of_ipsec(match):
                    continue
                if told is None:
                    told = cue.search(line) is not None
                if not told:
                    return
            yield match


def _of_ipsec(match: re.Match[str]) -> bool:
    """Tells whether a number is in an IPsec range and counts nothing: "error: 13806 retries"."""
    number = is_ipsec(unwrapped(number_of(match["number"])))
    return number and _ALONE.match(match.string, match.end()) is not None


# What shows that a line is about IPsec or about a VPN of Windows.
_VPN = (
    r"(?i:\b(?:vpn|ike(?:v[12])?|ikeext|ipsec|l2tp|sstp|rasdial|rasclient|rasman|remote ?access)\b)"
)

PATTERNS = (
    Pattern(
        "strongswan",
        "13[ENC] parsed IKE_AUTH response 1 [ N(MS_STATUS(13801)) ]",
        "windows",
        ("MS_STATUS(",),
        rf"\bMS_STATUS\((?P<number>{_DECIMAL})\)",
        decimal=True,
    ),
    Pattern(
        "ras-event",
        "CoId={1}: The user X dialed a connection named Y which has failed. The error code "
        "returned on failure is 809.",
        "ras",
        ("code returned",),
        rf"\b(?:error|reason) code returned(?: on (?:failure|termination))? is:? ?{_NUMBER}",
    ),
    Pattern(
        "rasdial",
        "Remote Access error 691 - the user name or the password is wrong",
        "ras",
        ("Remote Access error",),
        rf"\bRemote Access error {_NUMBER}",
    ),
    Pattern(
        "rasdial-exit",
        "subprocess.CalledProcessError: Command '['rasdial', 'office']' returned non-zero exit "
        "status 809.",
        "ras",
        ("rasdial",),
        r"\brasdial\b[^\n]{0,300}?\b(?:exit(?:ed)? (?:status|code|with)|errorlevel)\W{0,3}"
        + _NUMBER,
    ),
    Pattern(
        "dialed-connection",
        "The user X dialed a connection named Y. The error code is 787.",
        "ras",
        ("rror",),
        rf"\bdialed a connection\b[^\n]{{0,300}}?\berror(?: code)?(?: is)?:? ?{_NUMBER}",
    ),
    Pattern(
        "wfp",
        "Failure error code:0x000035e9",
        "windows",
        ("ailure error code", "ailureErrorCode"),
        r"\b[Ff]ailure(?:ErrorCode| error code)\b[\"']?\s{0,4}[:=>]?\s{0,4}[\"']?"
        rf"(?:(?P<symbol>[A-Z][A-Z0-9_]{{2,60}})(?!\w)|{_NUMBER})",
        told=True,
    ),
    Pattern(
        "windows-error",
        "Peer failed with Windows error 13801(ERROR_IPSEC_IKE_AUTH_FAIL)",
        "windows",
        ("Windows error", "Windows System Error", "Windows Error"),
        rf"\bWindows (?:System )?[Ee]rror:? {_NUMBER}(?: ?\((?P<symbol>[A-Z][A-Z0-9_]{{2,60}})\))?",
    ),
    Pattern(
        "error-symbol",
        "Error 13801(ERROR_IPSEC_IKE_AUTH_FAIL)",
        "windows",
        ("rror",),
        rf"\b[Ee]rror:? {_NUMBER} ?\((?P<symbol>{_UNMISTAKABLE})\)",
    ),
    Pattern(
        "powershell",
        "FullyQualifiedErrorId : WIN32 13806,Add-VpnConnection",
        "windows",
        ("WIN32 ",),
        r"\bWIN32 (?P<number>-?\d{1,10}),\w",
        decimal=True,
    ),
    Pattern(
        "python",
        "OSError: [WinError 13847] the peer failed",
        "windows",
        ("[WinError ", "[winerror "),
        rf"\[[Ww]in[Ee]rror {_NUMBER}\]",
    ),
    Pattern(
        "winerror",
        "dial failed: winerror=13847",
        "windows",
        ("inError", "inerror"),
        r"\b[Ww]in[Ee]rror\b[\"']?\s{0,30}[:=>]?\s{0,4}[\"']?" + _NUMBER,
    ),
    Pattern(
        "python-ras",
        "ipsec_errors.VpnTimeout: [RAS 809] the server does not answer",
        "ras",
        ("[RAS ",),
        rf"\[RAS {_NUMBER}\]",
    ),
    Pattern(
        "python-article",
        "ipsec_errors.CertExpired: [winerrorcodes 13846] the certificate has expired",
        "winerrorcodes",
        ("[winerrorcodes ",),
        rf"\[winerrorcodes {_NUMBER}\]",
    ),
    Pattern(
        "pywin32-ras",
        "pywintypes.error: (809, 'RasDial', 'No answer')",
        "ras",
        ("error: (",),
        rf"\berror: \({_NUMBER}, 'Ras",
    ),
    Pattern(
        "pywin32",
        "pywintypes.com_error: (-2147011095, 'OLE error', None, None)",
        "windows",
        ("error: (",),
        rf"\bpywintypes\.(?:com_)?error: \({_NUMBER}, '(?!Ras)",
    ),
    Pattern(
        "hresult",
        "Exception from HRESULT: 0x800B0109",
        "windows",
        ("HRESULT", "HResult", "hresult", "hr=", "hr ="),
        rf"\b(?:HRESULT|HResult|hresult|hr)\b[\"']?(?:\s{{0,30}}:)?\W{{0,4}}{_STATUS}",
    ),
    Pattern(
        "error-status",
        "the dial failed, error = -2147011095",
        "windows",
        ("rror",),
        rf"\b(?i:error)(?:[ _]?[Cc]ode)?(?: is)?\W{{0,4}}{_STATUS}",
    ),
    Pattern(
        "error-code",
        "L2TP VPN office: error code 13801",
        "windows",
        ("rror",),
        rf"\b(?i:error)(?:[ _]?[Cc]ode)?(?: is)?[ :=#]{{1,4}}{_NUMBER}",
        cue=_VPN,
    ),
    Pattern(
        "symbol",
        "<error>ERROR_IPSEC_IKE_NO_CERT</error>",
        "windows",
        _IN_SYMBOLS,
        _SYMBOL,
    ),
)

# Windows' own message texts count behind a separator: all of them on a line with the first of these
# cues, those of five words and more on a line with the second.
TEXT = "windows-text"
TEXT_EXAMPLE = "Failure Reason:\t\tNegotiation timed out"
ANY_TEXT = re.compile(
    r"\b[Ff]ailure [Rr]eason\b|\bfollowing reason\b|\bPoint to Point Protocol module\b"
)
LONG_TEXT = re.compile(
    r"\b(?:Windows|Win32|OSError|pywintypes|VPN|NPS|Ras(?:Dial|Client|Man)|[Rr]emote ?[Aa]ccess)\b"
)
SEPARATOR = re.compile(r"[:\]|]\s{1,8}|\. | - ")


def _prefilter() -> tuple[re.Pattern[bytes], ...]:
    """Returns the expressions that find the fixed parts in a block.

    Each begins with a literal character, which makes it as fast as bytes.find. One expression for
    all parts takes eight times as long.
    """
    tails: dict[str, list[str]] = {}
    for part in FIXED:
        at = max(part.find("_"), part.find("Result"), 0)
        behind = f"(?<={re.escape(part[: at + 1])})" if at else ""
        # Only behind "error" must something follow: many lines end with that word.
        ahead = r"(?=[^\n]{0,400}[\d:=>])" if part == "rror" else ""
        tails.setdefault(part[at], []).append(f"{behind}{re.escape(part[at + 1 :])}{ahead}")
    return tuple(
        re.compile(f"{first}(?:{'|'.join(tail)})".encode()) for first, tail in tails.items()
    )


PREFILTER = _prefilter()

# Who gave up, as WFP and the Security log tell it.
POINT = re.compile(
    r"\b[Ff]ailure ?[Pp]oint\b\W{1,6}"
    r"(?:(?P<local>IPSEC_FAILURE_ME\b|Local\b|%%8199\b|1\b)"
    r"|(?P<peer>IPSEC_FAILURE_PEER\b|Remote\b|%%8200\b|2\b))"
)

# The times at which log lines begin, as they are written there.
TIME = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?"
    r"|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d"
    r"|\d{1,2}/\d{1,2}/\d{4}[-, ]{1,2}\d{1,2}:\d\d(?::\d\d)?(?:\.\d{1,9})?(?: ?[AP]M)?"
)


def number_of(text: str, decimal: bool = False) -> int:
    """Returns the number that a pattern has matched. Eight digits are hexadecimal by default."""
    if len(text) == 8 and text[0] != "-" and not decimal:
        return int(text, 16)
    return int(text, 16) if text[:2] in ("0x", "0X") else int(text)
