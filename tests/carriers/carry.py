"""Carries every class and the samples with one carrier: ``python carry.py CARRIER FOLDER``.

Prints JSON: ``classes`` (what arrived of every class that was returned) and ``raised`` (what
arrived of each sample that was raised). run.py starts it in the environment with the packages.
"""

from __future__ import annotations

import asyncio
import json
import os
import pickle
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.carriers.things import SAMPLES, Shown, every_class, fail, shown

Arrived = dict[str, Any]
ROOT = Path(__file__).resolve().parents[2]


def _arrived(call: Callable[..., Any]) -> Arrived:
    """Collects what ``call(function, *arguments)`` gives and raises."""
    raised: dict[str, Shown] = {}
    for name in SAMPLES:
        try:
            call(fail, name)
        except Exception as error:
            raised[name] = shown(error)
    return {"classes": [shown(error) for error in call(every_class)], "raised": raised}


def _pool(method: str) -> Arrived:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return _arrived(lambda *work: pool.submit(*work).result())


def pool_spawn(folder: Path) -> Arrived:
    """A ProcessPoolExecutor whose workers are new processes."""
    return _pool("spawn")


def pool_fork(folder: Path) -> Arrived:
    """A ProcessPoolExecutor whose workers are forked."""
    return _pool("fork")


def pool_forkserver(folder: Path) -> Arrived:
    """A ProcessPoolExecutor whose workers are forked from a server."""
    return _pool("forkserver")


def loky(folder: Path) -> Arrived:
    """The executor of joblib."""
    executor: Any = import_module("loky").get_reusable_executor(max_workers=1)

    with executor as pool:
        return _arrived(lambda *work: pool.submit(*work).result())


def _pickler(name: str) -> Arrived:
    """Another process pickles, this one unpickles."""
    made = subprocess.run(
        [sys.executable, __file__, "--write", name], stdout=subprocess.PIPE, check=True
    ).stdout
    classes, raised = import_module(name).loads(made)
    return {
        "classes": [*map(shown, classes)],
        "raised": {name: shown(error) for name, error in raised.items()},
    }


def _write(name: str) -> None:
    errors = every_class(), {name: make() for name, make in SAMPLES.items()}
    sys.stdout.buffer.write(import_module(name).dumps(errors))


def cloudpickle(folder: Path) -> Arrived:
    """The pickler of PySpark and Ray, from one process to another."""
    return _pickler("cloudpickle")


def dill(folder: Path) -> Arrived:
    """The pickler of pathos, from one process to another."""
    return _pickler("dill")


def dask(folder: Path) -> Arrived:
    """A cluster of one worker process."""
    distributed: Any = import_module("distributed")

    options = {"n_workers": 1, "threads_per_worker": 1, "dashboard_address": None}
    with (
        distributed.LocalCluster(processes=True, local_directory=str(folder), **options) as cluster,
        distributed.Client(cluster) as client,
    ):
        return _arrived(lambda *work: client.submit(*work, pure=False).result())


