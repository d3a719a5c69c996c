"""Who gave up, in logs that are text."""

from __future__ import annotations

import pytest

from ipsec_errors import find_errors

TEXT = "Failure Reason:\t\tNegotiation timed out"


def sides(text: str) -> list[str | None]:
    found: list[str | None] = [one.at for one in find_errors(text)]
    # A source that comes line by line gives the same.
    assert [one.at for one in find_errors(text.splitlines())] == found
    return found


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Failure Point: Local", TEXT], ["local"]),
        (["Failure Point: Local", "", TEXT], ["local"]),
        # The nearest one above counts.
        (["Failure Point: Local", "x", "x", "Failure Point: Remote", TEXT], ["peer"]),
        (["Failure Point: Local", *["x" * 80] * 4, TEXT], [None]),
        ([TEXT, "Failure Point: Local"], [None]),
        (["Failure error code:0x000035e9", "Failure point: IPSEC_FAILURE_PEER"], ["peer"]),
        (["Failure error code:0x000035e9", "x" * 1024, "Failure point: IPSEC_FAILURE_ME"], [None]),
        # What stands below the next error belongs to that one.
        (
            [
                "Failure error code:0x000035e9",
                "Failure error code:0x000035ee",
                "Failure point: IPSEC_FAILURE_PEER",
            ],
            [None, "peer"],
        ),
        (
            [
                "Failure error code:0x000035e9 Failure point: IPSEC_FAILURE_ME",
                "Failure error code:0x000035ee Failure point: IPSEC_FAILURE_PEER",
            ],
            ["local", "peer"],
        ),
    ],
)
def test_who_gave_up(lines: list[str], expected: list[str | None]) -> None:
    assert sides("\n".join(lines)) == expected


@pytest.mark.parametrize("shift", [0, 7, 100])
def test_who_gave_up_in_a_source_of_many_blocks(shift: int) -> None:
    points = ["Local", "Remote"] * 2000
    text = (
        "x" * shift
        + "\n"
        + "".join(
            f"Account: {'a' * 40}\nFailure Point:\t{point}\n{TEXT}\n\nKeys: {'k' * 60}\n"
            for point in points
        )
    )

    found = [one.at for one in find_errors(text)]
    assert found == ["local" if point == "Local" else "peer" for point in points]
