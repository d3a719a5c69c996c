"""Translating at a boundary."""

import asyncio
import contextlib
import functools
import gc
import inspect
import pickle
import sys
import traceback
import types
import weakref
from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator
from typing import Any
from unittest.mock import Mock

import pytest

from ipsec_errors import AuthFail, IPsecIkeError, NoPeerCert, translate_errors

ORIGINAL = OSError(0, "os words", None, 13847)


def four() -> OSError:
    return OSError(0, "os words", None, 13847)


def fail(error: BaseException | None = None) -> None:
    raise error or OSError(0, "os words", None, 13847)


def test_a_known_error_is_translated() -> None:
    with pytest.raises(NoPeerCert) as caught, translate_errors():
        fail(ORIGINAL)
    assert caught.value.__cause__ is ORIGINAL
    assert caught.value.strerror == "os words"


@pytest.mark.parametrize(
    "error",
    [
        KeyError("x"),
        OSError(2, "x", "f"),
        OSError(0, "x", None, 5),
        KeyboardInterrupt(),
        SystemExit(13847),
        GeneratorExit(),
    ],
    ids=["KeyError", "filename", "stranger", "KeyboardInterrupt", "SystemExit", "GeneratorExit"],
)
def test_all_else_passes_untouched(error: BaseException) -> None:
    with pytest.raises(type(error)) as caught, translate_errors():
        fail(error)
    assert caught.value is error
    assert error.__cause__ is None
    assert error.__context__ is None


def test_ours_passes_untouched() -> None:
    error = NoPeerCert("mine")
    with pytest.raises(NoPeerCert) as caught, translate_errors():
        fail(error)
    assert caught.value is error


def test_no_error_no_effect() -> None:
    with translate_errors() as nothing:
        value = 1
    assert (value, nothing) == (1, None)


def test_nested_and_used_again() -> None:
    translate = translate_errors()
    for _ in range(2):
        with pytest.raises(NoPeerCert) as caught, translate, translate:
            fail(ORIGINAL)
        assert caught.value.__cause__ is ORIGINAL


def test_space() -> None:
    with pytest.raises(AuthFail), translate_errors(space="ras"):
        fail(OSError(0, "x", None, 787))
    with pytest.raises(ValueError, match="'windows', 'ras' or 'winerrorcodes'"):
        translate_errors(space="x")  # type: ignore[arg-type]


def test_looking_that_raises_is_discarded() -> None:
    error = BrokenError("x")
    with pytest.raises(BrokenError) as caught, translate_errors():
        fail(error)
    assert caught.value is error
    assert error.__context__ is None


def _group() -> ExceptionGroup[Any]:
    return ExceptionGroup(
        "both tunnels",
        [
            ValueError("other"),
            ExceptionGroup("inner", [OSError(0, "os words", None, 13847), KeyError(1)]),
        ],
    )


def test_the_leaves_of_a_group_are_translated_and_its_shape_is_kept() -> None:
    group = _group()
    group.add_note("a note")
    group.__cause__ = RuntimeError("cause")
    with pytest.raises(ExceptionGroup) as caught, translate_errors():
        fail(group)
    new: Any = caught.value
    assert new is not group
    assert (new.message, new.__notes__, new.__cause__) == (
        "both tunnels",
        ["a note"],
        group.__cause__,
    )
    assert new.__suppress_context__
    other, inner = new.exceptions
    assert other is group.exceptions[0]
    assert inner.message == "inner"
    leaf, key = inner.exceptions
    assert type(leaf) is NoPeerCert
    assert leaf.__cause__ is group.exceptions[1].exceptions[0]
    assert key is group.exceptions[1].exceptions[1]


def test_except_star() -> None:
    seen: list[BaseException] = []
    try:
        with translate_errors():
            fail(ExceptionGroup("x", [OSError(0, "x", None, 13847), ValueError()]))
    except* NoPeerCert as group:
        seen += group.exceptions
    except* ValueError:
        pass
    assert [type(e) for e in seen] == [NoPeerCert]


class BrokenError(Exception):
    """Looking at it raises."""

    @property
    def winerror(self) -> int:
        raise RuntimeError("broken")


def test_a_leaf_that_cannot_be_looked_at_does_not_stop_the_others() -> None:
    broken = BrokenError("x")
    with pytest.raises(ExceptionGroup) as caught, translate_errors():
        fail(ExceptionGroup("x", [broken, OSError(0, "x", None, 13847)]))
    kept, leaf = caught.value.exceptions
    assert kept is broken
    assert type(leaf) is NoPeerCert


