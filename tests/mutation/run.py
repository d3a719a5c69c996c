"""Changes the library in one place at a time, and counts the changes that the tests notice.

    python tests/mutation/run.py [MODULE ...] [--processes N] [--again] [--keep] [--install]

A MODULE is a name such as _codes or cli.lines; without one, every module of the hand-written core
is mutated: all but the help texts and the layout of the command line. mutmut makes the mutants,
runs only the tests that cover the changed function, and remembers each result, so a run that was
stopped goes on where it was. A mutant that those tests do not notice is then tried with all tests
of its area, because mutmut does not see what an import or another process covers. ``--again`` tries
the survivors once more, after tests were added. All work is done on a copy in the user's cache
folder (or in the folder that IPSEC_ERRORS_MUTATION_CACHE names); ``--install`` makes the
environment there.

``--keep`` writes the counts to tests/mutation/results.json. Every survivor stands with a reason in
tests/mutation/survivors.toml; the exit status is 1 if one does not, or if fewer than 95 % of the
mutants that are not equivalent were killed.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
RESULTS = HERE / "results.json"
SURVIVORS = HERE / "survivors.toml"
GOAL = 0.95
MODULES = (
    "_codes", "_carriers", "_factory", "_base", "_translate", "_spaces", "_describe", "_info",
    "_catalog", "_search", "_texts", "_logs.patterns", "_logs.readers", "_logs.events",
    "_logs.finding", "_logs.core", "cli.readings", "cli.lines", "cli.commands", "cli.sources",
    "cli",
)  # fmt: skip
REQUIREMENTS = (
    "mutmut==3.8.1", "pytest>=8.3", "hypothesis", "attrs", "typing-extensions", "rich", "shtab",
    "tenacity", "cattrs", "platformdirs", "sybil",
)  # fmt: skip
# What starts Python anew, which no mutant's coverage shows, or looks at what is loaded.
LEFT_OUT = (
    "test_package.py",
    "test_preload.py",
    "test_states.py",
    "test_threads.py",
    "cli/test_output.py",
    "cli/test_streams.py",
    "cli/test_usage.py",
)
# Tests that take seconds, which every mutant that they cover would pay. The first one would wait
# out its 20 seconds, because mutmut's own code imports inspect.
DESELECTED = (
    "test_carriers.py::test_a_module_that_another_thread_is_importing_loses_no_translation",
    "logs/test_find.py::test_a_line_of_any_length_takes_the_same_memory",
    "logs/test_find.py::test_an_error_at_the_seam_of_two_parts_of_a_long_line_is_found_once",
    "logs/test_find.py::test_an_error_in_two_parts_of_a_long_line_is_found_once_whatever_it_says",
    "cli/test_scan.py::test_ctrl_c_shows_what_was_found_so_far",
)
# The tests of an area: files and folders below tests/ipsec_errors, and what stays out because it
# is slow or looks at the installed package.
AREAS = {
    # The quick ones first: the rest starts processes.
    "cli": (("cli/test_readings.py", "cli/test_sources.py", "cli"), "script_is or script_runs"),
    "_logs": (("logs",), "2 and GB"),
    "_texts": (("test_texts.py", "logs"), "2 and GB"),
}
CORE = (
    tuple(f"test_{name}.py" for name in (
        "base", "factory", "carriers", "translate", "catalog", "search", "codes", "readers",
        "hierarchy", "refusals", "rasdial", "exhaustion", "package", "preload",
    )),
    "another_thread or fork or distribution or a_miss_loads",
)  # fmt: skip
# mutmut keeps pytest's exit status of each mutant.
_KILLED, _SURVIVED, _TIMEOUT = (1, 3), 0, (-24, 24, 36, 152, 255)


def main() -> int:
    """Runs mutmut; returns 0, 1 if the goal is missed, or 69 where mutmut is missing."""
    options = _parser().parse_args()
    python = _cache() / "environment" / "bin" / "python"
    if options.install:
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", python.parent.parent], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *REQUIREMENTS], check=True)
    if not python.exists():
        print(
            "mutmut is not installed, so nothing was run: python tests/mutation/run.py --install",
            file=sys.stderr,
        )
        return 69
    modules = options.modules or MODULES
    work = _cache() / "work"
    if not options.report:
        _copy(work)
    if options.again and not options.report:
        (work / "looked_again.txt").unlink(missing_ok=True)
    if not options.report:
        _mutmut(python, work, modules, options.processes)
        _look_again(python, work, modules, options.processes)
    return _report(work, modules, options.keep)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("modules", nargs="*", choices=[[], *MODULES], metavar="MODULE")
    parser.add_argument("--processes", type=int, default=1, metavar="N", help="default: 1")
    parser.add_argument("--again", action="store_true", help="retry the survivors")
    parser.add_argument("--report", action="store_true", help="only show what is known")
    parser.add_argument("--keep", action="store_true", help="write the counts")
    parser.add_argument("--install", action="store_true", help="make the environment first")
    return parser


def _cache() -> Path:
    chosen = os.environ.get("IPSEC_ERRORS_MUTATION_CACHE")
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(chosen).absolute() if chosen else Path(base) / "ipsec-errors" / "mutation"


def _copy(work: Path) -> None:
    """Copies what the tests need. Files that did not change keep their time and their results."""
    for folder in ("src/ipsec_errors", "tests/ipsec_errors", "tests/facts", "tests/mutation"):
        shutil.rmtree(work / folder, ignore_errors=True)
        ignored = shutil.ignore_patterns("__pycache__", "results.json", "survivors.toml")
        shutil.copytree(ROOT / folder, work / folder, ignore=ignored)
    settings = (ROOT / "pyproject.toml").read_text("utf-8")
    mutated = [f"src/ipsec_errors/{module.replace('.', '/')}.py" for module in MODULES[:-1]]
    left_out = [f"--ignore=tests/ipsec_errors/{name}" for name in LEFT_OUT]
    left_out += [f"--deselect=tests/ipsec_errors/{name}" for name in DESELECTED]
    settings += "\n".join(
        (
            "\n[tool.mutmut]",
            'source_paths = ["src"]',
            # A mutant that never ends costs this many times what its tests take.
            "timeout_multiplier = 4.0",
            f"only_mutate = {json.dumps([*mutated, 'src/ipsec_errors/cli/__init__.py'])}",
            'pytest_add_cli_args_test_selection = ["tests/ipsec_errors"]',
            "pytest_add_cli_args = "
            + json.dumps(["-p", "no:cacheprovider", "-p", "tests.mutation.thin", *left_out]),
        )
    )
    (work / "pyproject.toml").write_text(settings, encoding="utf-8")


def _mutmut(python: Path, work: Path, modules: Sequence[str], processes: int) -> None:
    names = [f"ipsec_errors.{module}.x*" for module in modules]
    command: list[str | Path] = [python, "-m", "mutmut", "run", "--max-children", str(processes)]
    subprocess.run([*command, *names], cwd=work, env=_environment(work), check=False)


def _environment(work: Path) -> dict[str, str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    # Tests that start Python find the mutants too. Python forgets folders that are not there yet.
    (work / "mutants" / "src").mkdir(parents=True, exist_ok=True)
    environment["PYTHONPATH"] = os.pathsep.join(map(str, (work / "mutants" / "src", work)))
    return environment


def _look_again(python: Path, work: Path, modules: Sequence[str], processes: int) -> None:
    """Tries the survivors with all tests of their area, once."""
    done = work / "looked_again.txt"
    looked = set(done.read_text("utf-8").split()) if done.exists() else set()
    for module in modules:
        names = [
            name
            for name, status in _statuses(work, module).items()
            if status not in (*_KILLED, *_TIMEOUT, None) and name not in looked
        ]
        if names and _notices(python, work, module, ""):
            sys.exit(f"The tests of {module} fail without a mutant, so nothing can be said")
        with ThreadPoolExecutor(processes) as pool:
            notices = pool.map(partial(_notices, python, work, module), names)
            for name, noticed in zip(names, notices, strict=True):
                if noticed:
                    _remember(work, module, {name: _KILLED[0]})
                with done.open("a", encoding="utf-8") as file:
                    file.write(f"{name}\n")


def _notices(python: Path, work: Path, module: str, mutant: str) -> bool:
    files, left_out = AREAS.get(module.partition(".")[0], CORE)
    own = f"test_{module.rpartition('.')[2].strip('_')}.py"
    files = tuple(sorted(files, key=lambda name: not name.endswith(own)))
    command: list[str | Path] = [
        python, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-p", "tests.mutation.thin",
        "-k", f"not ({left_out})", *(f"tests/ipsec_errors/{name}" for name in files),
    ]  # fmt: skip
    environment = _environment(work) | {"MUTANT_UNDER_TEST": mutant}
    try:
        done = subprocess.run(
            command,
            cwd=work / "mutants",
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=180,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def _meta(work: Path, module: str) -> Path:
    name = "cli/__init__" if module == "cli" else module.replace(".", "/")
    return work / "mutants" / "src" / "ipsec_errors" / f"{name}.py.meta"


def _statuses(work: Path, module: str) -> dict[str, int | None]:
    path = _meta(work, module)
    if not path.exists():
        return {}
    found: dict[str, int | None] = json.loads(path.read_text("utf-8"))["exit_code_by_key"]
    return found


def _remember(work: Path, module: str, statuses: Mapping[str, int | None]) -> None:
    path = _meta(work, module)
    meta = json.loads(path.read_text("utf-8"))
    meta["exit_code_by_key"].update(statuses)
    path.write_text(json.dumps(meta), encoding="utf-8")


def _functions(work: Path, module: str) -> dict[str, list[str]]:
    """Returns the lines of every function of a mutated module, mutants and originals."""
    path = _meta(work, module).with_suffix("")
    if not path.exists():
        return {}
    return {
        node.name: ast.unparse(node).splitlines()[1:]
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    }


def _difference(functions: dict[str, list[str]], name: str) -> tuple[str, str]:
    """Returns the lines that a mutant removes and adds."""
    own = name.rpartition(".")[2]
    original = functions[f"{own.rpartition('_')[0]}_orig"]
    lines = [
        line
        for line in difflib.ndiff(original, functions[own])
        if line[:1] in "+-" and "__mutmut_" not in line
    ]
    was = [line[1:].strip() for line in lines if line[0] == "-"]
    becomes = [line[1:].strip() for line in lines if line[0] == "+"]
    return "\n".join(was), "\n".join(becomes)


def _report(work: Path, modules: Sequence[str], keep: bool) -> int:
    known = {
        (item["module"], item["was"], item["becomes"]): item
        for item in tomllib.loads(SURVIVORS.read_text("utf-8")).get("survivor", [])
    }
    rows: dict[str, Counter[str]] = {}
    unlisted = 0
    for module in modules:
        row = rows[module] = Counter()
        functions = _functions(work, module)
        for name, status in _statuses(work, module).items():
            if status in _KILLED or status in _TIMEOUT:
                row["killed"] += 1
            elif status is None:
                row["not run"] += 1
            else:
                was, becomes = _difference(functions, name)
                item = known.get((module, was, becomes))
                row["equivalent" if item and item["equivalent"] else "survived"] += 1
                if item is None:
                    unlisted += 1
                    print(_entry(module, name, was, becomes))
    for module, row in rows.items():
        print(_line(module, row))
    total = sum(rows.values(), Counter())
    print(_line("all", total))
    if keep:
        kept = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
        kept |= {module: dict(row) for module, row in rows.items()}
        RESULTS.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    counted = total["killed"] + total["survived"]
    return 0 if counted and total["killed"] >= GOAL * counted and not unlisted else 1


def _entry(module: str, name: str, was: str, becomes: str) -> str:
    function = name.rpartition(".")[2].removeprefix("x_").removeprefix("x\u01c1")
    texts = {"module": module, "was": was, "becomes": becomes}
    lines = [f"{key} = {json.dumps(text)}" for key, text in texts.items()]
    return "\n".join(
        (f"# {function}", "[[survivor]]", *lines, "equivalent = false", 'reason = ""', "")
    )


def _line(module: str, row: Counter[str]) -> str:
    counted = row["killed"] + row["survived"]
    share = f"{100 * row['killed'] / counted:6.1f} %" if counted else ""
    return (
        f"{module:14}{row['killed']:>6} of {counted:>5} killed{share:>9}"
        f"{row['equivalent']:>5} equivalent{row['not run']:>6} not run"
    )


if __name__ == "__main__":
    sys.exit(main())
