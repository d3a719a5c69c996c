"""Errors that come out of other processes: exit codes, rasdial, workers."""

from __future__ import annotations

import multiprocessing
import pickle
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING

import pytest

from ipsec_errors import (
    AuthFail,
    GeneralProcessingFailure,
    IPsecIkeError,
    NoPeerCert,
    from_winerror,
    raise_for_winerror,
    translate_errors,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    Answers = Callable[..., None]

windows_only = pytest.mark.skipif(
    sys.platform != "win32", reason="needs Windows: elsewhere an exit code has 8 bits"
)


def exit_with(code: int) -> None:
    command = [sys.executable, "-c", f"import sys; sys.exit({code})"]
    with translate_errors():
        subprocess.run(command, check=True)


def carried(error: IPsecIkeError) -> tuple[object, ...]:
    return type(error), str(error), error.code, error.winerror, error.filename, error.__notes__


@windows_only
def test_an_exit_code_is_a_windows_number() -> None:
    with pytest.raises(AuthFail) as caught:
        exit_with(13801)

    assert (caught.value.code, caught.value.space) == (13801, "windows")
    assert isinstance(caught.value.__cause__, subprocess.CalledProcessError)


@windows_only
def test_an_hresult_as_exit_code() -> None:
    """The system makes it unsigned; ``winerror`` has it signed again."""
    with pytest.raises(NoPeerCert) as caught:
        exit_with(-2147011049)

    assert isinstance(caught.value.__cause__, subprocess.CalledProcessError)
    assert caught.value.__cause__.returncode == 0x80073617
    assert (caught.value.code, caught.value.winerror) == (13847, -2147011049)


@windows_only
@pytest.mark.parametrize(
    "code", [1, 787, -2147010025]
)  # 0x80073A17 wraps 14871, which is not IPsec.
def test_other_exit_codes_pass_untouched(code: int) -> None:
    with pytest.raises(subprocess.CalledProcessError) as caught:
        exit_with(code)

    assert caught.value.returncode == code & 0xFFFFFFFF
    assert caught.value.__context__ is None


@windows_only
@pytest.mark.parametrize(
    "command", [["rasdial", "Office"], "rasdial Office", ["RASDIAL.EXE", "Office"]]
)
def test_rasdial_exits_with_a_ras_number(command: str | list[str], rasdial: Answers) -> None:
    rasdial(789)
    with pytest.raises(GeneralProcessingFailure) as caught, translate_errors():
        subprocess.run(command, check=True, capture_output=True)

    assert (caught.value.code, caught.value.space) == (789, "ras")
    assert str(caught.value).startswith("[RAS 789] ")
    original = caught.value.__cause__
    assert isinstance(original, subprocess.CalledProcessError)
    assert b"Remote Access error 789 - " in original.stdout


@windows_only
def test_rasdial_exits_with_an_ike_number(rasdial: Answers) -> None:
    rasdial(13801)
    with pytest.raises(AuthFail) as caught, translate_errors():
        subprocess.run(["rasdial", "Office"], check=True, capture_output=True)

    assert (caught.value.code, caught.value.space) == (13801, "windows")


@windows_only
def test_rasdial_connects(rasdial: Answers) -> None:
    rasdial(0)
    with translate_errors():
        done = subprocess.run(["rasdial", "Office"], check=True, capture_output=True, text=True)

    assert "Successfully connected to Office." in done.stdout


def test_an_error_goes_whole_to_a_spawned_process_and_back() -> None:
    error = from_winerror(787, space="ras")
    error.filename = r"C:\phonebook"
    error.add_note("from this side")
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        came_back = pool.apply(pickle.loads, (pickle.dumps(error),))

    assert carried(came_back) == carried(error)


def test_an_error_raised_in_a_spawned_process_arrives() -> None:
    with multiprocessing.get_context("spawn").Pool(1) as pool, pytest.raises(AuthFail) as caught:
        pool.apply(raise_for_winerror, (787,), {"space": "ras"})

    assert carried(caught.value) == carried(from_winerror(787, space="ras"))


def test_an_error_raised_in_a_process_pool_arrives() -> None:
    with (
        ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool,
        pytest.raises(NoPeerCert) as caught,
    ):
        pool.submit(raise_for_winerror, -2147011049).result()

    assert carried(caught.value) == carried(from_winerror(-2147011049))


def test_what_the_interpreter_prints() -> None:
    """The words of an error that nobody catches, as a person sees them."""
    code = "from ipsec_errors import from_winerror; raise from_winerror(787, space='ras')"
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)

    error = from_winerror(787, space="ras")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-2:] == [
        f"ipsec_errors.AuthFail: [RAS 787] {error.message}",
        f"Fix: {error.hint} (python -m ipsec_errors 787 --space ras)",
    ]