def test_what_a_group_was_raised_during_stays() -> None:
    def dial() -> None:
        try:
            fail(ZeroDivisionError())
        except ZeroDivisionError:
            raise ExceptionGroup("x", [OSError(0, "x", None, 13847)])  # noqa: B904

    with pytest.raises(ExceptionGroup) as caught, translate_errors():
        dial()
    assert isinstance(caught.value.__cause__, ZeroDivisionError)


def test_a_group_without_any_passes_untouched() -> None:
    group = ExceptionGroup("x", [ValueError(1), NoPeerCert()])
    with pytest.raises(ExceptionGroup) as caught, translate_errors():
        fail(group)
    assert caught.value is group


def test_a_group_s_own_class_is_kept() -> None:
    class MyGroup(ExceptionGroup[Any]):
        def derive(self, excs: Any) -> "MyGroup":
            return MyGroup(self.message, excs)

    group = MyGroup("x", [OSError(0, "x", None, 13847)])
    group.add_note("a note")
    with pytest.raises(MyGroup) as caught, translate_errors():
        fail(group)
    new = caught.value
    assert [type(leaf) for leaf in new.exceptions] == [NoPeerCert]
    assert new.__notes__ == ["a note"]
    new.add_note("another")
    assert group.__notes__ == ["a note"]
    assert "fail" in [frame.name for frame in traceback.extract_tb(new.__traceback__)]


def test_a_group_s_own_class_has_no_notes_if_the_group_has_none() -> None:
    class MyGroup(ExceptionGroup[Any]):
        def derive(self, excs: Any) -> "MyGroup":
            return MyGroup(self.message, excs)

    with pytest.raises(MyGroup) as caught, translate_errors():
        fail(MyGroup("x", [four()]))
    assert type(caught.value.exceptions[0]) is NoPeerCert
    assert not hasattr(caught.value, "__notes__")


def test_the_space_holds_for_the_leaves_of_a_group() -> None:
    with pytest.raises(ExceptionGroup) as caught, translate_errors(space="ras"):
        fail(ExceptionGroup("x", [OSError(0, "x", None, 787)]))
    leaf: Any = caught.value.exceptions[0]
    assert (type(leaf), leaf.code) == (AuthFail, 787)


def test_a_context_that_was_suppressed_stays_hidden() -> None:
    def dial() -> None:
        try:
            fail(ZeroDivisionError())
        except ZeroDivisionError:
            raise ExceptionGroup("x", [four()]) from None

    with pytest.raises(ExceptionGroup) as caught, translate_errors():
        dial()
    assert caught.value.__cause__ is None


def test_a_group_that_cannot_be_derived_passes_untouched() -> None:
    class BadGroup(ExceptionGroup[Any]):
        def derive(self, excs: Any) -> Any:
            raise RuntimeError("no")

    group = BadGroup("x", [OSError(0, "x", None, 13847)])
    with pytest.raises(BadGroup) as caught, translate_errors():
        fail(group)
    assert caught.value is group


def test_a_group_that_derives_no_group_passes_untouched() -> None:
    class BadGroup(ExceptionGroup[Any]):
        def derive(self, excs: Any) -> Any:
            return ValueError("no group")

    group = BadGroup("x", [four()])
    with pytest.raises(BadGroup) as caught, translate_errors():
        fail(group)
    assert caught.value is group


def test_a_group_that_cannot_be_derived_does_not_stop_the_others() -> None:
    class BadGroup(ExceptionGroup[Any]):
        def derive(self, excs: Any) -> Any:
            raise RuntimeError("no")

    bad = BadGroup("x", [four()])
    with pytest.raises(ExceptionGroup) as caught, translate_errors():
        fail(ExceptionGroup("y", [bad, four()]))
    kept, leaf = caught.value.exceptions
    assert kept is bad
    assert type(leaf) is NoPeerCert


class TunnelGroup(ExceptionGroup[Any]):
    """A group without derive; its constructor takes other arguments."""

    __slots__ = ("slot",)

    def __new__(cls, name: str, errors: Any, tunnel: int) -> "TunnelGroup":
        return super().__new__(cls, name, errors)

    def __init__(self, name: str, errors: Any, tunnel: int) -> None:
        super().__init__(name, errors, tunnel)  # type: ignore[call-arg]
        self.tunnel, self.slot = tunnel, "slot"


