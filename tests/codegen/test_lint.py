"""The checklist over the advice: each rule finds what it is for, and lets good advice pass."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve

from codegen.lint import figures, known_commands, lint
from codegen.model import Catalogue, Code, Step

if TYPE_CHECKING:
    from codegen.model import Error


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


def finding(catalogue: Catalogue) -> str:
    """Returns the only finding."""
    (line,) = lint(catalogue)
    return line


def record(catalogue: Catalogue, name: str) -> Error:
    return next(error for error in catalogue.errors if error.name == name)


def test_good_advice_passes(good: Catalogue) -> None:
    assert lint(good) == []


@pytest.mark.parametrize(
    ("name", "longest", "end"), [("hint", 100, ""), ("message", 120, ".")], ids=["hint", "message"]
)
def test_length(good: Catalogue, name: str, longest: int, end: str) -> None:
    fits = "x" * (longest - len(end)) + end

    assert lint(changed(good, "NoAnchor", **{name: fits})) == []
    assert finding(changed(good, "NoAnchor", **{name: "x" + fits})) == (
        f"alpha.toml: NoAnchor: the {name} has {longest + 1} characters: at most {longest}"
    )


def test_a_message_is_a_sentence(good: Catalogue) -> None:
    assert finding(changed(good, "NoAnchor", message="No anchor")) == (
        "alpha.toml: NoAnchor: the message is a sentence: end it with a period"
    )


@pytest.mark.parametrize("evidence", ["documented", "reported"])
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"remediation": ("One step.",), "family": ""}, "advice needs two remediation steps"),
        ({"causes": ()}, "advice needs causes"),
        ({"diagnosis": (), "family": ""}, "advice needs a diagnosis"),
        ({"references": ()}, "advice needs a reference"),
    ],
)
def test_advice_with_evidence_needs(
    good: Catalogue, evidence: str, changes: dict[str, Any], said: str
) -> None:
    poor = changed(good, "NoAnchor", evidence=evidence, **changes)

    assert finding(poor) == f"alpha.toml: NoAnchor: {evidence} {said}"
    assert lint(changed(poor, "NoAnchor", evidence="inferred")) == []


def test_one_step_may_do_for_a_status(good: Catalogue) -> None:
    poor = changed(good, "NoAnchor", remediation=("One step.",), family="", severity="status")

    assert lint(poor) == []


def test_the_family_counts(good: Catalogue) -> None:
    assert lint(changed(good, "NoAnchor", remediation=("One step.",), diagnosis=())) == []


@pytest.mark.parametrize(
    "phrase",
    [
        "Check the parameters and dial again.",
        "Check your settings.",
        "Contact your network administrator.",
        "contact the vendor",
        "Try again later",
        "Make sure that everything works.",
        "Verify your configuration.",
        "See that the tunnel is correctly configured.",
        "Something went wrong.",
        "For more information see the manual.",
        "If the problem persists, dial again.",
        "Take the appropriate steps.",
    ],
)
@pytest.mark.parametrize("where", ["message", "hint", "description", "causes", "remediation"])
def test_general_phrases(good: Catalogue, phrase: str, where: str) -> None:
    text = phrase.rstrip(".") + "."
    value = {
        "causes": (text,),
        "remediation": (text, "Dial again."),
    }.get(where, text)

    line = finding(changed(good, "NoAnchor", **{where: value}))

    assert line.startswith(f"alpha.toml: NoAnchor: {where}: ")
    assert line.endswith("fits any error: say what in particular")


def test_general_phrases_in_a_diagnosis(good: Catalogue) -> None:
    bad = changed(good, "NoAnchor", diagnosis=(Step("Check the settings."),))

    assert finding(bad).startswith("alpha.toml: NoAnchor: diagnosis: 'Check the settings.'")


@pytest.mark.parametrize("where", ["message", "hint", "description"])
def test_what_some_consoles_cannot_print(good: Catalogue, where: str) -> None:
    bad = changed(good, "NoAnchor", **{where: "Nothing \u2013 but \u201cthis\u201d."})

    assert finding(bad) == (
        f"alpha.toml: NoAnchor: {where}: '\u2013\u201c\u201d' does not print on every console: "
        "write it in ASCII"
    )


@pytest.mark.parametrize(
    "fine",
    [
        "Check the parameter CertAuthFlags of the RRAS server.",
        "Set the IPsec settings of the profile to AES-256.",
        "Ask the administrator of the peer for its log.",
    ],
)
def test_what_is_particular_passes(good: Catalogue, fine: str) -> None:
    assert lint(changed(good, "NoAnchor", remediation=(fine, "Dial again."))) == []


def test_a_cmdlet_that_does_not_exist(good: Catalogue) -> None:
    bad = changed(good, "NoAnchor", remediation=("Run Get-VpnMagic there.", "Dial again."))

    assert finding(bad) == (
        "alpha.toml: NoAnchor: remediation: 'Get-VpnMagic' is in no list of real commands "
        "(src/codegen/commands.txt)"
    )


@pytest.mark.parametrize(
    "run",
    [
        "ipsecmagic /all",
        "C:\\Windows\\System32\\ipsecmagic.exe",
        "certutil -store My | ipsecmagic",
        "certutil -store My; ipsecmagic",
        "certutil -store My && ipsecmagic",
    ],
)
def test_a_tool_that_does_not_exist(good: Catalogue, run: str) -> None:
    line = finding(changed(good, "NoAnchor", diagnosis=(Step("Run it.", run),)))

    assert line.startswith("alpha.toml: NoAnchor: diagnosis: ")
    assert "ipsecmagic" in line
    assert line.endswith("is in no list of real commands (src/codegen/commands.txt)")


@pytest.mark.parametrize(
    "run",
    [
        "certutil -verify -urlfetch C:\\temp\\peer.cer",
        "netsh wfp show netevents file=-",
        "get-vpnconnection | format-list",
        "Get-WinEvent -FilterHashtable @{LogName='Application'; ProviderName='RasClient'}",
        "Get-ChildItem Cert:\\LocalMachine\\My | Where-Object { $_.HasPrivateKey; $_.Subject }",
        "certlm.msc",
        "C:\\Windows\\System32\\certutil.exe -store My",
    ],
)
def test_real_commands_pass(good: Catalogue, run: str) -> None:
    assert lint(changed(good, "NoAnchor", diagnosis=(Step("Run it.", run),))) == []


def test_the_list_of_commands_holds_names_alone() -> None:
    names = known_commands()

    assert {"get-vpnconnection", "certutil", "netsh"} <= names
    assert not [name for name in names if name != name.strip().lower() or " " in name]


LONG = "Read the log of the gateway at the time of the dial and look for the name of the anchor."


@pytest.mark.parametrize("what", ["remediation", "description"])
def test_advice_that_is_nearly_the_same(good: Catalogue, what: str) -> None:
    def value(text: str) -> Any:
        return (text, "Dial.") if what == "remediation" else text

    one = changed(good, "NoAnchor", **{what: value(LONG)})
    same = changed(one, "OldAnchor", **{what: value(LONG.replace("anchor", "Anchor"))})
    other = changed(one, "OldAnchor", **{what: value("Renew it: its time is over since May.")})

    line = finding(same)
    assert line.startswith(f"NoAnchor and OldAnchor: {what} alike to ")
    assert line.endswith("say what is each one's own, or share a [[family]]")
    assert lint(other) == []


def test_what_a_family_says_is_not_compared(good: Catalogue) -> None:
    both = changed(good, "OldAnchor", family="anchors")

    assert lint(both) == []


def test_the_same_message_twice(good: Catalogue) -> None:
    message = record(good, "NoAnchor").message

    assert finding(changed(good, "SlowBeta", message=message)) == (
        f"the message {message!r} stands in 2 records"
    )


@pytest.mark.parametrize(
    "stem", [f"policy_{s}" for s in ("store", "exists", "not_found", "in_use", "pending_deletion")]
)
def test_the_families_of_the_policy_store_are_alike_by_nature(good: Catalogue, stem: str) -> None:
    alpha, beta = changed(
        changed(good, "NoAnchor", description=LONG), "SlowBeta", description=LONG
    ).categories

    assert len(lint(Catalogue((alpha, beta)))) == 1
    assert lint(Catalogue((alpha, evolve(beta, stem=stem)))) == []


def test_a_finding_is_said_once(good: Catalogue) -> None:
    text = "Run Get-VpnMagic, then Get-VpnMagic."

    finding(changed(good, "NoAnchor", remediation=(text, "Dial again.")))


def test_figures(good: Catalogue) -> None:
    assert figures(good) == (
        "3 records (1 documented, 0 reported, 2 inferred), 6 codes, 2 categories; "
        "1 records carry a command in their diagnosis"
    )


def test_figures_count_every_code(good: Catalogue) -> None:
    more = (*record(good, "OldAnchor").codes, Code("windows", 0x80090328, "SEC_E_CERT_EXPIRED"))

    assert ", 7 codes, " in figures(changed(good, "OldAnchor", codes=more))
