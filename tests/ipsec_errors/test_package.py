"""The package itself: its names, and what importing it costs."""

import importlib.metadata
import pickle
import subprocess
import sys

import pytest

import ipsec_errors
from ipsec_errors import catalog
from ipsec_errors._index import MODULE_OF

API = {
    "Answer",
    "Catalog",
    "Cause",
    "CodeEntry",
    "ErrorInfo",
    "Evidence",
    "Finding",
    "FixSide",
    "IPsecIkeError",
    "NotAnIPsecError",
    "Question",
    "Reference",
    "Severity",
    "Space",
    "Step",
    "catalog",
    "find_errors",
    "from_winerror",
    "is_transient",
    "parse_code",
    "preload",
    "raise_for_winerror",
    "translate_errors",
}
NAMES: list[str] = getattr(ipsec_errors, "__all__")  # noqa: B009 (checkers do not see it)


def _run(code: str, *options: str) -> str:
    command = [sys.executable, *options, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_the_public_names() -> None:
    assert set(NAMES) == API | set(MODULE_OF)
    assert dir(ipsec_errors) == sorted(NAMES)
    for name in NAMES:
        assert getattr(ipsec_errors, name) is not None


def test_help_names_pages_in_words() -> None:
    # help() shows the markup of Sphinx as it is written.
    assert not [name for name in API if ":doc:" in (getattr(ipsec_errors, name).__doc__ or "")]


def test_star_import() -> None:
    namespace: dict[str, object] = {}
    exec("from ipsec_errors import *", namespace)
    assert namespace["NoPeerCert"] is ipsec_errors.NoPeerCert
    assert namespace["catalog"] is catalog


@pytest.mark.parametrize("name", ["NoPerCert", "_private", "__wrapped__", "CertRevokd"])
def test_an_unknown_name(name: str) -> None:
    with pytest.raises(AttributeError, match=f"module 'ipsec_errors' has no attribute '{name}'"):
        getattr(ipsec_errors, name)


def test_an_unknown_name_gets_a_near_one_from_python_itself() -> None:
    code = "import ipsec_errors; ipsec_errors.NoPerCert"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert result.stderr.count("NoPeerCert") == 1


def test_a_miss_loads_nothing_costly() -> None:
    code = "import sys, ipsec_errors; hasattr(ipsec_errors, 'x'); print(*sys.modules)"
    assert not {"difflib", "re", "functools"} & set(_run(code, "-I").split())


def test_the_version_is_the_distribution_s() -> None:
    assert ipsec_errors.__version__ == importlib.metadata.version("ipsec-errors")


def test_the_import_reads_one_file_of_ours() -> None:
    loaded = "sorted(m for m in sys.modules if m.startswith('ipsec_errors'))"
    code = f"import ipsec_errors, sys; print(*{loaded})"
    assert _run(code) == "ipsec_errors"


def test_one_translation_loads_one_branch() -> None:
    code = (
        "import ipsec_errors, sys; ipsec_errors.from_winerror(13847);"
        "print(*sorted(m for m in sys.modules if m.startswith('ipsec_errors.errors.')))"
    )
    assert _run(code) == "ipsec_errors.errors.certificate ipsec_errors.errors.credential"


def test_two_threads_load_one_class() -> None:
    code = (
        "import threading, ipsec_errors\n"
        "found = []\n"
        "start = threading.Barrier(8)\n"
        "def get():\n"
        "    start.wait()\n"
        "    found.append(ipsec_errors.NoPeerCert)\n"
        "threads = [threading.Thread(target=get) for _ in range(8)]\n"
        "[t.start() for t in threads]; [t.join() for t in threads]\n"
        "print(len(set(found)))"
    )
    assert _run(code) == "1"


def test_a_pickle_loads_in_a_fresh_process() -> None:
    data = pickle.dumps(ipsec_errors.from_winerror(854, space="ras"))
    assert _run(f"import pickle; print(repr(pickle.loads({data!r})))") == repr(pickle.loads(data))


def test_it_works_optimised() -> None:
    code = "import ipsec_errors as i; print(str(i.from_winerror(13847)), i.NoPeerCert.__doc__)"
    assert (
        _run(code, "-OO") == "[WinError 13847] Peer failed to send valid machine certificate. None"
    )