class PlainSubgroup(ExceptionGroup[Any]):
    """A group without derive or anything else."""


def test_a_group_without_derive_keeps_its_class_and_attributes() -> None:
    original = four()
    group = TunnelGroup("x", [original, ValueError(1)], 5)
    group.add_note("a note")
    with pytest.raises(TunnelGroup) as caught, translate_errors():
        fail(group)
    new = caught.value
    assert type(new) is TunnelGroup
    assert (new.message, new.tunnel, new.slot, new.__notes__) == ("x", 5, "slot", ["a note"])
    assert [type(leaf) for leaf in new.exceptions] == [NoPeerCert, ValueError]
    assert new.exceptions[0].__cause__ is original
    assert group.exceptions[0] is original
    assert new.args == ("x", [*new.exceptions], 5)
    new.add_note("another")
    assert group.__notes__ == ["a note"]
    again = pickle.loads(pickle.dumps(new))
    assert (type(again), again.tunnel, again.slot) == (TunnelGroup, 5, "slot")


def test_a_group_without_derive_inside_a_group_keeps_its_class() -> None:
    with pytest.raises(ExceptionGroup) as caught, translate_errors():
        fail(ExceptionGroup("y", [PlainSubgroup("x", [four()])]))
    inner: Any = caught.value.exceptions[0]
    assert type(inner) is PlainSubgroup
    assert type(inner.exceptions[0]) is NoPeerCert


class Stop(KeyboardInterrupt):
    """An exception that is no Exception but has a number."""

    winerror = 13847


def test_what_is_no_exception_passes_though_it_has_a_number() -> None:
    stop = Stop()
    with pytest.raises(Stop) as caught, translate_errors():
        fail(stop)
    assert caught.value is stop
    assert (stop.__cause__, stop.__context__) == (None, None)


def test_what_is_no_exception_passes_in_a_group() -> None:
    stop = Stop()
    with pytest.raises(BaseExceptionGroup) as caught, translate_errors():
        fail(BaseExceptionGroup("x", [stop, four()]))
    kept, leaf = caught.value.exceptions
    assert kept is stop
    assert type(leaf) is NoPeerCert


def test_a_very_deep_group_passes() -> None:
    error: Any = OSError(0, "x", None, 13847)
    for _ in range(5000):
        error = ExceptionGroup("x", [error])
    with pytest.raises(ExceptionGroup) as caught, translate_errors():
        fail(error)
    assert caught.value is error


def test_a_function() -> None:
    @translate_errors()
    def dial(name: str, *, port: int = 500) -> str:
        """Dials."""
        if name:
            return f"{name}:{port}"
        raise OSError(0, "x", None, 13847)

    assert dial("a", port=1) == "a:1"
    assert (dial.__name__, dial.__doc__) == ("dial", "Dials.")
    assert str(inspect.signature(dial)) == "(name: str, *, port: int = 500) -> str"
    with pytest.raises(NoPeerCert):
        dial("")


def test_a_method_and_a_callable_object() -> None:
    class Dialer:
        @translate_errors()
        def dial(self) -> None:
            raise OSError(0, "x", None, 13847)

        def __call__(self) -> None:
            raise OSError(0, "x", None, 13847)

    with pytest.raises(NoPeerCert):
        Dialer().dial()
    with pytest.raises(NoPeerCert):
        translate_errors()(Dialer())()
    with pytest.raises(NoPeerCert):
        translate_errors()(Dialer().dial)()


def test_a_coroutine_method_of_an_object_and_a_built_in_function() -> None:
    class Dialer:
        async def dial(self) -> None:
            raise OSError(0, "x", None, 13847)

    wrapped = translate_errors()(Dialer().dial)
    assert inspect.iscoroutinefunction(wrapped)
    with pytest.raises(NoPeerCert):
        asyncio.run(wrapped())
    assert translate_errors()(len)("four") == 4


def test_arguments_reach_every_kind_of_function() -> None:
    seen: list[tuple[Any, Any]] = []

    @translate_errors()
    async def coroutine(name: str, *, port: int) -> None:
        seen.append((name, port))

    @translate_errors()
    def generator(name: str, *, port: int) -> Iterator[tuple[str, int]]:
        yield name, port

    @translate_errors()
    async def async_generator(name: str, *, port: int) -> AsyncIterator[tuple[str, int]]:
        yield name, port

    async def run() -> None:
        await coroutine("a", port=1)
        async for item in async_generator("c", port=3):
            seen.append(item)

    seen += generator("b", port=2)
    asyncio.run(run())
    assert seen == [("b", 2), ("a", 1), ("c", 3)]


