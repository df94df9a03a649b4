"""Masking: a text with the identifiers of persons taken out, and the log that never holds one.

Belongs here: what stands instead of an identifier, and installing the mask for every log record of
this process. Does not belong here: finding (:mod:`spbe_data.identifiers.pengenal`).
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from typing import Any

from spbe_data.identifiers.pengenal import cari_data_pribadi

TERSEMBUNYI = "(disembunyikan)"
"""What stands where an identifier stood."""


def samarkan(teks: str) -> str:
    """The text with every identifier of a person replaced by :data:`TERSEMBUNYI`."""
    parts: list[str] = []
    end = 0
    for hit in cari_data_pribadi(teks):
        parts += (teks[end : hit.awal], TERSEMBUNYI)
        end = hit.akhir
    return "".join((*parts, teks[end:]))


def _masked_argument(value: Any) -> Any:
    """One argument of a log call. Its type stays where nothing is hidden: ``%d`` needs a number."""
    if value is None or isinstance(value, bool):
        return value
    text = str(value)
    masked = samarkan(text)
    return value if masked == text else masked


def samarkan_catatan(record: logging.LogRecord) -> None:
    """Mask message, arguments, traceback and stack of a log record, in place.

    Arguments are masked one by one, since some formatters (access logs) read them and not the
    message. A traceback with an identifier is replaced by its masked text, and the exception object
    is let go, for a handler could print it again.
    """
    if record.args:
        if isinstance(record.args, tuple):
            record.args = tuple(_masked_argument(v) for v in record.args)
        else:
            record.args = {k: _masked_argument(v) for k, v in record.args.items()}
    try:
        message = record.getMessage()
    except (TypeError, ValueError, KeyError):
        # A masked argument no longer fits its %d, or the call was wrong from the start.
        message = f"{record.msg} {record.args}"
        record.msg, record.args = samarkan(message), ()
    else:
        masked = samarkan(message)
        if masked != message:
            record.msg, record.args = masked, ()
    if record.exc_info and record.exc_info[0] is not None:
        text = "".join(traceback.format_exception(*record.exc_info)).rstrip("\n")
        masked = samarkan(text)
        if masked != text:
            record.exc_text, record.exc_info = masked, None
    if record.stack_info:
        record.stack_info = samarkan(record.stack_info)


class _Factory:
    """Makes log records, masked; knows the factory it stands before."""

    def __init__(self, inner: Callable[..., logging.LogRecord]) -> None:
        self.inner = inner

    def __call__(self, *args: Any, **kwargs: Any) -> logging.LogRecord:
        record = self.inner(*args, **kwargs)
        samarkan_catatan(record)
        return record


def pasang_penyaring_log() -> None:
    """Mask every log record of this process from now on, of any logger and handler; once is enough.

    A record factory and not a filter: filters of a logger do not see the records of the loggers
    below it, and handlers are added by libraries.
    """
    current = logging.getLogRecordFactory()
    if not isinstance(current, _Factory):
        logging.setLogRecordFactory(_Factory(current))
