"""The workflows: actions fixed by commit, no kept credentials, few permissions, a clean build."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[1] / ".github"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="not in the source distribution")
WORKFLOWS = sorted((FOLDER / "workflows").glob("*.yml"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
class TestEveryWorkflow:
    def test_every_action_is_fixed_by_commit(self, path: Path) -> None:
        used = re.findall(r"uses: *(\S+)(.*)", path.read_text("utf-8"))
        assert used
        loose = [
            name
            for name, version in used
            if not re.search(r"@[0-9a-f]{40}$", name) or not re.fullmatch(r" # v[\d.]+", version)
        ]
        assert loose == []

    def test_no_checkout_keeps_the_token(self, path: Path) -> None:
        text = path.read_text("utf-8")
        assert text.count("actions/checkout@") == text.count("persist-credentials: false")

    def test_the_default_permissions_are_the_least(self, path: Path) -> None:
        (line,) = re.findall(r"^permissions:(.*(?:\n  .*)*)", path.read_text("utf-8"), re.MULTILINE)
        assert line.split() in (["{}"], ["contents:", "read"])


def _job(name: str) -> str:
    text = (FOLDER / "workflows" / "release.yml").read_text("utf-8")
    found: str
    (found,) = re.findall(rf"^  {name}:\n((?:    .*\n)+)", text, re.MULTILINE)
    return found


def test_the_build_installs_the_builder_alone() -> None:
    job = _job("build")
    installs = re.findall(r"pip install (.*)", job)
    assert installs == ["--require-hashes --only-binary :all: -r .github/build-requirements.txt"]
    assert "id-token" not in job


def test_the_builder_is_fixed_by_version_and_hash() -> None:
    lines = (FOLDER / "build-requirements.txt").read_text("utf-8").splitlines()
    required = [line for line in lines if not line.startswith("#")]
    assert required[0].startswith("hatchling==")
    assert all(re.fullmatch(r"[\w-]+==[\d.]+ --hash=sha256:[0-9a-f]{64}", r) for r in required)


def test_only_the_job_that_publishes_can_sign() -> None:
    assert "id-token: write" in _job("publish")
    assert "attest-build-provenance" in _job("publish")
    assert "run:" not in _job("publish")
    assert "write" not in _job("check") + _job("build")
