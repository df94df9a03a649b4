"""Telling what a run does, step by step: in its log, and to whoever runs it in this process.

Belongs here: the words' way out, and the mark by which a run of a killed process is known.
"""

from __future__ import annotations

import logging
import os
import socket
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import dagster as dg

TAG_PROSES = "spbe/proses"
"""Run tag ``host:pid:start`` of the process that works on the run."""

Kabar = Callable[[str], None]
_listener: ContextVar[Kabar | None] = ContextVar("kabar", default=None)


@contextmanager
def listening(listener: Kabar | None) -> Iterator[None]:
    """While inside, ``listener`` gets every step of runs made in this process."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def tell(context: dg.OpExecutionContext | dg.AssetExecutionContext, text: str) -> None:
    """Log ``text`` in the run, and pass it on."""
    context.log.info(text)
    listener = _listener.get()
    if listener is not None:
        listener(text)


def fault(exc: BaseException) -> str:
    """An exception as kind and place, without its words: those may quote cells of a file."""
    where = "".join(traceback.format_tb(exc.__traceback__)[-6:])
    return f"{type(exc).__name__}\n{where}"


def _start_of(pid: int) -> str:
    # Process ids come round again, in containers at once; the kernel's start tick does not.
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[19]
    except (OSError, IndexError):
        return ""


def this_process() -> str:
    """The value of :data:`TAG_PROSES` for the process we are in."""
    return f"{socket.gethostname()}:{os.getpid()}:{_start_of(os.getpid())}"


def alive(mark: str) -> bool:
    """Whether the marked process still runs; one of another host counts as alive."""
    host, pid, start = mark.rsplit(":", 2)
    if host != socket.gethostname():
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return _start_of(int(pid)) == start


class _WithoutWords(logging.Formatter):
    """Log lines whose tracebacks name places, not values."""

    def formatException(self, ei: Any) -> str:
        return fault(ei[1]) if ei[1] is not None else ""


def _discreet_logs() -> None:
    """What the library logs lands in the run's captured output, which anyone in Dagster can read."""
    logger = logging.getLogger("spbe_data")
    if not any(isinstance(h.formatter, _WithoutWords) for h in logger.handlers):
        handler = logging.StreamHandler()
        handler.setFormatter(_WithoutWords("%(levelname)s %(name)s: %(message)s"))
        logger.addHandler(handler)
        logger.propagate = False


def begin(context: dg.OpExecutionContext | dg.AssetExecutionContext) -> None:
    """At the start of every body: mark the run with this process, keep its output discreet."""
    _discreet_logs()
    if TAG_PROSES not in context.run.tags:
        context.instance.add_run_tags(context.run.run_id, {TAG_PROSES: this_process()})
