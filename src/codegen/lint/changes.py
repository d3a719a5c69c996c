"""Checks that a step which changes something states the effect and how to undo it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import frozen

from codegen.lint.commandline import BrokenError, Command, read_commands
from codegen.lint.commands import tool_name
from codegen.model import Step


@frozen
class Change:
    """Whether a change can be undone, and whether it disconnects someone."""

    undone: bool = True
    cuts: bool = False


_CHANGING_VERBS = re.compile(
    r"(Add|Approve|Clear|Connect|Copy|Disable|Disconnect|Enable|Import|Install|Invoke|Move|New|Register|Remove"
    r"|Rename|Repair|Reset|Restart|Resume|Set|Start|Stop|Suspend|Sync|Uninstall|Unlock|Unregister|Update)-"
)
# These create an object in memory, wait, or read.
_CHANGE_NOTHING = re.compile(
    r"New-NetIPsec(Auth|MainModeCrypto|QuickModeCrypto)Proposal|New-VpnTrafficSelector"
    r"|New-EapConfiguration|New-TimeSpan|New-Object|Set-Location|Start-Sleep|Invoke-WebRequest"
)
_CUTTING_SERVICES = r"(RemoteAccess|IKEEXT|RasMan|BFE|PolicyAgent)\b"

# The first matching pattern applies.
_CMDLETS = (
    (rf"(Restart|Stop)-Service .*{_CUTTING_SERVICES}", Change(undone=False, cuts=True)),
    (r"(Restart|Stop)-Computer", Change(undone=False, cuts=True)),
    (r"Remove-NetIPsec(Main|Quick)ModeSA|Disconnect-", Change(undone=False, cuts=True)),
    (r"(Restart|Clear|Reset|Repair|Sync|Update|Stop)-", Change(undone=False)),
    (r"Unlock-ADAccount|Set-ADAccountPassword|Invoke-GPUpdate", Change(undone=False)),
    (r"Test-ComputerSecureChannel .*-Repair", Change(undone=False)),
    (r"Get-Certificate\b", Change()),
)
_TOOLS = (
    (r"netsh (wfp capture|trace) stop|pktmon (stop|filter remove)", None),
    (r"netsh (?!.*\bshow\b).*\bdelete (mm|qm)sa\b", Change(undone=False, cuts=True)),
    (r"netsh (?!.*\bshow\b).*\b(set|add|delete|reset|start|import)\b", Change()),
    (r"certutil (?!.*-delreg).*-(pulse|repairstore|crl)\b", Change(undone=False)),
    (r"certutil .*-urlcache .*\bdelete\b", Change(undone=False)),
    (
        r"certutil .*-(setreg|delreg|addstore|delstore|importpfx|dspublish|delkey|revoke)\b",
        Change(),
    ),
    (r"reg (add|delete|import)\b", Change()),
    (r"auditpol /(set|restore|clear|remove)\b", Change()),
    (r"wevtutil (sl|set-log|cl|clear-log)\b", Change()),
    (rf"(sc|net) stop .*{_CUTTING_SERVICES}", Change(undone=False, cuts=True)),
    (r"sc (config|start|stop|delete|failure)\b|net (start|stop)\b|net user .*/active", Change()),
    (r"pktmon (start|filter add|unload)\b|logman (create|start|stop|update|delete)\b", Change()),
    (r"w32tm /config|setspn -[SAD]\b|ipconfig /(release|renew)|route (add|delete)\b", Change()),
    (r"rasdial .*/disconnect|rasphone -h", Change(cuts=True)),
    (r"w32tm /resync|klist .*\bpurge|gpupdate|ipconfig /flushdns", Change(undone=False)),
    (r"sfc /scannow|dism .*/restorehealth|nltest /sc_reset", Change(undone=False)),
    (r"systemctl (restart|stop) .*(strongswan|ipsec)", Change(undone=False, cuts=True)),
    (r"systemctl (start|enable|disable|mask|unmask)\b", Change()),
    (r"systemctl (restart|stop|reload)\b", Change(undone=False)),
    (r"swanctl --(terminate|rekey|reload-settings)\b", Change(undone=False, cuts=True)),
    (r"swanctl --(load-\w+|initiate|install|uninstall|flush-certs)\b", Change()),
    (r"ipsec (restart|stop|reload)\b", Change(undone=False, cuts=True)),
    (r"ipsec (auto )?(--)?(add|delete|replace|up|down|update|rereadsecrets|rereadall)\b", Change()),
    (r"ipsec (import\b|certutil .*-[AD]\b|start\b|whack (?!--status))", Change()),
    (r"iptables .*-[AID] |nft (add|delete|insert)\b|sysctl -w|sed (.* )?-i", Change()),
    (r"ip (link|addr|route|xfrm \w+) (set|add|del|flush)|update-crypto-policies --set", Change()),
    (r"timedatectl set-|chronyc makestep", Change()),
)

# Changes that need no elevated prompt: those of the user's own settings, and those for which a
# domain controller or Azure checks the rights.
_PLAIN = re.compile(
    r"Set-VpnConnection(?!.*-AllUserConnection)|Clear-DnsClientCache|(Add|Enable|Remove|Set|Unlock)-A[DZ]"
    r"|.*(-user\b|CurrentUser)|rasdial|rasphone|gpupdate|klist(?!.*-li)|setspn|ipconfig",
    re.IGNORECASE,
)

# What switches something on, and what switches it off again. {} is the group of the first pattern,
# such as the name of a log.
_SWITCHES = (
    (r"netsh wfp capture start", r"netsh wfp capture stop"),
    (r"netsh wfp set options netevents=on", r"netsh wfp set options netevents=off"),
    (r"netsh trace start", r"netsh trace stop"),
    (r"netsh ras set tracing (\S+) enabled", r"netsh ras set tracing {} disabled"),
    (r"pktmon start", r"pktmon stop"),
    (r"pktmon filter add", r"pktmon filter remove"),
    (
        r"wevtutil (?:sl|set-log) (\S+) .*?/e(?:nabled)?:true",
        r"wevtutil (sl|set-log) {} .*/e\w*:false",
    ),
    (r"logman (?:start|create \w+) (\S+)", r"logman stop {}"),
    (r"Start-NetEventSession(?: -Name)? (\S+)", r"Stop-NetEventSession( -Name)? {}"),
    (r"-Log(Blocked|Allowed|Ignored) True", r"-Log{} (False|NotConfigured)"),
    (
        r"(Enable\w*Tracing)\b.*(?:/d|-Value) 1",
        r"{}\b.*((/d|-Value) 0|delete|Remove-)|(delete|Remove-).*{}",
    ),
)
_AUDIT = re.compile(r"auditpol /set .*?(?=auditpol|;|$)")


def change(command: Command) -> Change | None:
    """Returns the change that a command makes, or None."""
    text = str(command)
    if re.match(r"\w+-[A-Z]", command.name):
        if _CHANGE_NOTHING.match(text):
            return None
        for pattern, found in _CMDLETS:
            if re.match(pattern, text):
                return found
        return Change() if _CHANGING_VERBS.match(text) else None
    text = " ".join((tool_name(command.name), *command.words))
    for pattern, known in _TOOLS:
        if re.match(pattern, text, re.IGNORECASE):
            return known
    return None


def change_findings(step: Step) -> Iterator[str]:
    """Yields what a step does not state about the changes of its command."""
    yield from _left_on(step)
    try:
        commands = read_commands(step.run, step.shell)
    except BrokenError:
        return  # command_findings reports it.
    for command in commands:
        found = change(command)
        if not found:
            continue
        if not step.effect:
            yield f"{command} changes something: say in effect when that shows"
        if found.undone and not step.undo:
            yield f"{command} can be undone: say in undo how"
        if not step.elevated and not _PLAIN.match(str(command)):
            yield f"{command} needs an elevated prompt: write elevated = true"
        if found.cuts and not step.disconnects:
            yield f"{command} cuts connections: say in disconnects whose"


def restart_findings(fix: tuple[Step, ...]) -> Iterator[tuple[int, str]]:
    """Yields the number of each step whose effect needs a restart that disconnects someone."""
    for n, step in enumerate(fix, 1):
        restart = re.match(
            rf"after a restart of ({_CUTTING_SERVICES}|strongswan|ipsec)", step.effect
        )
        # The restart may be a later step.
        if restart and not any(later.disconnects for later in fix[n - 1 :]):
            yield n, f"a restart of {restart[1]} cuts connections: say in disconnects whose"


def _left_on(step: Step) -> Iterator[str]:
    for text in (step.run, step.text):
        off = step.undo if text == step.run else f"{step.undo} {step.text} {step.sign}"
        for on_pattern, off_pattern in _SWITCHES:
            for on in re.finditer(on_pattern, text):
                group = re.escape(on[1]) if on.groups() else ""
                if not re.search(off_pattern.replace("{}", group), off):
                    yield f"'{on[0]}' stays on: end it in undo"
        for audit in _AUDIT.findall(text):
            guids = re.findall(r"\{[0-9A-F-]+\}", audit, re.IGNORECASE)
            for flag in re.findall(r"/(success|failure):enable", audit):
                ends = [a for a in _AUDIT.findall(off) if f"/{flag}:disable" in a]
                if not all(any(guid in end for end in ends) for guid in guids) or not guids:
                    yield f"the audit of {flag} stays on: end it in undo with /{flag}:disable"
