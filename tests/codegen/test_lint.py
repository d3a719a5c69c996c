"""The lint: each rule finds the very text that was wrong, and good advice passes.

Most texts stood in an earlier catalogue. The name of the record stands beside them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve

pytest.importorskip("cattrs", reason="the generator needs it")
pytest.importorskip("rapidfuzz", reason="the lint needs it")
pytest.importorskip("codegen", reason="the generator does not ship")

from codegen.lint import figures, lint
from codegen.lint.changes import change
from codegen.lint.commandline import BrokenError, read_commands
from codegen.lint.commands import command_findings, pitfalls
from codegen.lint.tables import cmdlets, rows, tools
from codegen.model import Catalogue, Cause, Code, Step

if TYPE_CHECKING:
    from codegen.model import Error
    from ipsec_errors._types import Shell


MAIN_MODE = "{0CCE9218-69AE-11D9-BED3-505054503030}"
QUICK = MAIN_MODE.replace("9218", "9219")


def changed(catalogue: Catalogue, name: str, **changes: Any) -> Catalogue:
    """Returns a catalogue with one record changed."""
    return Catalogue(
        tuple(
            evolve(
                category,
                errors=tuple(
                    evolve(error, **changes) if error.name == name else error
                    for error in category.errors
                ),
            )
            for category in catalogue.categories
        )
    )


def record(catalogue: Catalogue, name: str) -> Error:
    return next(error for error in catalogue.errors if error.name == name)


def finding(catalogue: Catalogue) -> str:
    """Returns the only finding."""
    (line,) = lint(catalogue)
    return line


def found(good: Catalogue, step: Step) -> list[str]:
    """Returns what the lint says of a step that stands as a check in OldAnchor."""
    start = "alpha.toml: OldAnchor: check 1: "
    lines = lint(changed(good, "OldAnchor", check=(step,)))
    assert [line for line in lines if not line.startswith(start)] == []
    return [line.removeprefix(start) for line in lines]


def done(run: str, **more: Any) -> Step:
    """Returns a step that says all that a change has to say."""
    said: dict[str, Any] = {"elevated": True, "effect": "at once", "undo": "Set the former value."}
    return Step("Do it.", run, **(said | more))


def test_good_advice_passes(good: Catalogue) -> None:
    assert lint(good) == []


# Command lines.


def names(text: str, shell: Shell = "powershell") -> list[str]:
    return [command.name for command in read_commands(text, shell)]


def test_the_commands_within_brackets_strings_and_blocks() -> None:
    line = "Get-A | Select-B x, @{n='P';e={(Get-C -Id $_.Id).Name}}"
    line += '; foreach ($s in Get-D) { "$(Get-E $s)" }'

    assert sorted(names(line)) == ["Get-A", "Get-C", "Get-D", "Get-E", "Select-B"]


def test_the_words_of_a_command() -> None:
    (command,) = read_commands(
        "Get-WinEvent -FilterHashtable @{Id=41; Level=2} -Max 'a b'", "powershell"
    )

    assert command.words == ("-FilterHashtable", "@{Id=41; Level=2}", "-Max", "'a b'")


def test_the_commands_of_a_pipe() -> None:
    pipes = [command.pipe for command in read_commands("a | b; c && d | e", "powershell")]

    assert pipes == [1, 1, 2, 3, 3]


def test_what_is_no_command() -> None:
    assert names("[Environment]::OSVersion.Version") == []
    assert names("$x = Get-Item y; $x.Name") == ["Get-Item"]
    assert names("& 'C:\\a b.exe'; 'text'") == []


def test_what_a_command_starts() -> None:
    assert names("psexec -s certutil -urlcache CRL") == ["psexec", "certutil"]
    assert names("sudo swanctl --list-sas | grep -E 'a|b' > x.log", "sh") == [
        "sudo",
        "swanctl",
        "grep",
    ]
    assert names("ping x || netsh wfp show state", "cmd") == ["ping", "netsh"]
    assert names('netsh wfp show state & reg query "HKLM\\a|b"', "cmd") == ["netsh", "reg"]


@pytest.mark.parametrize(
    ("shell", "run", "said"),
    [
        ("powershell", "Get-Item 'C:\\temp", "a quote is open: close it with '"),
        ("powershell", 'Get-Item "C:\\temp', 'a quote is open: close it with "'),
        ("powershell", "(Get-Item x", "a bracket is open: close it with )"),
        ("powershell", "Get-Item x)", ") closes nothing: open it, or leave it out"),
        ("powershell", "Where-Object { $_.Id", "a bracket is open: close it with }"),
        ("powershell", "Where-Object $_.Id }", "} closes nothing: open it, or leave it out"),
        ("powershell", "Get-Item @(1", "a bracket is open: close it with )"),
        ("powershell", 'Get-Item "$(Get-Date"', 'a quote is open: close it with "'),
        ("powershell", "[datetime", "a bracket is open: close it with ]"),
        ("powershell", "Get-Service |", "a pipe ends in nothing: write the command"),
        ("powershell", "Get-Service | ; Get-Date", "a pipe ends in nothing: write the command"),
        ("powershell", "| Format-List", "a pipe ends in nothing: write the command"),
        ("cmd", 'reg query "HKLM', 'a quote is open: close it with "'),
        ("cmd", "netsh wfp show state |", "a pipe ends in nothing: write the command"),
        ("sh", "grep 'x", "no closing quotation: close it"),
        ("sh", "journalctl -u ipsec |", "a pipe ends in nothing: write the command"),
        ("sh", "echo $(date", "a bracket is open, or closes nothing"),
    ],
)
def test_a_line_that_no_shell_reads(good: Catalogue, shell: Shell, run: str, said: str) -> None:
    with pytest.raises(BrokenError):
        read_commands(run, shell)

    (line,) = found(good, Step("Run it.", run, shell=shell))
    assert line.startswith(f"{run}: {said}")


@pytest.mark.parametrize(
    ("run", "said"),
    [
        # CertRevoked, CrlFailed, EapUserCertRevoked
        (
            "certutil -setreg chain\\ChainCacheResyncFiletime @now",
            "@now is splatted by PowerShell: write '@now' in quotes",
        ),
        ("certutil -dump %TEMP%\\a.cer", "PowerShell leaves %TEMP% as it is: write $env:TEMP"),
        (f"auditpol /get /subcategory:{MAIN_MODE}", "commas and braces for itself: quote"),
        ("certutil -store a,b", "commas and braces for itself: quote the argument"),
        ("sc qc IKEEXT", "sc is an alias of PowerShell: write sc.exe"),
    ],
)
def test_what_powershell_reads_otherwise(good: Catalogue, run: str, said: str) -> None:
    (line,) = found(good, done(run))

    assert said in line


@pytest.mark.parametrize(
    ("run", "shell"),
    [
        ("certutil -setreg chain\\ChainCacheResyncFiletime '@now'", "powershell"),
        ("certutil -setreg chain\\ChainCacheResyncFiletime @now", "cmd"),
        ("reg query %SystemRoot%", "cmd"),
        ("sc.exe qc IKEEXT", "powershell"),
        ('auditpol /get /subcategory:"{0CCE9218-69AE-11D9-BED3-505054503030}"', "powershell"),
    ],
)
def test_the_same_written_right(good: Catalogue, run: str, shell: Shell) -> None:
    assert found(good, done(run, shell=shell)) == []


# Names.


@pytest.mark.parametrize(
    ("run", "shell", "said"),
    [
        ("Get-VpnMagic", "powershell", "Get-VpnMagic is in no row of cmdlets.tsv"),
        ("Get-Service | Get-VpnMagic", "powershell", "Get-VpnMagic is in no row of cmdlets.tsv"),
        ("ipsecmagic /all", "powershell", "ipsecmagic (windows) is in no row of tools.tsv"),
        ("C:\\ike\\ipsecmagic.exe", "cmd", "C:\\ike\\ipsecmagic.exe (windows) is in no row"),
        ("certutil -dump x & ipsecmagic", "cmd", "ipsecmagic (windows) is in no row of tools.tsv"),
        ("netsh wfp show state", "sh", "netsh (sh) is in no row of tools.tsv"),
        ("swanctl --list-sas", "powershell", "swanctl (windows) is in no row of tools.tsv"),
        ("swanctl --list-everything", "sh", "swanctl --list-everything is in no row of tools.tsv"),
        ("certutil -dumb FILE.cer", "cmd", "certutil -dumb FILE.cer is in no row of tools.tsv"),
        ("ipsec", "sh", "ipsec is in no row of tools.tsv"),
    ],
)
def test_a_command_without_a_row(good: Catalogue, run: str, shell: Shell, said: str) -> None:
    (line,) = found(good, Step("Run it.", run, shell=shell))
    assert line.startswith(said)
    assert line.endswith(": correct the name, or add a row with its source")


@pytest.mark.parametrize(
    ("run", "said"),
    [
        (
            "Get-VpnConnection -Nom x",
            "Get-VpnConnection has no parameter -Nom: its row has the others",
        ),
        (
            "Get-WinEvent -MaxEv 5",
            "Get-WinEvent has no parameter -MaxEv: write -maxevents in full",
        ),
        (
            "Get-Service | Where-Object { (Get-Process -Nombre x) }",
            "Get-Process has no parameter -Nombre: its row has the others",
        ),
    ],
)
def test_a_parameter_that_is_not_there(good: Catalogue, run: str, said: str) -> None:
    assert found(good, Step("Run it.", run)) == [said]


def test_an_undo_is_read_as_a_command_too(good: Catalogue) -> None:
    step = done("Start-Service IKEEXT", undo="Stop it by hand: Stop-Service IKEEXT -Soon")

    assert found(good, step) == ["Stop-Service has no parameter -Soon: its row has the others"]


@pytest.mark.parametrize(
    ("undo", "said"),
    [
        ("Stop it with Stop-Service IKEEXT.", "Stop-Service IKEEXT. in the text of undo can break"),
        ("First reg delete KEY /f, then: Stop-Service X", "reg delete in the text of undo can"),
        ("Add the rule with iptables -A again.", "iptables -A in the text of undo can break"),
        ("Stop it by hand", "undo ends in Stop it by hand, which is no command: end it with a"),
        ("As before: the other value", "undo ends in the other value, which is no command"),
    ],
)
def test_a_command_of_an_undo_stands_alone_or_at_the_end(
    good: Catalogue, undo: str, said: str
) -> None:
    assert found(good, done("Start-Service IKEEXT", undo=undo))[0].startswith(said)


@pytest.mark.parametrize(
    "undo",
    [
        "Set the former value with Set-VpnConnection.",
        "Stop-Service IKEEXT",
        "If it was off before: Stop-Service IKEEXT",
        "Put the old lines back: they are in the copy.",
    ],
)
def test_an_undo_that_is_right(good: Catalogue, undo: str) -> None:
    assert found(good, done("Start-Service IKEEXT", undo=undo)) == []


def test_common_parameters_and_operators_pass(good: Catalogue) -> None:
    run = "Get-Service -ErrorAction Ignore | Where-Object { $_.Status -eq 'x' -and -not $_.A }"

    assert found(good, Step("Run it.", run)) == []


def test_a_cmdlet_in_a_text(good: Catalogue) -> None:
    bad = changed(good, "OldAnchor", fix=(Step("Run Get-VpnMagic there."),))

    assert finding(bad) == (
        "alpha.toml: OldAnchor: fix 1: Get-VpnMagic is in no row of cmdlets.tsv: correct the name, "
        "or add a row with its source"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Run Set-VpnConnection -Name NAME -Typ Ikev2, then dial.",
            "Set-VpnConnection has no parameter -Typ: its row has the others",
        ),
        (
            "Get-NetIPsecRule shows it; Remove-NetIPsecRule -Rule NAME removes it.",
            "Remove-NetIPsecRule has no parameter -Rule: its row has the others",
        ),
    ],
)
def test_a_parameter_in_a_text(good: Catalogue, text: str, said: str) -> None:
    assert found(good, Step(text)) == [said]


@pytest.mark.parametrize("name", ["cmdlets.tsv", "tools.tsv", "ignored.tsv", "sweeping.tsv"])
def test_every_row_of_a_table_has_its_source(name: str) -> None:
    table = rows(name)

    assert {len(row) for row in table} == {4 if name == "tools.tsv" else 3}
    assert [row for row in table if not row[0] or not row[-1]] == []
    assert len({tuple(row[:2]) for row in table}) == len(table)


def test_the_tables_are_in_order() -> None:
    for name in ("cmdlets.tsv", "tools.tsv"):
        firsts = [row[0].lower() for row in rows(name)]
        assert firsts == sorted(set(firsts))
    assert {"get-vpnconnection", "get-winevent"} <= cmdlets().keys()
    assert tools()["netsh"].where == "windows"
    assert tools()["swanctl"].where == "sh"
    assert [pitfall for pitfall in pitfalls() if not pitfall.source] == []


# What misled before.

GCM = (
    "Where AES-GCM, SHA-256 or newer groups are required, define them outside this store, with "
    "New-NetIPsecMainModeCryptoProposal."
)
NO_EVENT = (
    "On NPS, read the refusal's reason code and text; no event 6273 at the time of the dial means "
    "the client stopped by itself."
)
QUICK_MODE = "Get-NetIPsecQuickModeSA | Format-List RemoteEndpoint"


@pytest.mark.parametrize(
    ("text", "run", "said"),
    [
        # SimultaneousRekey
        (
            "See whether one quick mode SA in each direction survived.",
            "Get-NetIPsecQuickModeSA",
            "documents this property of the SA objects as ignored",
        ),
        # QueueDropMm
        (
            "Count the main mode SAs, and see their age.",
            "Get-NetIPsecMainModeSA | Format-List Name",
            "documents this property of the SA objects as ignored",
        ),
        # InvalidMmForQm
        (
            "See how the existing main mode SA with this peer was made.",
            "Get-NetIPsecMainModeSA | Format-List",
            "prints the properties that Microsoft documents as ignored too",
        ),
        (
            "Read it.",
            f"{QUICK_MODE}, SPI",
            "SPI of Get-NetIPsecQuickModeSA is documented as ignored",
        ),
        (
            "Read it.",
            "Get-NetIPsecMainModeSA | Where-Object { $_.InitiatorCookie }",
            "InitiatorCookie of Get-NetIPsecMainModeSA is documented as ignored",
        ),
        (
            "Read it.",
            "(Get-NetIPsecMainModeSA).AuthenticationMethod",
            "AuthenticationMethod of Get-NetIPsecMainModeSA is documented as ignored",
        ),
        ("Read it.", f"{QUICK_MODE}, *Direction", "InboundDirection of Get-NetIPsecQuickModeSA is"),
        ("Read InboundDirection.", QUICK_MODE, "InboundDirection of Get-NetIPsecQuickModeSA is"),
        # PolicyMismatch, InvalidGroup, DhExchangeFailed
        (
            "On a RRAS server, read the same two values.",
            "Get-VpnServerIPsecConfiguration | Format-List DHGroup, PfsGroup",
            "this cmdlet is documented for Windows Server 2012 alone: use Get-VpnServerConf",
        ),
        # AuthipFailure
        (
            "On both machines, list the first authentication sets in force.",
            "Get-NetIPsecPhase1AuthSet -PolicyStore ActiveStore",
            "this cmdlet shows no VPN connection: say in the text that it shows connection sec",
        ),
        # SimultaneousRekey
        (
            "Read this machine's quick mode lifetimes.",
            "Get-NetIPsecQuickModeCryptoSet -PolicyStore ActiveStore | Format-List",
            "this cmdlet shows no VPN connection",
        ),
        # UnspecifiedIkeFailure, packet.toml
        (
            "Without pending SAs, look for one processor at its limit.",
            'Get-Counter "\\Processor(*)\\% Processor Time" -SampleInterval 2 -MaxSamples 5',
            "names of counters and of rule groups differ with the language of Windows",
        ),
        # MmPolicyPruned
        (
            GCM,
            "",
            "main mode has neither GCM nor GMAC",
        ),
        # NoCert
        (
            "Test chain, dates, EKU and revocation of each in the context of the machine.",
            "Get-ChildItem Cert:\\LocalMachine\\My | Test-Certificate -EKU 1.3.6.1.5.5.7.3.2",
            "it prints True or False, and not for which certificate",
        ),
        # the family unknown_object
        (
            "See whether the agent that owns the store was restarted since the object was added.",
            "Get-Service PolicyAgent",
            "Get-Service shows no start time",
        ),
        # CrlFailed
        (
            "Cached answers: certutil -setreg chain\\ChainCacheResyncFiletime @now.",
            "",
            "PowerShell splats @now: write '@now' in quotes",
        ),
        # CertExpired
        (
            "For SSTP on RRAS, bind the new one (Set-RemoteAccess -SslCertificate CERTIFICATE).",
            "",
            "-SslCertificate takes a certificate object",
        ),
        # the family client_certificate
        (
            NO_EVENT,
            "Get-WinEvent -FilterHashtable @{LogName='Security'; Id=6273} -MaxEvents 10",
            "without 6273 there may be a 6274, an audit that is off, or another RADIUS server",
        ),
    ],
)
def test_what_misled(good: Catalogue, text: str, run: str, said: str) -> None:
    lines = found(good, Step(text, run, elevated=True))

    assert any(said in line for line in lines), lines
    assert [line for line in lines if said not in line and "in no row" not in line] == []


@pytest.mark.parametrize(
    ("text", "run"),
    [
        ("See whether the SA is up.", QUICK_MODE),
        ("List the endpoints (the cmdlet does not show their SPIs).", "Get-NetIPsecQuickModeSA"),
        (
            "Show the connection security rules in force.",
            "Get-NetIPsecRule -PolicyStore ActiveStore",
        ),
        ("See whether it runs.", "Get-Service PolicyAgent"),
        ("Read the reason code.", "Get-WinEvent -FilterHashtable @{LogName='Security'; Id=6273}"),
    ],
)
def test_what_does_not_mislead(good: Catalogue, text: str, run: str) -> None:
    assert found(good, Step(text, run)) == []


# RevocationOffline and NoRevocationCheck named a restart of NPS; AuthFail no restart of RRAS.
REVOCATION = (
    "New-ItemProperty -Path 'HKLM:\\SYSTEM\\CurrentControlSet\\Services\\RasMan\\PPP\\EAP\\13' "
    "-Name IgnoreNoRevocationCheck -PropertyType DWord -Value 1 -Force"
)
ROOTS = "Set-VpnAuthProtocol -RootCertificateNameToAccept (Get-Item Cert:\\LocalMachine\\Root\\X)"


@pytest.mark.parametrize(
    ("run", "wrong", "right", "said"),
    [
        (
            REVOCATION,
            "after a restart of IAS",
            "after a reboot",
            "write the effect 'after a reboot'",
        ),
        (REVOCATION, "at once", "after a reboot", "a restart of RRAS and NPS is not enough"),
        (
            ROOTS,
            "at once",
            "after a restart of RemoteAccess",
            "RRAS changes this after its service is restarted",
        ),
    ],
)
def test_when_a_value_counts(good: Catalogue, run: str, wrong: str, right: str, said: str) -> None:
    (line,) = found(good, done(run, effect=wrong))

    assert said in line
    assert found(good, done(run, effect=right)) == []


@pytest.mark.parametrize(
    ("run", "wrong"),
    [
        # ServerPolicyMismatch
        (
            'auditpol /set /subcategory:"Network Policy Server" /success:enable /failure:enable',
            '"Network Policy Server"',
        ),
        # NoPeerCert
        ('auditpol /get /subcategory:"IPsec Main Mode"', '"IPsec Main Mode"'),
        ("auditpol /get /category:'Object Access'", "'Object Access'"),
    ],
)
def test_names_that_differ_between_languages(good: Catalogue, run: str, wrong: str) -> None:
    step = done(run, undo=run.replace("enable", "disable"))

    line = found(good, step)[0]
    assert line == f"{wrong} is named otherwise in each language of Windows: write its GUID"


# What changes something.


@pytest.mark.parametrize(
    ("run", "shell"),
    [
        ("Set-VpnConnection -Name NAME -AllUserConnection", "powershell"),
        ("Get-Item x | Remove-Item", "powershell"),
        ("Get-Certificate -Template T", "powershell"),
        ("Start-Service IKEEXT", "powershell"),
        ("certutil -setreg chain\\X 1", "powershell"),
        ("certutil -f -importpfx FILE.pfx", "powershell"),
        ("reg add HKLM\\X /v A /d 1", "cmd"),
        ("netsh advfirewall set allprofiles state on", "cmd"),
        ("netsh ipsec dynamic delete mmpolicy name=X", "cmd"),
        ("setspn -S host/x COMPUTER", "cmd"),
        ("w32tm /config /update", "cmd"),
        ("systemctl start ipsec", "sh"),
        ("swanctl --load-all", "sh"),
        ("swanctl --load-conns", "sh"),
        ("ipsec add CONN", "sh"),
        ("iptables -A INPUT -j DROP", "sh"),
        ("sed -i s/a/b/ /etc/ipsec.conf", "sh"),
    ],
)
def test_a_change_says_when_it_shows_and_how_to_undo_it(
    good: Catalogue, run: str, shell: Shell
) -> None:
    lines = found(good, Step("Do it.", run, shell=shell, elevated=True))

    assert [line.partition(": ")[2] for line in lines] == [
        "say in effect when that shows",
        "say in undo how",
    ]
    assert found(good, done(run, shell=shell)) == []


@pytest.mark.parametrize(
    ("run", "shell"),
    [
        ("Restart-Service RemoteAccess", "powershell"),
        ("Restart-Service IKEEXT", "powershell"),
        ("Stop-Service RasMan", "powershell"),
        ("Restart-Computer", "powershell"),
        ("Get-NetIPsecMainModeSA | Remove-NetIPsecMainModeSA", "powershell"),
        ("netsh advfirewall monitor delete mmsa A B", "cmd"),
        ("net stop RemoteAccess", "cmd"),
        ("systemctl restart strongswan", "sh"),
        ("ipsec restart", "sh"),
        ("swanctl --terminate --ike X", "sh"),
    ],
)
def test_what_cuts_connections_says_whose(good: Catalogue, run: str, shell: Shell) -> None:
    (line,) = found(good, done(run, shell=shell, undo=""))

    assert line.endswith(" cuts connections: say in disconnects whose")
    assert found(good, done(run, shell=shell, undo="", disconnects="every client")) == []


def test_a_restart_that_an_effect_needs_says_whom_it_cuts_off(good: Catalogue) -> None:
    step = done("reg add HKLM\\X /v A /d 1", effect="after a restart of RemoteAccess")
    restart = done("Restart-Service RemoteAccess", undo="", disconnects="every VPN client")

    assert finding(changed(good, "OldAnchor", fix=(step,))) == (
        "alpha.toml: OldAnchor: fix 1: a restart of RemoteAccess cuts connections: "
        "say in disconnects whose"
    )
    assert lint(changed(good, "OldAnchor", fix=(step, restart))) == []
    assert finding(with_cause(good, fix=(step,))).startswith("beta.toml: SlowBeta: cause 1, fix 1:")


@pytest.mark.parametrize(
    "run",
    [
        "Clear-DnsClientCache",
        "Unlock-ADAccount USER",
        "certutil -pulse",
        "gpupdate /force",
        "w32tm /resync",
        "klist purge",
        "sfc /scannow",
    ],
)
def test_what_cannot_be_undone(good: Catalogue, run: str) -> None:
    assert found(good, done(run, undo="")) == []
    assert [line.partition(": ")[2] for line in found(good, done(run, undo="", effect=""))] == [
        "say in effect when that shows"
    ]


@pytest.mark.parametrize(
    ("run", "elevated"),
    [
        ("Start-Service IKEEXT", True),
        ("Set-VpnConnection -Name NAME -AllUserConnection -TunnelType Ikev2", True),
        ("certutil -importpfx FILE.pfx", True),
        ("Set-VpnConnection -Name NAME -TunnelType Ikev2", False),
        ("certutil -user -importpfx FILE.pfx", False),
        ("Remove-Item Cert:\\CurrentUser\\My\\X", False),
    ],
)
def test_what_needs_an_elevated_prompt(good: Catalogue, run: str, elevated: bool) -> None:
    said = [f"{run} needs an elevated prompt: write elevated = true"] if elevated else []

    assert found(good, done(run, elevated=False)) == said


@pytest.mark.parametrize(
    "run",
    [
        "Get-Service IKEEXT",
        "New-NetIPsecAuthProposal -Machine -Cert",
        "certutil -store My",
        "netsh ipsec dynamic show all",
        "reg query HKLM\\X",
        "pktmon stop",
        "netsh wfp capture stop",
        "sc.exe query IKEEXT",
    ],
)
def test_what_changes_nothing(run: str) -> None:
    (command,) = read_commands(run, "powershell")

    assert change(command) is None


# What is switched on.


def audit(guid: str, flag: str) -> str:
    return f"auditpol /set /subcategory:'{guid}' {flag}"


@pytest.mark.parametrize(
    ("on", "off", "other"),
    [
        ("netsh wfp capture start", "netsh wfp capture stop", "End the capture."),
        (
            "netsh wfp set options netevents=on",
            "netsh wfp set options netevents=off",
            "netsh wfp set options keywords=none",
        ),
        (
            "pktmon filter add IKE -i PEER; pktmon start --capture",
            "pktmon stop; pktmon filter remove",
            "pktmon stop",
        ),
        (
            "wevtutil sl Microsoft-Windows-CAPI2/Operational /e:true",
            "wevtutil sl Microsoft-Windows-CAPI2/Operational /e:false",
            "wevtutil sl Application /e:false",
        ),
        (
            audit(MAIN_MODE, "/failure:enable"),
            audit(MAIN_MODE, "/failure:disable"),
            audit(QUICK, "/failure:disable"),
        ),
        (
            audit(MAIN_MODE, "/success:enable /failure:enable"),
            audit(MAIN_MODE, "/success:disable /failure:disable"),
            audit(MAIN_MODE, "/success:disable"),
        ),
        (
            f"{audit(MAIN_MODE, '/failure:enable')}; {audit(QUICK, '/failure:enable')}",
            f"{audit(MAIN_MODE, '/failure:disable')}; {audit(QUICK, '/failure:disable')}",
            audit(MAIN_MODE, "/failure:disable"),
        ),
    ],
)
def test_what_is_switched_on_is_switched_off(
    good: Catalogue, on: str, off: str, other: str
) -> None:
    assert found(good, done(on, undo=off)) == []
    assert found(good, done(on, undo=f"If it was off before: {off}")) == []
    (line,) = found(good, done(on, undo=other))
    assert " stays on: end it in undo" in line


@pytest.mark.parametrize(
    "text",
    [
        # LoggingDisabled
        "Turn collection on from an elevated prompt: netsh wfp set options netevents=on",
        # DropNoResponse
        "Set the filters first: pktmon filter add IKE -i PEER",
    ],
)
def test_what_a_text_switches_on(good: Catalogue, text: str) -> None:
    (line,) = found(good, Step(text))

    assert line.endswith(" stays on: end it in undo")


def test_a_filter_by_port_alone(good: Catalogue) -> None:
    # VpnTimeout
    run = "pktmon filter add IKE -p 500; pktmon filter add NATT -p 4500"

    assert found(good, done(run, undo="pktmon filter remove")) == [
        f"{pitfall.wrong}: {pitfall.right}"
        for pitfall in pitfalls()
        if pitfall.wrong.startswith("a filter by port alone misses later fragments")
    ]


# Texts.


@pytest.mark.parametrize(
    ("name", "longest", "end"), [("hint", 100, ""), ("message", 120, ".")], ids=["hint", "message"]
)
def test_length(good: Catalogue, name: str, longest: int, end: str) -> None:
    fits = "x" * (longest - len(end)) + end

    assert lint(changed(good, "NoAnchor", **{name: fits})) == []
    assert finding(changed(good, "NoAnchor", **{name: "x" + fits})) == (
        f"alpha.toml: NoAnchor: {name}: it has {longest + 1} characters: write at most {longest}"
    )


def test_a_message_is_a_sentence(good: Catalogue) -> None:
    assert finding(changed(good, "NoAnchor", message="No anchor")) == (
        "alpha.toml: NoAnchor: message: it is a sentence: end it with a period"
    )


PHRASES = [
    "Check the parameters and dial again.",
    "Check your settings.",
    "Contact your network administrator.",
    "contact the vendor.",
    "Try again later.",
    "Make sure that everything works.",
    "Verify your configuration.",
    "See that the tunnel is correctly configured.",
    "Something went wrong.",
    "For more information see the manual.",
    "If the problem persists, dial again.",
    "Take the appropriate steps.",
]


@pytest.mark.parametrize("phrase", PHRASES)
@pytest.mark.parametrize("where", ["message", "hint", "description", "fix 1"])
def test_general_phrases(good: Catalogue, phrase: str, where: str) -> None:
    name, value = ("fix", (Step(phrase),)) if where == "fix 1" else (where, phrase)

    line = finding(changed(good, "OldAnchor", **{name: value}))

    assert line.startswith(f"alpha.toml: OldAnchor: {where}: ")
    assert line.endswith("fits any error: say what in particular")


@pytest.mark.parametrize(
    "fine",
    [
        "Check the parameter CertAuthFlags of the RRAS server.",
        "Set the IPsec settings of the profile to AES-256.",
        "Ask the administrator of the peer for its log.",
    ],
)
def test_what_is_particular_passes(good: Catalogue, fine: str) -> None:
    assert lint(changed(good, "OldAnchor", fix=(Step(fine),))) == []


@pytest.mark.parametrize("where", ["message", "hint", "description"])
def test_what_some_consoles_cannot_print(good: Catalogue, where: str) -> None:
    bad = changed(good, "NoAnchor", **{where: "Nothing \u2013 but \u201cthis\u201d."})

    assert finding(bad) == (
        f"alpha.toml: NoAnchor: {where}: '\u2013\u201c\u201d' does not print on every console: "
        "write it in ASCII"
    )


def with_cause(good: Catalogue, **changes: Any) -> Catalogue:
    """Returns the good catalogue with the cause of SlowBeta changed."""
    (cause,) = record(good, "SlowBeta").cause
    return changed(good, "SlowBeta", cause=(evolve(cause, **changes),))


@pytest.mark.parametrize(
    ("word", "text"),
    [
        # CertExpired
        ("never", "The certificate came from a third-party CA and was never renewed"),
        # PasswdExpired
        (
            "every",
            "The VPN or policy server lost its time source, so every client seems to be off.",
        ),
        # AuthFail
        (
            "only",
            "The client dials an IP address that the certificate holds only as an iPAddress name.",
        ),
        ("Always", "Always the same certificate."),
    ],
)
def test_sweeping_words(good: Catalogue, word: str, text: str) -> None:
    check = Step("Look.", sign=text)

    for bad in (with_cause(good, what=text), with_cause(good, check=check)):
        assert finding(bad) == (
            f"beta.toml: SlowBeta: cause 1: {word!r} in {text!r}: state less, or keep it in "
            "sweeping.tsv with the source that carries it"
        )


@pytest.mark.parametrize(
    "text",
    [
        "The connection has leftsendcert=never, or send_cert = never.",
        "An Always On VPN profile dials it.",
        "'Remote access connections (inbound only)' is not ticked.",
        'The log says "only one" of the two\'s names.',
    ],
)
def test_words_that_sweep_nothing(good: Catalogue, text: str) -> None:
    assert lint(with_cause(good, what=text)) == []


def test_a_sweeping_word_that_a_source_carries(good: Catalogue) -> None:
    alpha, beta = good.categories
    (error,) = beta.errors
    (cause,) = error.cause
    for name, text, _ in rows("sweeping.tsv"):
        same = evolve(error, name=name, cause=(evolve(cause, what=text),))
        assert lint(Catalogue((alpha, evolve(beta, errors=(same,))))) == []


LONG = "Read the log of the gateway at the time of the dial and look for the name of the anchor."
RENEW = "Renew it: its time is over since May."


def test_descriptions_that_are_nearly_the_same(good: Catalogue) -> None:
    one = changed(good, "NoAnchor", description=LONG)
    same = changed(one, "OldAnchor", description=LONG.replace("anchor", "Anchor"))

    line = finding(same)
    assert line.startswith("alpha.toml: NoAnchor: description: alike to ")
    assert line.endswith(" with OldAnchor: say what is each one's own, or share a [[family]]")
    assert lint(changed(one, "OldAnchor", description=RENEW)) == []


def test_fixes_that_are_nearly_the_same(good: Catalogue) -> None:
    one = with_cause(good, fix=(Step(LONG),))

    line = finding(changed(one, "OldAnchor", fix=(Step(LONG.replace("anchor", "Anchor")),)))
    assert line.startswith("alpha.toml: OldAnchor: fix: alike to ")
    assert lint(changed(one, "OldAnchor", fix=(Step(RENEW),))) == []


def test_two_causes_of_one_record_may_have_the_same_fix(good: Catalogue) -> None:
    (cause,) = record(good, "SlowBeta").cause
    twice: tuple[Cause, ...] = (cause, evolve(cause, what="A firewall drops fragments."))

    assert lint(changed(good, "SlowBeta", cause=twice)) == []


def test_the_same_message_twice(good: Catalogue) -> None:
    message = record(good, "NoAnchor").message

    assert lint(changed(good, "SlowBeta", message=message)) == [
        "alpha.toml: NoAnchor: message: another record has the same: write its own",
        "beta.toml: SlowBeta: message: another record has the same: write its own",
    ]


@pytest.mark.parametrize(
    "stem", [f"policy_{s}" for s in ("store", "exists", "not_found", "in_use", "pending_deletion")]
)
def test_the_categories_of_the_policy_store_are_alike_by_nature(good: Catalogue, stem: str) -> None:
    alpha, beta = changed(
        changed(good, "NoAnchor", description=LONG), "SlowBeta", description=LONG
    ).categories

    assert len(lint(Catalogue((alpha, beta)))) == 1
    assert lint(Catalogue((alpha, evolve(beta, stem=stem)))) == []


def test_a_finding_is_said_once(good: Catalogue) -> None:
    finding(changed(good, "OldAnchor", fix=(Step("Run Get-VpnMagic, then Get-VpnMagic."),)))


def test_a_family_is_read_too(good: Catalogue) -> None:
    alpha, beta = good.categories
    (family,) = alpha.families
    (cause,) = family.cause
    bad = evolve(cause, fix=(Step("Check your settings."),))
    families = (evolve(family, cause=(bad,)),)

    assert finding(Catalogue((evolve(alpha, families=families), beta))) == (
        "alpha.toml: family chain: cause 1, fix 1: 'Check your settings.' fits any error: "
        "say what in particular"
    )


def test_figures(good: Catalogue) -> None:
    assert figures(good).splitlines() == [
        "3 records (1 documented, 1 reported, 1 inferred)",
        "6 codes, 2 categories",
        "1 questions",
        "3 causes",
        "2 documented and reported records, 0 without a cause",
        "3 of their 3 causes have a check and a fix",
        "11 steps with 7 commands",
        "3 steps say when a change shows, 2 how to undo it",
    ]


def test_figures_count_every_code(good: Catalogue) -> None:
    more = (*record(good, "OldAnchor").codes, Code("windows", 0x80090328, "SEC_E_CERT_EXPIRED"))

    assert "\n7 codes, " in figures(changed(good, "OldAnchor", codes=more))


def test_a_step_without_a_command_has_no_findings() -> None:
    assert list(command_findings(Step("Ask the owner of the CA."))) == []
