"""preload: nothing is left to import, so a process that forks beside a thread cannot hang."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

# What a program does with the library after preload().
EVERYTHING = """
import asyncio, copy, pickle, traceback
import ipsec_errors

def everything():
    catalog, from_winerror = ipsec_errors.catalog, ipsec_errors.from_winerror
    translate_errors = ipsec_errors.translate_errors
    for number, space in ((13847, None), (787, 'ras'), (13846, 'winerrorcodes'), (0x800B0101, None),
                          (13999, None), (623, 'ras')):
        error = from_winerror(number, space=space)
        error.info.to_dict(), error.remediation, type(error).info, str(error), repr(error)
        getattr(error, '__notes__', None), ipsec_errors.is_transient(error)
        traceback.format_exception(error)
        copy.copy(error), copy.deepcopy(error)
        for protocol in range(6):
            pickle.loads(pickle.dumps(error, protocol))
    ipsec_errors.IPsecIkeError.info, ipsec_errors.CertificateError.info
    for info in catalog:
        catalog.get(info.symbol), info.exception().info, info.exception().remediation
    catalog.search('revocation peer'), catalog.search('zzzz'), ipsec_errors.parse_code('0x3617')
    for key in ('nope', 10**5000, 5.0):
        try:
            catalog[key]
        except (KeyError, TypeError):
            pass
    for wrong in (5, 'x', None, OSError(2, 'x'), 10**30):
        try:
            from_winerror(wrong)
        except (TypeError, ipsec_errors.NotAnIPsecError):
            pass
    for number in (5, 13847, 809):
        try:
            ipsec_errors.raise_for_winerror(number)
        except OSError:
            pass

    @translate_errors()
    def plain(): raise ExceptionGroup('x', [OSError(22, 'x', None, 13847)])

    @translate_errors()
    def generator(): yield plain()

    @translate_errors()
    async def coroutine(): plain()

    @translate_errors()
    async def async_generator(): yield plain()

    async def last(): return [item async for item in async_generator()]

    for call in (plain, lambda: [*generator()], lambda: asyncio.run(coroutine()),
                 lambda: asyncio.run(last())):
        try:
            call()
        except ExceptionGroup:
            pass
"""

WATCHED = """
import sys
{everything}
if sys.argv[1] == 'preload':
    ipsec_errors.preload()
asyncio.run(asyncio.sleep(0))  # The first run imports, which is not our doing.
traceback.format_exc()
imported = []
sys.addaudithook(lambda event, args: event == 'import' and imported.append(args[0]))
everything()
print(*imported)
"""


def imported(how: str) -> list[str]:
    """Returns the modules that are imported while a program uses everything."""
    program = WATCHED.format(everything=EVERYTHING)
    done = subprocess.run(
        [sys.executable, "-c", program, how], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    return done.stdout.split()


def test_after_preload_nothing_is_imported() -> None:
    assert imported("preload") == []


def test_without_preload_much_is_imported() -> None:
    names = imported("nothing")

    assert {"attr", "ipsec_errors._info", "ipsec_errors.advice.certificate"} <= set(names)


# A thread loads a module of ours, slowly; meanwhile the process forks, and the child translates.
# The child is ended after some seconds, as a hang cannot be told in another way.
FORKED = """
import os, signal, sys, threading
from importlib.machinery import SourceFileLoader

import ipsec_errors
from ipsec_errors import from_winerror

if sys.argv[1] == 'preload':
    ipsec_errors.preload()

loading, forked = threading.Event(), threading.Event()
run = SourceFileLoader.exec_module

def slow(self, module):
    if module.__name__ == sys.argv[2]:
        loading.set()
        forked.wait(20)
    run(self, module)

SourceFileLoader.exec_module = slow

def use():
    from_winerror(13847).info
    ipsec_errors.catalog.search('revocation')
    ipsec_errors.translate_errors()(len)
    loading.set()  # Nothing had to be loaded.

thread = threading.Thread(target=use)
thread.start()
assert loading.wait(20)
child = os.fork()
if child == 0:
    signal.alarm(int(sys.argv[3]))
    use()
    os._exit(0)
_, status = os.waitpid(child, 0)
forked.set()
thread.join()
print(os.waitstatus_to_exitcode(status))
"""

MODULES = [
    "ipsec_errors.errors.certificate",
    "ipsec_errors._info",
    "ipsec_errors._translate",
]


def child_status(how: str, module: str, seconds: int) -> int:
    # Python 3.12 and later warn about the fork.
    start = [sys.executable, "-W", "ignore::DeprecationWarning", "-c", FORKED]
    command = [*start, how, module, str(seconds)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.stderr == ""
    return int(done.stdout)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="only POSIX has fork")
@pytest.mark.parametrize("module", MODULES)
def test_a_fork_beside_a_thread_does_not_hang_after_preload(module: str) -> None:
    assert child_status("preload", module, 60) == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="only POSIX has fork")
def test_a_fork_while_a_thread_loads_a_module_hangs_without_preload() -> None:
    assert child_status("nothing", MODULES[0], 3) == -signal.SIGALRM
