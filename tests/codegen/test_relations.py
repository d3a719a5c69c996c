"""Who has to act, and how sure the advice is, follow from the causes of a record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve

pytest.importorskip("cattrs", reason="the generator needs it")
pytest.importorskip("codegen", reason="the generator does not ship")

from codegen.model import Advice, CatalogueError, Cause, Step
from codegen.relations import checked, evidence_of, fix_side_of

if TYPE_CHECKING:
    from codegen.model import Catalogue, Category


def causes(*kinds: tuple[str, str]) -> tuple[Cause, ...]:
    """Returns a cause for each machine and evidence."""
    check, fix = Step("Look.", sign="It is old."), (Step("Renew it."),)
    return tuple(
        Cause("It is old.", at, check, fix, evidence, ("timers",))  # type: ignore[arg-type]
        for at, evidence in kinds
    )


def at(*machines: str) -> Advice:
    return Advice(name="x", cause=causes(*((machine, "documented") for machine in machines)))


@pytest.mark.parametrize(
    ("raised_on", "machines", "side"),
    [
        ("client", ["client"], "local"),
        ("client", ["server"], "peer"),
        ("client", ["nps"], "peer"),
        ("client", ["ca"], "peer"),
        ("client", ["dc"], "peer"),
        ("client", ["gateway"], "peer"),
        ("client", ["network"], "network"),
        ("client", ["both"], "either"),
        ("client", ["server", "nps", "ca"], "peer"),
        ("client", ["client", "server"], "either"),
        ("client", ["network", "client"], "either"),
        ("client", ["network", "network"], "network"),
        ("server", ["server"], "local"),
        ("server", ["client"], "peer"),
        ("host", ["host"], "local"),
        ("host", ["peer"], "peer"),
        ("host", ["client"], "either"),
        ("host", ["server"], "either"),
        ("host", ["host", "peer"], "either"),
        ("host", [], None),
    ],
)
def test_who_has_to_act(raised_on: str, machines: list[str], side: str | None) -> None:
    assert fix_side_of(at(*machines), raised_on) == side


@pytest.mark.parametrize(
    ("kinds", "weakest"),
    [
        (["documented"], "documented"),
        (["documented", "reported"], "reported"),
        (["inferred", "documented", "reported"], "inferred"),
        ([], None),
    ],
)
def test_a_record_is_as_sure_as_its_weakest_cause(kinds: list[str], weakest: str | None) -> None:
    advice = Advice(name="x", cause=causes(*(("client", kind) for kind in kinds)))

    assert evidence_of(advice) == weakest


def with_beta(good: Catalogue, **changes: Any) -> tuple[Category, Category]:
    """Returns the good categories with SlowBeta changed; without causes it cites nothing."""
    alpha, beta = good.categories
    error = evolve(beta.errors[0], **changes)
    return alpha, evolve(beta, errors=(error,), references=beta.references if error.cause else {})


NONE = {"cause": (), "evidence": "inferred"}


@pytest.mark.parametrize(
    ("wrong", "changes", "said"),
    [
        (
            "NoPeerCert: for the peer to mend, with causes in the stores of this machine",
            {"raised_on": "host", "fix_side": "peer"}
            | {"cause": causes(("peer", "documented"), ("host", "documented"))},
            "fix_side is 'peer', but its causes say 'either': correct either",
        ),
        (
            "TimedOut, VpnTimeout: for the network to mend, with causes on the two ends",
            {"raised_on": "client", "fix_side": "network"}
            | {"cause": causes(("network", "documented"), ("server", "documented"))},
            "fix_side is 'network', but its causes say 'either': correct either",
        ),
        (
            "DropNoResponse: documented, with causes that only reports name",
            {"cause": causes(("network", "documented"), ("network", "reported"))},
            "evidence is 'documented', but its causes say 'reported': correct either",
        ),
        (
            "QmLimit, CoexistenceSuppress, PolicyChange: errors that nobody has to act on",
            NONE | {"fix_side": "none", "severity": "error", "fix": (Step("Wait."),)},
            "an error that nobody has to act on: it is a status",
        ),
        (
            "none, with a cause",
            {"fix_side": "none"},
            "fix_side is 'none', but its causes say 'network': correct either",
        ),
        (
            "documented by nothing",
            NONE | {"evidence": "documented", "fix": (Step("Wait."),)},
            "documented without a source: name one in sources",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and ":" in value else "",
)
def test_what_does_not_follow_is_refused(
    good: Catalogue, wrong: str, changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(CatalogueError) as caught:
        checked(with_beta(good, **changes))

    assert str(caught.value) == f"beta.toml: error SlowBeta: {said}"


def test_a_status_without_causes_may_ask_nothing_of_anybody(good: Catalogue) -> None:
    checked(with_beta(good, **NONE, fix_side="none", severity="status"))
