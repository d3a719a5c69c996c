"""translate_errors: ``from_winerror`` as a context manager and decorator."""

from __future__ import annotations

import sys

from ipsec_errors._base import IPsecIkeError, state_of
from ipsec_errors._factory import from_winerror
from ipsec_errors._spaces import NAMES, check_space

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable
    from types import TracebackType
    from typing import Any, TypeVar

    from ipsec_errors._types import Space

    _F = TypeVar("_F", bound=Callable[..., Any])

# The flags CO_GENERATOR, CO_COROUTINE, CO_ITERABLE_COROUTINE and CO_ASYNC_GENERATOR of a code
# object. They are written here because importing inspect is slow.
_GENERATOR, _COROUTINE, _ITERABLE_COROUTINE, _ASYNC_GENERATOR = 0x20, 0x80, 0x100, 0x200


class translate_errors:  # noqa: N801 (used like a function)
    """Raises an error that :func:`from_winerror` recognises as the matching class.

    It is a context manager, for ``with`` and ``async with``, and a decorator for functions,
    coroutine functions, generators and async generators. Every other exception passes unchanged,
    as do all that do not derive from Exception, such as KeyboardInterrupt. In an exception group
    the leaves are translated and the group keeps its structure. A group of a class of your own is
    rebuilt with its ``derive``. If the class defines none, the new group has the same class, a copy
    of the attributes and the new leaves, without a call of ``__new__`` or ``__init__``. If reading
    an exception or rebuilding a group fails, that failure is discarded and the exception or group
    passes unchanged.

    :param space: as in :func:`from_winerror`.
    :raises ValueError: for an unknown space.
    """

    __slots__ = ("_space",)

    def __init__(self, function: None = None, /, *, space: Space | None = None) -> None:
        if function is not None:
            right = f"space={function!r}" if function in NAMES else ""
            write = f"translate_errors({right})" if right else "@translate_errors()"
            raise TypeError(f"translate_errors takes no positional argument: write {write}")
        self._space: Space | None = None if space is None else check_space(space)

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            return
        try:
            translated = _translated(error, self._space)
        except Exception:
            return
        try:
            if translated is not error:
                raise translated
        finally:
            # The traceback holds this frame. A variable that holds the error would be a cycle.
            del translated

    async def __aenter__(self) -> None:
        pass

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.__exit__(kind, error, trace)

    def __call__(self, function: _F, /) -> _F:
        """Returns a function of the same kind and signature that translates its errors."""
        from functools import partial, wraps

        if isinstance(function, (staticmethod, classmethod)):
            made: Any = type(function)(self(function.__func__))
            return made  # type: ignore[no-any-return]
        if isinstance(function, type):
            raise TypeError(
                f"translate_errors() decorates a function, not a class: decorate the methods of "
                f"{function.__name__}"
            )
        if not callable(function):
            kind = type(function).__name__
            raise TypeError(f"translate_errors() decorates a function, not {kind}")
        inner: Any = function
        while isinstance(inner, partial):
            inner = inner.func
        wrap = _WRAPPERS.get(_kind(inner), _around_function)
        wrapper: Any = wraps(function)(wrap(function, self))
        return wrapper  # type: ignore[no-any-return]


def _translated(error: Any, space: Space | None) -> BaseException:
    """Returns the translated error; the error itself if there is nothing to translate."""
    kind = type(error)  # A __class__ may lie.
    if issubclass(kind, BaseExceptionGroup):
        leaves = [_translated(leaf, space) for leaf in error.exceptions]
        if all(new is old for new, old in zip(leaves, error.exceptions, strict=True)):
            return error  # type: ignore[no-any-return]
        try:
            return _regrouped(error, leaves)
        except Exception:
            return error  # type: ignore[no-any-return]
    if issubclass(kind, IPsecIkeError) or not issubclass(kind, Exception):
        return error  # type: ignore[no-any-return]
    try:
        return from_winerror(error, space=space, default=error)
    except Exception:
        return error  # type: ignore[no-any-return]


def _regrouped(old: Any, leaves: list[BaseException]) -> BaseException:
    """Returns a group like the old one, with other leaves; the old one if it derives no group."""
    kind = type(old)
    if kind.derive is not BaseExceptionGroup.derive:
        group: Any = old.derive(leaves)
        if not isinstance(group, BaseExceptionGroup):
            return old  # type: ignore[no-any-return]
        notes = getattr(old, "__notes__", None)
        if notes is not None:
            group.__notes__ = list(notes)
    else:
        # The inherited derive() would return a plain group, which an ``except`` with the class
        # misses. The class is not called, because it may need other arguments.
        group = BaseExceptionGroup.__new__(kind, old.message, leaves)
        group.args += old.args[2:]
        state = state_of(old)
        if state is not None:
            group.__setstate__(state)
    group.__traceback__ = old.__traceback__
    # The old group is not the cause: its leaves are the causes of the new leaves already. The new
    # group keeps the cause or context of the old one.
    implicit = old.__cause__ is None and not old.__suppress_context__
    group.__cause__ = old.__context__ if implicit else old.__cause__
    return group  # type: ignore[no-any-return]


def _kind(function: Any) -> int:
    """Returns the code object's flag for a generator, coroutine or async generator, else 0."""
    if sys.modules.get("inspect") is not None:
        # Only inspect knows the functions that were marked with its markcoroutinefunction. The
        # statement waits for another thread that is still importing it.
        from inspect import iscoroutinefunction

        if iscoroutinefunction(function):
            return _COROUTINE
    if not hasattr(function, "__code__"):
        function = type(function).__call__
    flags = getattr(getattr(function, "__code__", None), "co_flags", None)
    if not isinstance(flags, int):
        return 0
    if flags & _ITERABLE_COROUTINE:  # A generator decorated with types.coroutine.
        return _COROUTINE
    return flags & (_GENERATOR | _COROUTINE | _ASYNC_GENERATOR)


def _around_function(function: Any, translate: translate_errors) -> Any:
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        with translate:
            return function(*args, **kwargs)

    return wrapper


def _around_coroutine(function: Any, translate: translate_errors) -> Any:
    async def wrapper(*args: Any, **kwargs: Any) -> Any:
        with translate:
            return await function(*args, **kwargs)

    return wrapper


def _around_generator(function: Any, translate: translate_errors) -> Any:
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        with translate:
            return (yield from function(*args, **kwargs))

    return wrapper


def _around_async_generator(function: Any, translate: translate_errors) -> Any:
    async def wrapper(*args: Any, **kwargs: Any) -> Any:
        with translate:
            inner: AsyncGenerator[Any, Any] = function(*args, **kwargs)
            step: Any = inner.asend(None)
            items: list[Any] = []
            try:
                # This loop does what ``yield from`` does for generators. It holds no object that
                # was sent, thrown or yielded longer than the inner generator does.
                while True:
                    try:
                        items.append(await step)
                    except StopAsyncIteration:
                        return
                    step = None
                    try:
                        step = inner.asend((yield items.pop()))
                    except GeneratorExit:
                        raise  # The generator is closed; the finally block closes the inner one.
                    except BaseException as error:
                        step = inner.athrow(error)
            finally:
                step = None  # It holds what was thrown in, whose traceback holds this frame.
                await inner.aclose()

    return wrapper


_WRAPPERS = {
    _GENERATOR: _around_generator,
    _COROUTINE: _around_coroutine,
    _ASYNC_GENERATOR: _around_async_generator,
}
