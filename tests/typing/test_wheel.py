"""What ships: the files of the wheel and the sdist, their metadata, and that the wheel works."""

from __future__ import annotations

import json
import re
import subprocess
import tarfile
import zipfile
from email.parser import HeaderParser
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import pytest

import ipsec_errors

if TYPE_CHECKING:
    from email.message import Message

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


@pytest.fixture
def wheel(dist: Any) -> zipfile.ZipFile:
    return zipfile.ZipFile(dist.wheel)


@pytest.fixture
def sdist(dist: Any) -> set[str]:
    """Returns the names in the sdist, without its folder."""
    with tarfile.open(dist.sdist) as archive:
        return {name.partition("/")[2] for name in archive.getnames()}


@pytest.fixture
def metadata(wheel: zipfile.ZipFile) -> Message:
    (name,) = (n for n in wheel.namelist() if n.endswith(".dist-info/METADATA"))
    return HeaderParser().parsestr(wheel.read(name).decode("utf-8"))


def sources(*folders: str) -> set[str]:
    """Returns the files of folders of this tree, but for what Python caches."""
    return {
        path.relative_to(ROOT).as_posix()
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


# The wheel.


def test_the_wheel_holds_the_library_and_its_stubs_alone(wheel: zipfile.ZipFile) -> None:
    tops = {PurePosixPath(name).parts[0] for name in wheel.namelist()}

    info = f"ipsec_errors-{ipsec_errors.__version__}.dist-info"
    assert tops == {"ipsec_errors", "ipsec_errors-stubs", info}


def test_the_wheel_holds_every_file_of_both(wheel: zipfile.ZipFile) -> None:
    shipped = {name for name in wheel.namelist() if ".dist-info/" not in name}
    expected = {name.partition("/")[2] for name in sources("src/ipsec_errors")}
    expected |= {name.partition("/")[2] for name in sources("stubs")}

    assert shipped == expected


def test_the_wheel_holds_what_checkers_look_for(wheel: zipfile.ZipFile) -> None:
    assert wheel.read("ipsec_errors/py.typed") == b""
    assert wheel.read("ipsec_errors-stubs/py.typed") == b"partial\n"
    assert b"from ipsec_errors.errors import *" in wheel.read("ipsec_errors-stubs/__init__.pyi")


@pytest.mark.parametrize("part", ["codegen", "data", "tests", ".toml", ".j2", ".md", "pyc"])
def test_the_wheel_holds_none_of(wheel: zipfile.ZipFile, part: str) -> None:
    pattern = re.compile(rf"(^|/){part}(/|$)" if part.isalpha() else rf"{re.escape(part)}$")

    assert [name for name in wheel.namelist() if pattern.search(name)] == []


def test_the_wheel_is_for_every_platform(wheel: zipfile.ZipFile, dist: Any) -> None:
    assert dist.wheel.name == f"ipsec_errors-{ipsec_errors.__version__}-py3-none-any.whl"
    (name,) = (n for n in wheel.namelist() if n.endswith(".dist-info/WHEEL"))
    assert b"Root-Is-Purelib: true" in wheel.read(name)


def test_the_wheel_has_the_licence_and_the_script(wheel: zipfile.ZipFile) -> None:
    info = f"ipsec_errors-{ipsec_errors.__version__}.dist-info"

    assert wheel.read(f"{info}/licenses/LICENSE") == (ROOT / "LICENSE").read_bytes()
    assert wheel.read(f"{info}/entry_points.txt").decode().split("\n")[:2] == [
        "[console_scripts]",
        "ipsec-errors = ipsec_errors.cli:main",
    ]


# The sdist.


def test_the_sdist_holds_what_a_distributor_needs(sdist: set[str]) -> None:
    expected = sources("src", "stubs", "tests")
    expected |= {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md"}

    assert expected - sdist == set()


def test_the_sdist_holds_nothing_of_this_machine(sdist: set[str]) -> None:
    private = re.compile(
        r"(^|/)(\.venv|\.git|\.cache|__pycache__|\..*_cache|dist|build|_build)(/|$)"
    )

    assert [name for name in sdist if private.search(name)] == []


# The metadata.


def test_name_and_version(metadata: Message) -> None:
    assert metadata["Name"] == "ipsec-errors"
    assert metadata["Version"] == ipsec_errors.__version__
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "MIT"
    assert metadata["Summary"]


def test_the_version_stands_in_one_place(project: dict[str, Any]) -> None:
    assert "version" not in project["project"]
    assert project["project"]["dynamic"] == ["version"]


def requirements(metadata: Message) -> dict[str, set[str]]:
    """Returns the names that each extra needs; those of the library itself under an empty name."""
    found: dict[str, set[str]] = {}
    for line in metadata.get_all("Requires-Dist", []):
        extra = re.search(r"extra == ['\"](\w+)['\"]", line)
        name = re.match(r"[A-Za-z0-9._-]+", line)
        assert name
        found.setdefault(extra[1] if extra else "", set()).add(name[0].lower())
    return found


def test_it_needs_two_packages(metadata: Message) -> None:
    assert requirements(metadata)[""] == {"attrs", "typing-extensions"}


def test_extras(metadata: Message) -> None:
    extras = requirements(metadata)

    assert set(metadata.get_all("Provides-Extra", [])) == {"cli", "docs", "test"}
    assert "rich" in extras["cli"]
    assert "pytest" in extras["test"]
    assert "sphinx" in extras["docs"]


def test_classifiers(metadata: Message) -> None:
    given = metadata.get_all("Classifier", [])

    assert "Typing :: Typed" in given
    for version in ("3.11", "3.12", "3.13", "3.14"):
        assert f"Programming Language :: Python :: {version}" in given


def test_the_readme_is_the_description(metadata: Message) -> None:
    assert metadata["Description-Content-Type"] == "text/markdown"
    assert metadata.get_payload() == (ROOT / "README.md").read_text(encoding="utf-8")


# The wheel, installed with nothing else.


def run(python: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [python, "-I", *arguments], capture_output=True, encoding="utf-8", check=False
    )


def test_what_is_installed(fresh: Path) -> None:
    listed = json.loads(run(fresh, "-m", "pip", "list", "--format=json").stdout)
    names = {item["name"].lower().replace("_", "-") for item in listed}

    assert names - {"pip", "setuptools"} == {"ipsec-errors", "attrs", "typing-extensions"}


def test_the_requirements_are_met(fresh: Path) -> None:
    assert run(fresh, "-m", "pip", "check").returncode == 0


def test_it_explains(fresh: Path) -> None:
    done = run(fresh, "-m", "ipsec_errors", "13847")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("NoPeerCert  ERROR_IPSEC_IKE_NO_PEER_CERT\n")


@pytest.mark.parametrize("arguments", [["list", "--json"], ["search", "revocation", "--json"]])
def test_it_prints_json(fresh: Path, arguments: list[str]) -> None:
    assert json.loads(run(fresh, "-m", "ipsec_errors", *arguments).stdout)


def test_the_script_is_there(fresh: Path) -> None:
    (script,) = fresh.parent.glob("ipsec-errors*")

    done = subprocess.run([script, "--version"], capture_output=True, encoding="utf-8", check=False)

    assert done.stdout == f"ipsec-errors {ipsec_errors.__version__}\n"


def test_completion_says_what_it_lacks(fresh: Path) -> None:
    done = run(fresh, "-m", "ipsec_errors", "--print-completion", "bash")

    assert done.returncode == 2
    assert "ipsec-errors[cli]" in done.stderr


def test_a_translation_end_to_end(fresh: Path) -> None:
    program = (
        "import ipsec_errors, traceback\n"
        "error = OSError(22, 'words', None, 13847)\n"
        "try:\n"
        "    with ipsec_errors.translate_errors():\n"
        "        raise error\n"
        "except ipsec_errors.CertificateError as caught:\n"
        "    assert type(caught) is ipsec_errors.NoPeerCert, caught\n"
        "    assert caught.__cause__ is error\n"
        "    assert caught.info == ipsec_errors.catalog[13847]\n"
        "    raise\n"
    )

    done = run(fresh, "-c", program)

    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert lines[-2] == "ipsec_errors.NoPeerCert: [WinError 13847] words"
    assert re.fullmatch(r"Fix: .+ \(python -m ipsec_errors 13847\)", lines[-1])


def test_it_comes_from_the_wheel(fresh: Path) -> None:
    out = run(fresh, "-c", "import ipsec_errors; print(ipsec_errors.__file__)").stdout

    assert Path(out.strip()).is_relative_to(fresh.parent.parent)
