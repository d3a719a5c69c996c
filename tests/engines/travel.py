"""Sends findings through a Dask cluster, and fails if they come back changed.

    python travel.py

It runs in the environment of Dask, in a folder with ``logs/HOST/FILE``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ipsec_errors import Finding, find_errors

if TYPE_CHECKING:
    from ipsec_errors._types import FindingDict


def findings(path: str) -> list[Finding]:
    """Returns what a log has, as objects."""
    with Path(path).open("rb") as log:
        return list(find_errors(log))


def dictionaries(found: list[Finding]) -> list[FindingDict]:
    """Returns findings as plain dictionaries."""
    return [finding.to_dict() for finding in found]


def main() -> None:
    """Lets one task find the errors and another one read them, each in a worker."""
    # Only the environment of the lane has it.
    from dask.distributed import Client  # type: ignore[import-not-found,unused-ignore]

    paths = sorted(map(str, Path("logs").glob("*/*")))
    here = [findings(path) for path in paths]
    assert all(here)
    with Client(n_workers=2, threads_per_worker=1, dashboard_address=None) as client:
        objects = client.map(findings, paths)
        rows = client.map(dictionaries, objects)
        assert client.gather(objects) == here
        assert client.gather(rows) == [dictionaries(found) for found in here]
        # The other way: from here to a worker.
        assert client.submit(dictionaries, here[0]).result() == dictionaries(here[0])
    print(f"{sum(map(len, here))} findings came back unchanged")


if __name__ == "__main__":
    main()
