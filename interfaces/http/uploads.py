"""Taking in an upload: streamed to a private file, bounded in size and time, gone once the request is over."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from io import BufferedWriter
from pathlib import PurePosixPath
from typing import Generic, TypeVar, get_origin

from anyio import to_thread
from fastapi import Request
from pydantic import BaseModel, ValidationError

from domain.imports.source_file import SourceFile
from domain.shared.text import clean
from interfaces.http.form_parts import FormParts, FormReader
from interfaces.http.problems import FaultyPart
from interfaces.http.refusals import (
    cut_off,
    invalid_request,
    malformed,
    no_space,
    overloaded,
    too_large,
    too_slow,
)
from interfaces.http.serving import MEGABYTE, Serving, ServingOptions

Form = TypeVar("Form", bound=BaseModel)
AROUND_THE_FILE = 64 * 1024
"""Bytes that a form may have beside its file."""


@dataclass(frozen=True, slots=True)
class Upload(Generic[Form]):
    """A file that has come in whole, and what the form says of it."""

    source: SourceFile
    form: Form


@asynccontextmanager
async def received(request: Request, serving: Serving, form: type[Form]) -> AsyncIterator[Upload[Form]]:
    """The request's upload with a form of that shape; its file is gone after the block."""
    if serving.folder.in_use >= serving.options.uploads:
        raise overloaded("other uploads are under way: try again later")
    with serving.folder.file() as (path, file):
        parts = FormParts(list(form.model_fields), serving.options.max_upload, _repeated(form))
        name = await _taken_in(request, serving.options, parts, file)
        yield Upload(SourceFile(name=name, path=path), _form(form, parts.fields))


def _repeated(form: type[BaseModel]) -> list[str]:
    """The fields that may be given again."""
    return [name for name, field in form.model_fields.items() if get_origin(field.annotation) is list]


async def _taken_in(request: Request, options: ServingOptions, parts: FormParts, file: BufferedWriter) -> str:
    """The whole body; what the client calls the file."""
    _require_length_within(request, options.max_upload)
    reader = FormReader(request.headers.get("content-type", ""), parts)
    try:
        async with asyncio.timeout(options.upload_time):
            await _spooled(request, options, reader, file)
    except TimeoutError as error:
        raise too_slow(f"the upload took longer than {options.upload_time:g} seconds") from error
    except OSError as error:
        raise (no_space() if error.errno in {errno.ENOSPC, errno.EDQUOT} else error) from error
    return label(parts.file_name or "")


async def _spooled(request: Request, options: ServingOptions, reader: FormReader, file: BufferedWriter) -> None:
    """The body to its end; written in large pieces, by a thread, because a disk may keep one waiting."""
    waiting, size = bytearray(), 0
    async with aclosing(_chunks(request, options.upload_pause)) as chunks:
        async for chunk in chunks:
            size += len(chunk)
            if size > options.max_upload + AROUND_THE_FILE:
                raise too_large(options.max_upload)
            waiting += reader.write(chunk)
            if len(waiting) >= MEGABYTE:
                await to_thread.run_sync(file.write, bytes(waiting))
                waiting.clear()
    reader.finish()
    await to_thread.run_sync(_finished, file, bytes(waiting))


async def _chunks(request: Request, longest_pause: float) -> AsyncGenerator[bytes]:
    more = True
    while more:
        try:
            message = await asyncio.wait_for(request.receive(), longest_pause)
        except TimeoutError as error:
            raise too_slow(f"nothing came for {longest_pause:g} seconds") from error
        if message["type"] == "http.disconnect":
            raise cut_off()
        more = message.get("more_body", False)
        yield message.get("body", b"")


def _finished(file: BufferedWriter, rest: bytes) -> None:
    file.write(rest)
    file.flush()


def _require_length_within(request: Request, most: int) -> None:
    stated = request.headers.get("content-length", "0")
    if not stated.isdecimal():
        raise malformed("the content length is no number")
    if int(stated) > most + AROUND_THE_FILE:
        raise too_large(most)


def label(file_name: str) -> str:
    """What the client calls the file, as a name and no path: nothing is ever opened under it."""
    name = PurePosixPath(clean(file_name).replace("\\", "/")).name
    return name if name not in {"", ".", ".."} else "upload"


def _form(form: type[Form], fields: Mapping[str, str | list[str]]) -> Form:
    try:
        return form.model_validate(fields)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
    raise invalid_request([FaultyPart(at=f"body.{part['loc'][0]}", message=part["msg"]) for part in found])