def ray(folder: Path) -> Arrived:
    """A local cluster of one worker."""
    library: Any = import_module("ray")

    library.init(num_cpus=1, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    remote = library.remote(_call)
    try:
        return _arrived(lambda *work: library.get(remote.remote(*work)))
    finally:
        library.shutdown()


def _call(function: Any, *arguments: Any) -> Any:
    return function(*arguments)


_CELERY = """\
from celery import Celery
from tests.carriers.things import every_class, fail, fail_as

app = Celery("app", broker="filesystem://", backend="file://{folder}/results")
app.conf.update(
    broker_transport_options={{
        "data_folder_in": "{folder}/queue", "data_folder_out": "{folder}/queue",
        "control_folder": "{folder}/control",
    }},
    task_serializer="{serializer}", result_serializer="{serializer}",
    accept_content=["{serializer}"], result_accept_content=["{serializer}"],
    worker_send_task_events=False, broker_connection_retry_on_startup=True,
)
fail = app.task(name="fail")(fail)
fail_as = app.task(name="fail_as")(fail_as)
every_class = app.task(name="every_class")(every_class)
"""


def _celery(folder: Path, serializer: str) -> Arrived:
    for name in ("queue", "control", "results"):
        (folder / name).mkdir()
    program = folder / "celery_app.py"
    program.write_text(_CELERY.format(folder=folder, serializer=serializer), encoding="utf-8")
    sys.path.insert(0, str(folder))
    app: Any = import_module("celery_app").app

    command = (
        *(sys.executable, "-m", "celery", "-A", "celery_app", "worker", "--pool", "solo"),
        *("--without-gossip", "--without-mingle", "--without-heartbeat"),
    )
    worker = subprocess.Popen(
        command,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        # As root Celery refuses pickle without it. All messages here come from this process.
        env=os.environ | {"C_FORCE_ROOT": "1"},
    )
    try:

        def call(function: Any, *arguments: Any) -> Any:
            if serializer == "json" and function is every_class:
                # JSON has no form for an exception that is returned as a value.
                sent = [app.tasks["fail_as"].delay(place) for place in range(len(every_class()))]
                return [one.get(timeout=120, interval=0.05, propagate=False) for one in sent]
            sent = app.tasks[function.__name__].delay(*arguments)
            return sent.get(timeout=120, interval=0.05)

        return _arrived(call)
    finally:
        worker.terminate()
        worker.wait()


def celery_pickle(folder: Path) -> Arrived:
    """A worker process, a broker of files, and pickle."""
    return _celery(folder, "pickle")


def celery_json(folder: Path) -> Arrived:
    """A worker process, a broker of files, and JSON, which rebuilds an error from its args."""
    return _celery(folder, "json")


def pyspark(folder: Path) -> Arrived:
    """Errors that a job returns; those that it raises come as text inside Spark's own error."""
    sql: Any = import_module("pyspark.sql")

    session = (
        sql.SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.local.dir", str(folder))
        .config("spark.sql.warehouse.dir", str(folder / "warehouse"))
        .getOrCreate()
    )
    context = session.sparkContext

    def call(function: Any, *arguments: Any) -> Any:
        return context.parallelize([0], 1).map(lambda _: function(*arguments)).collect()[0]

    try:
        return _arrived(call)
    finally:
        session.stop()


def asyncio_cancellation(folder: Path) -> Arrived:
    """Task groups of asyncio: the first failure cancels the other task, which is let go."""

    def call(function: Any, *arguments: Any) -> Any:
        async def work() -> Any:
            from ipsec_errors import translate_errors

            async def waits() -> None:
                async with translate_errors():
                    await asyncio.sleep(60)

            async with translate_errors(), asyncio.TaskGroup() as group:
                other = group.create_task(waits())
                await asyncio.sleep(0)
                result = group.create_task(_async(function, *arguments))
                while not result.done():
                    await asyncio.sleep(0)
                other.cancel()
            assert other.cancelled()
            return result.result()

        return _only(lambda: asyncio.run(work()))

    return _arrived(call)


def trio_cancellation(folder: Path) -> Arrived:
    """Nurseries of trio: the first failure cancels the other task, which is let go."""
    trio: Any = import_module("trio")

    return _arrived(lambda *work: _only(lambda: trio.run(_in_group, trio.open_nursery, *work)))


def anyio_cancellation(folder: Path) -> Arrived:
    """Task groups of anyio, on trio."""
    anyio: Any = import_module("anyio")

    def call(*work: Any) -> Any:
        run = anyio.run
        return _only(lambda: run(_in_group, anyio.create_task_group, *work, backend="trio"))

    return _arrived(call)


async def _in_group(open_group: Any, function: Any, *arguments: Any) -> Any:
    from ipsec_errors import translate_errors

    let_go: list[str] = []
    results: list[Any] = []

    async def waits() -> None:
        trio: Any = import_module("trio")
        try:
            async with translate_errors():
                await trio.sleep(60)
        except trio.Cancelled:
            let_go.append("cancelled")
            raise

    async def works() -> None:
        trio: Any = import_module("trio")
        await trio.sleep(0.01)  # The other task is to wait already.
        results.append(await _async(function, *arguments))
        group.cancel_scope.cancel()

    try:
        async with translate_errors(), open_group() as group:
            group.start_soon(waits)
            group.start_soon(works)
    finally:
        assert let_go == ["cancelled"]
    return results[0]


async def _async(function: Any, *arguments: Any) -> Any:
    return function(*arguments)


def _only(call: Callable[[], Any]) -> Any:
    """Calls, and raises the only error of a group."""
    try:
        return call()
    except BaseExceptionGroup as group:
        (error,) = group.exceptions
    raise error


_INTERPRETER = """\
import pickle, sys
sys.path[:0] = {path!r}
from tests.carriers.things import SAMPLES, every_class
with open({file!r}, "wb") as file:
    pickle.dump((every_class(), {{name: make() for name, make in SAMPLES.items()}}), file)
"""


def subinterpreter(folder: Path) -> Arrived:
    """Another interpreter in this process, which has its own lock and modules."""
    interpreters: Any = import_module("_interpreters")

    file = folder / "errors.pickle"
    path = [p for p in sys.path if p]
    made = interpreters.create()
    failure = interpreters.run_string(made, _INTERPRETER.format(path=path, file=str(file)))
    assert failure is None, failure
    interpreters.destroy(made)
    classes, raised = pickle.loads(file.read_bytes())
    return {
        "classes": [*map(shown, classes)],
        "raised": {name: shown(error) for name, error in raised.items()},
    }


def flags(folder: Path) -> Arrived:
    """The interpreter as it was started: -O, -OO, -bb or -X dev."""
    return _arrived(lambda function, *work: pickle.loads(pickle.dumps(function(*work))))


def zipimport(folder: Path) -> Arrived:
    """The library in a zip file."""
    archive = folder / "library.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for path in sorted((ROOT / "src" / "ipsec_errors").rglob("*.py")):
            file.write(path, path.relative_to(ROOT / "src"))
    program = (
        f"import sys; sys.path.insert(0, {str(archive)!r})\n"
        "import ipsec_errors; assert '.zip' in ipsec_errors.__file__\n"
        "import pickle; from tests.carriers import carry\n"
        "import json; print(json.dumps(carry.flags(None)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, check=True, cwd=folder
    )
    found: Arrived = json.loads(done.stdout)
    return found


CARRIERS = {
    function.__name__.replace("_", "-"): function
    for function in (
        pool_spawn, pool_fork, pool_forkserver, loky, cloudpickle, dill, dask, ray, celery_pickle,
        celery_json, pyspark, asyncio_cancellation, trio_cancellation, anyio_cancellation,
        subinterpreter, flags, zipimport,
    )
}  # fmt: skip


def main() -> None:
    """Prints what arrived as JSON."""
    if sys.argv[1] == "--write":
        _write(sys.argv[2])
        return
    started = time.monotonic()
    arrived = CARRIERS[sys.argv[1]](Path(sys.argv[2]))
    print(json.dumps(arrived | {"seconds": round(time.monotonic() - started, 1)}))


if __name__ == "__main__":
    # By its name, or workers would look for what they run in their own main module.
    from tests.carriers.carry import main as _main

    _main()
