"""Many threads make the first translations of a process at the same time."""

from __future__ import annotations

import subprocess
import sys

import pytest

THREADS = 64
PROGRAM = f"""\
import sys, threading
sys.path[:0] = {sys.path!r}
from ipsec_errors import from_winerror, translate_errors
from ipsec_errors._codes import signed
from ipsec_errors._index import NUMBERS
numbers = [(n, space) for space, known in NUMBERS.items() for n in known]
start, found = threading.Barrier({THREADS}), []

def work(first):
    seen = {{}}
    start.wait()
    for number, space in numbers[first:] + numbers[:first]:
        try:
            with translate_errors(space=space):
                raise OSError(22, None, None, signed(number))
        except OSError as error:
            seen[number, space] = type(error).__name__, str(error), error.code
    found.append(seen)

sys.setswitchinterval(1e-5)
threads = [threading.Thread(target=work, args=(5 * n,)) for n in range({THREADS})]
for thread in threads: thread.start()
for thread in threads: thread.join()
want = {{}}
for number, space in numbers:
    error = from_winerror(signed(number), space=space)
    want[number, space] = type(error).__name__, str(error), error.code
print(len(found), sum(seen == want for seen in found))
"""


@pytest.mark.parametrize("run", range(2))
def test_threads_that_begin_together_all_get_the_right_errors(run: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [str(THREADS)] * 2
