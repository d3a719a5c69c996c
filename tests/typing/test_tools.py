"""Editors, linters and freezers see the classes, although they load on first use."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import jedi  # type: ignore[import-untyped]
import pytest

import ipsec_errors

pytestmark = pytest.mark.slow

Tool = Callable[..., str]
NAMES = set(dir(ipsec_errors))
CLASSES = {info.name for info in ipsec_errors.catalog}


class TestJedi:
    @pytest.fixture
    def script(
        self, python: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> Callable[[str], jedi.Script]:
        # Processes that run tests at the same time must not share jedi's cache.
        monkeypatch.setattr(jedi.settings, "cache_directory", str(tmp_path / "jedi"))
        environment = jedi.create_environment(str(python), safe=False)
        project = jedi.Project(tmp_path, smart_sys_path=False)

        def script(code: str) -> jedi.Script:
            return jedi.Script(code, project=project, environment=environment)

        return script

    def test_it_completes_every_name(self, script: Callable[[str], jedi.Script]) -> None:
        found = {c.name for c in script("from ipsec_errors import ").complete()}

        assert NAMES - found == set()
        assert len(CLASSES) > 150

    def test_it_completes_a_name_of_the_module(self, script: Callable[[str], jedi.Script]) -> None:
        found = {c.name for c in script("import ipsec_errors\nipsec_errors.NoP").complete()}

        assert found >= {name for name in NAMES if name.startswith("NoP")}

    def test_it_knows_what_a_class_is(self, script: Callable[[str], jedi.Script]) -> None:
        (found,) = script("from ipsec_errors import NoPeerCert").infer()

        assert (found.name, found.type) == ("NoPeerCert", "class")
        assert ipsec_errors.NoPeerCert.message in found.docstring()
        assert found.module_path
        assert Path(found.module_path).name == "certificate.py"

    def test_it_completes_attributes(self, script: Callable[[str], jedi.Script]) -> None:
        code = "from ipsec_errors import NoPeerCert\nNoPeerCert()."
        found = {c.name for c in script(code).complete()}

        assert found >= {"code", "hex", "hint", "remediation", "info", "fix_side", "transient"}

    def test_it_knows_what_comes_back(self, script: Callable[[str], jedi.Script]) -> None:
        code = "from ipsec_errors import from_winerror\nfrom_winerror(13847)"
        found = script(code).infer(2, 3)

        assert "from_winerror" in {f.name for f in found}


class TestPylint:
    GOOD = '''\
"""A user's module."""

import ipsec_errors
from ipsec_errors import CertificateError, NoPeerCert, catalog, from_winerror, translate_errors


@translate_errors()
def dial() -> None:
    """Dials."""
    raise NoPeerCert("none came")


def main() -> str:
    """Runs."""
    try:
        dial()
    except NoPeerCert as error:
        return error.hint + error.info.description
    except CertificateError as error:
        return error.remediation
    except ipsec_errors.TimedOut as error:
        return error.symbol
    return catalog["NoPeerCert"].hint + from_winerror(13847).hint
'''

    @pytest.fixture
    def pylint(self, tool: Tool, tmp_path: Path) -> Callable[..., str]:
        def run(code: str, status: int = 0) -> str:
            path = tmp_path / "user.py"
            path.write_text(code, encoding="utf-8")
            checks = ("--rcfile=", "--disable=all", "--enable=E,F", "--score=n")
            return tool("pylint", *checks, "--persistent=n", path, status=status)

        return run

    def test_it_accepts_what_is_there(self, pylint: Callable[..., str]) -> None:
        assert pylint(self.GOOD) == ""

    def test_it_knows_every_name(self, pylint: Callable[..., str]) -> None:
        names = ", ".join(sorted(NAMES))

        assert pylint(f"from ipsec_errors import ({names})\n") == ""

    def test_it_reports_a_name_that_is_not_there(self, pylint: Callable[..., str]) -> None:
        out = pylint("from ipsec_errors import NoPeerCertt\n", status=2)

        assert "No name 'NoPeerCertt' in module 'ipsec_errors' (no-name-in-module)" in out


FROZEN = """\
import sys

import ipsec_errors
from ipsec_errors import IPsecIkeError, NoPeerCert, catalog, from_winerror, translate_errors

error = from_winerror(-2146762495)
print(type(error).__name__, error.code == 0x800B0101, bool(error.remediation))

try:
    with translate_errors():
        raise OSError(22, "words", None, 13847)
except NoPeerCert as caught:
    print(caught, caught.info.name, caught.__notes__[0][:5])

print(len(catalog), sum(issubclass(info.exception, IPsecIkeError) for info in catalog))
print([info.name for info in catalog.search("revocation peer")][0])
print(len({getattr(ipsec_errors, name) for name in CLASSES}))
print("rich" in sys.modules, "codegen" in sys.modules)
"""


def test_a_frozen_program_finds_everything(tool: Tool, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(FROZEN.replace("CLASSES", repr(sorted(CLASSES))), encoding="utf-8")
    folders = ("--distpath", "dist", "--workpath", "work", "--specpath", "spec")

    tool("PyInstaller", "--onedir", "--noconfirm", "--log-level", "WARN", *folders, program)
    (found,) = (p for p in (tmp_path / "dist/program").iterdir() if p.stem == "program")
    done = subprocess.run([found], capture_output=True, encoding="utf-8", check=False)

    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "CertExpired True True",
        "[WinError 13847] words NoPeerCert Fix: ",
        f"{len(CLASSES)} {len(CLASSES)}",
        "PeerCrlFailed",
        str(len(CLASSES)),
        "False False",
    ]