def test_static_and_class_methods() -> None:
    class Dialer:
        @translate_errors()
        @staticmethod
        def static(number: int) -> None:
            raise OSError(0, "x", None, number)

        @translate_errors()
        @classmethod
        def own(cls, number: int) -> None:
            raise OSError(0, cls.__name__, None, number)

    for call in (Dialer.static, Dialer().static, Dialer.own, Dialer().own):
        with pytest.raises(NoPeerCert):
            call(13847)


def test_what_answers_everything_can_be_decorated() -> None:
    mock = Mock(side_effect=OSError(0, "x", None, 13847))
    with pytest.raises(NoPeerCert):
        translate_errors()(mock)()


def test_a_generator_that_is_awaited() -> None:
    @translate_errors()
    @types.coroutine
    def dial() -> Generator[None, None, int]:
        yield
        raise OSError(0, "x", None, 13847)

    async def run() -> None:
        await dial()

    with pytest.raises(NoPeerCert):
        asyncio.run(run())


def test_a_function_marked_as_coroutine_function() -> None:
    if sys.version_info < (3, 12):
        pytest.skip("inspect.markcoroutinefunction came with 3.12")

    async def inner() -> None:
        raise OSError(0, "x", None, 13847)

    dial = translate_errors()(inspect.markcoroutinefunction(lambda: inner()))
    with pytest.raises(NoPeerCert):
        asyncio.run(dial())


def test_what_inspect_calls_a_coroutine_function_is_awaited(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def inner() -> None:
        raise OSError(0, "x", None, 13847)

    def marked() -> Any:
        return inner()

    monkeypatch.setattr(inspect, "iscoroutinefunction", lambda function: function is marked)
    with pytest.raises(NoPeerCert):
        asyncio.run(translate_errors()(marked)())


def test_a_coroutine_function() -> None:
    async def dial(fails: bool) -> int:
        await asyncio.sleep(0)
        if fails:
            raise OSError(0, "x", None, 13847)
        return 1

    for function in (dial, functools.partial(dial)):
        wrapped = translate_errors()(function)
        assert inspect.iscoroutinefunction(wrapped)
        assert asyncio.run(wrapped(False)) == 1
        with pytest.raises(NoPeerCert):
            asyncio.run(wrapped(True))


def test_a_callable_object_that_is_a_coroutine_function() -> None:
    class Dialer:
        async def __call__(self) -> None:
            raise OSError(0, "x", None, 13847)

    with pytest.raises(NoPeerCert):
        asyncio.run(translate_errors()(Dialer())())


def test_async_with() -> None:
    async def run() -> None:
        async with translate_errors():
            await asyncio.sleep(0)
            raise OSError(0, "x", None, 13847)

    with pytest.raises(NoPeerCert):
        asyncio.run(run())


def test_a_task_group() -> None:
    async def dial() -> None:
        raise OSError(0, "x", None, 13847)

    async def run() -> None:
        with translate_errors():
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(dial())

    with pytest.raises(ExceptionGroup) as caught:
        asyncio.run(run())
    assert [type(e) for e in caught.value.exceptions] == [NoPeerCert]


def test_a_generator() -> None:
    closed = []

    @translate_errors()
    def events() -> Generator[int, str, str]:
        try:
            got = yield 1
            assert got == "sent"
            try:
                yield 2
            except ValueError as error:
                yield 3 if str(error) == "thrown" else 0
            raise OSError(0, "x", None, 13847)
        finally:
            closed.append(True)

    assert inspect.isgeneratorfunction(events)
    generator = events()
    assert next(generator) == 1
    assert generator.send("sent") == 2
    assert generator.throw(ValueError("thrown")) == 3
    with pytest.raises(NoPeerCert):
        next(generator)
    assert closed == [True]
    generator = events()
    next(generator)
    generator.close()
    assert closed == [True, True]


def test_a_generator_s_result() -> None:
    @translate_errors()
    def inner() -> Generator[int, None, str]:
        yield 1
        return "result"

    def outer() -> Iterator[Any]:
        yield (yield from inner())

    assert list(outer()) == [1, "result"]


def test_an_async_generator() -> None:
    closed = []

    @translate_errors()
    async def events() -> AsyncGenerator[int, str]:
        try:
            got = yield 1
            assert got == "sent"
            try:
                yield 2
            except ValueError as error:
                yield 3 if str(error) == "thrown" else 0
            await asyncio.sleep(0)
            raise OSError(0, "x", None, 13847)
        finally:
            closed.append(True)

    async def run() -> None:
        assert inspect.isasyncgenfunction(events)
        generator = events()
        assert await anext(generator) == 1
        assert await generator.asend("sent") == 2
        assert await generator.athrow(ValueError("thrown")) == 3
        with pytest.raises(NoPeerCert):
            await anext(generator)
        generator = events()
        await anext(generator)
        await generator.aclose()

    asyncio.run(run())
    assert closed == [True, True]


def test_an_async_generator_that_ends() -> None:
    @translate_errors()
    async def events() -> AsyncIterator[int]:
        for number in range(3):
            yield number

    async def run() -> list[int]:
        return [number async for number in events()]

    assert asyncio.run(run()) == [0, 1, 2]


class Item:
    """An object that a weak reference can follow."""


def test_an_async_generator_keeps_nothing_alive() -> None:
    @translate_errors()
    async def events() -> AsyncGenerator[Item, Any]:
        while True:
            with contextlib.suppress(KeyError):
                yield Item()

    class ThrownError(KeyError):
        pass

    async def run() -> None:
        generator = events()
        yielded = weakref.ref(await anext(generator))
        assert yielded() is None
        item = Item()
        sent = weakref.ref(item)
        await generator.asend(item)
        del item
        assert sent() is None
        error = ThrownError()
        thrown = weakref.ref(error)
        await generator.athrow(error)
        del error
        gc.collect()  # A traceback and its frames form cycles.
        assert thrown() is None
        await generator.aclose()

    asyncio.run(run())


def test_an_async_generator_that_ends_with_what_was_thrown_in_leaves_no_cycle() -> None:
    @translate_errors()
    async def events() -> AsyncGenerator[int, None]:
        yield 1

    async def run() -> None:
        generator = events()
        await anext(generator)
        with contextlib.suppress(KeyError):
            await generator.athrow(KeyError())

    asyncio.run(run())
    gc.collect()
    asyncio.run(run())  # What asyncio itself leaves is collected with the first run.
    gc.disable()
    try:
        gc.collect()
        asyncio.run(_nothing())
        without = gc.collect()
        asyncio.run(run())
        assert gc.collect() <= without
    finally:
        gc.enable()


async def _nothing() -> None:
    pass


def test_the_cause_of_a_group_may_be_falsy() -> None:
    class FalsyError(Exception):
        def __bool__(self) -> bool:
            return False

    cause = FalsyError()
    group = ExceptionGroup("x", [four()])
    group.__cause__ = cause
    with pytest.raises(ExceptionGroup) as caught, translate_errors():
        fail(group)
    assert caught.value.__cause__ is cause


def test_a_class_is_refused() -> None:
    class Dialer:
        pass

    with pytest.raises(TypeError, match="not a class: decorate the methods of Dialer"):
        translate_errors()(Dialer)


def test_it_decorates_no_other_object() -> None:
    with pytest.raises(TypeError, match=r"^translate_errors\(\) decorates a function, not int$"):
        translate_errors()(5)  # type: ignore[type-var]


def test_a_space_without_its_keyword_is_refused_with_the_right_spelling() -> None:
    with pytest.raises(TypeError, match=r"write translate_errors\(space='ras'\)"):
        translate_errors("ras")  # type: ignore[arg-type]


@pytest.mark.parametrize("thing", [fail, 5, "x", []])
def test_without_parentheses_it_says_what_to_write(thing: Any) -> None:
    with pytest.raises(TypeError, match=r"write @translate_errors\(\)"):
        translate_errors(thing)


def test_it_works_near_the_end_of_the_stack() -> None:
    def deep() -> None:
        try:
            deep()
        except RecursionError:
            raise OSError(0, "x", None, 13847) from None

    # Whatever room is left, an error of the two comes out, and never one of looking at it.
    with pytest.raises((NoPeerCert, OSError)) as caught, translate_errors():
        deep()
    assert isinstance(caught.value, IPsecIkeError) or caught.value.args[3] == 13847
