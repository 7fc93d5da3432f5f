"""The language work behind one port: in this process, or in a child that may be killed.

Extraction and analysis run on texts from anywhere, so the bot runs them in child processes: one that takes
too long or dies is replaced, and only its article is lost.  The command line and the tests work in process.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import resource
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING, Any, Final, Protocol

from config import ConfigError
from config.flow import (
    ANALYSIS_SECONDS,
    CHILD_MEMORY_BYTES,
    CHILD_TRIES,
    EXTRACT_MEMORY_BYTES,
    EXTRACT_SECONDS,
    START_SECONDS,
)
from config.language import GERMAN
from summaries.intake.problem import IntakeError, Problem
from summaries.model import Analysis, Document, Features, Outlet

if TYPE_CHECKING:
    from spacy.language import Language

    from summaries.intake import Page
    from summaries.stories.features import Encoder

_READY: Final = "ready"
_OF_THE_PIPELINE: Final = frozenset({"analyse", "warm_up"})
_UNKNOWN: Final = "und"


@dataclass(frozen=True, slots=True)
class Foreign:
    """What is known of a text that is not German, and therefore not analysed: its language as an ISO code."""

    language: str


@dataclass(frozen=True, slots=True)
class FileInput:
    """A file to read: its name and bytes, who published it, and when it was posted, if that is known."""

    name: str
    content: bytes
    outlet: Outlet | None = None
    posted: datetime | None = None


class Analyser(Protocol):
    """Makes articles of pages, and statements of articles."""

    async def analyse(self, document: Document) -> Analysis | Foreign:
        """Return everything that the language work makes of ``document``.

        Raises:
            IntakeError: UNREADABLE if the work did not end.
        """
        ...

    async def extract(self, page: Page, now: datetime) -> Document:
        """Return the article on ``page``.

        Raises:
            IntakeError: there is none, or UNREADABLE if the work did not end.
        """
        ...

    async def read_file(self, file: FileInput, now: datetime) -> Document:
        """Return the article in ``file``.

        Raises:
            IntakeError: there is none, or UNREADABLE if the work did not end.
        """
        ...

    async def close(self) -> None:
        """Give back what is held."""
        ...


class Workbench:
    """The work itself, with a pipeline that is loaded at its first use."""

    def __init__(self, model: str | None = None) -> None:
        """Remember which pipeline to load; None for the project's own."""
        self._model = model

    @cached_property
    def nlp(self) -> Language:
        """The German pipeline.

        Raises:
            ConfigError: the model that the settings name cannot be used.
        """
        from summaries.language import LanguageModelError, load_pipeline  # noqa: PLC0415 - takes seconds

        try:
            return load_pipeline(self._model)
        except LanguageModelError as error:
            problem = f"LAGEBILD_LANGUAGE_MODEL: {error}"
            raise ConfigError((problem,)) from error

    @cached_property
    def encoder(self) -> Encoder:
        """The sentence encoder."""
        from summaries.stories import load_encoder  # noqa: PLC0415

        return load_encoder()

    def warm_up(self) -> None:
        """Load everything now instead of at the first article."""
        self.nlp("Guten Morgen.")
        self.encoder.encode(["Guten Morgen."])

    def analyse(self, document: Document) -> Analysis | Foreign:
        """Return the analysis of a German text, of any other its language."""
        from summaries.analyse import analyse  # noqa: PLC0415

        language = self.language_of(document)
        return analyse(document, self.nlp, self.encoder) if language == GERMAN else Foreign(language)

    def language_of(self, document: Document) -> str:
        """Return the language of title and text as an ISO code; what cannot be told is taken for German."""
        from summaries.language import detect_language  # noqa: PLC0415

        found = detect_language(document.text, document.title)
        return GERMAN if found == _UNKNOWN else found

    def features(self, document: Document) -> Features:
        """Return only what stories are compared by."""
        from summaries.intake import segment  # noqa: PLC0415
        from summaries.stories import clean_title, extract_features  # noqa: PLC0415

        blocks = segment(document.text, document.title, document.published)
        title_doc = self.nlp(clean_title(document.title))
        return extract_features(document, self.nlp(document.text), blocks, self.encoder, title_doc=title_doc)

    def extract(self, page: Page, now: datetime) -> Document:
        """Return the article on ``page``.

        Raises:
            IntakeError: there is none.
        """
        from summaries.intake import extract  # noqa: PLC0415

        return extract(page, now)

    def read_file(self, file: FileInput, now: datetime) -> Document:
        """Return the article in ``file``.

        Raises:
            IntakeError: there is none.
        """
        from summaries.intake import read_file  # noqa: PLC0415

        return read_file(file.name, file.content, now, outlet=file.outlet, message_time=file.posted)


class InProcessAnalyser:
    """Works in a thread of this process, one article at a time."""

    def __init__(self, model: str | None = None) -> None:
        """Use the pipeline with this name; None for the project's own."""
        self._workbench = Workbench(model)
        self._turn = threading.Lock()

    async def analyse(self, document: Document) -> Analysis | Foreign:
        """See ``Analyser``."""
        return await asyncio.to_thread(self.analyse_now, document)

    def analyse_now(self, document: Document) -> Analysis | Foreign:
        """Return the analysis without an event loop."""
        with self._turn:
            return self._workbench.analyse(document)

    async def extract(self, page: Page, now: datetime) -> Document:
        """See ``Analyser``."""
        return await asyncio.to_thread(self._workbench.extract, page, now)

    async def read_file(self, file: FileInput, now: datetime) -> Document:
        """See ``Analyser``."""
        return await asyncio.to_thread(self._workbench.read_file, file, now)

    async def close(self) -> None:
        """Nothing is held."""


class ChildAnalyser:
    """Works in child processes that are killed and replaced when they take too long or die.

    One reads pages, the other analyses texts: a hostile page costs neither the loaded pipeline nor the
    turn of an article that is being analysed.
    """

    def __init__(
        self,
        model: str | None = None,
        *,
        seconds: float = ANALYSIS_SECONDS,
        extract_seconds: float = EXTRACT_SECONDS,
        start_seconds: float = START_SECONDS,
        memory: int = CHILD_MEMORY_BYTES,
        extract_memory: int = EXTRACT_MEMORY_BYTES,
        workbench: type[Workbench] = Workbench,
    ) -> None:
        """Remember the limits; each child starts with its first work or ``warm_up``."""
        self._seconds = {"analyse": seconds, "warm_up": start_seconds}
        self._seconds |= {"extract": extract_seconds, "read_file": extract_seconds}
        self._analysing = _Place(workbench, model, memory, start_seconds)
        self._reading = _Place(workbench, model, extract_memory, start_seconds)

    async def warm_up(self) -> None:
        """Start the child and load the pipeline."""
        await self._run("warm_up")

    async def analyse(self, document: Document) -> Analysis | Foreign:
        """See ``Analyser``."""
        result: Analysis | Foreign = await self._run("analyse", document)
        return result

    async def extract(self, page: Page, now: datetime) -> Document:
        """See ``Analyser``."""
        result: Document = await self._run("extract", page, now)
        return result

    async def read_file(self, file: FileInput, now: datetime) -> Document:
        """See ``Analyser``."""
        result: Document = await self._run("read_file", file, now)
        return result

    async def close(self) -> None:
        """End the children."""
        await asyncio.gather(self._analysing.end(), self._reading.end())

    async def _run(self, job: str, *args: object) -> Any:
        place = self._analysing if job in _OF_THE_PIPELINE else self._reading
        return await place.run(job, args, self._seconds[job])


class _Place:
    """Where one child works; when it is gone another takes its place.

    It is waited for in a thread of its own: whoever waits for a slow page must not hold one of the threads
    that the store is written from.
    """

    def __init__(
        self, workbench: type[Workbench], model: str | None, memory: int, start_seconds: float
    ) -> None:
        self._workbench = workbench
        self._model = model
        self._memory = memory
        self._start_seconds = start_seconds
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="child")
        self._child: _Child | None = None

    async def run(self, job: str, args: tuple[object, ...], seconds: float) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._run, job, args, seconds)

    async def end(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self._discard)

    def _run(self, job: str, args: tuple[object, ...], seconds: float) -> Any:
        for _ in range(CHILD_TRIES):
            try:
                return self._living_child().ask(job, args, seconds)
            except TimeoutError as error:
                self._discard()
                raise IntakeError(Problem.UNREADABLE, {"reason": "timeout"}) from error
            except (EOFError, OSError):
                self._discard()
        raise IntakeError(Problem.UNREADABLE, {"reason": "crash"})

    def _living_child(self) -> _Child:
        if self._child is None:
            self._child = _Child(self._workbench, self._model, self._memory)
            if self._child.receive(self._start_seconds) != _READY:
                raise EOFError
        return self._child

    def _discard(self) -> None:
        if self._child is not None:
            self._child.kill()
        self._child = None


@dataclass(frozen=True, slots=True)
class _Unfit:
    """What a ``ConfigError`` says, in a form that crosses the border between processes."""

    problems: tuple[str, ...]


class _Child:
    """One process and the line to it."""

    def __init__(self, workbench: type[Workbench], model: str | None, memory: int) -> None:
        context = multiprocessing.get_context("spawn")  # forking a process with threads is unsafe
        self._line, other = context.Pipe()
        self._process: BaseProcess = context.Process(
            target=_serve, args=(other, workbench, model, memory), daemon=True
        )
        self._process.start()
        other.close()

    def ask(self, job: str, args: tuple[object, ...], seconds: float) -> Any:
        self._line.send((job, args))
        answer = self.receive(seconds)
        if isinstance(answer, IntakeError):
            raise answer
        if isinstance(answer, _Unfit):
            raise ConfigError(answer.problems)
        return answer

    def receive(self, seconds: float) -> Any:
        if not self._line.poll(seconds):
            raise TimeoutError
        return self._line.recv()

    def kill(self) -> None:
        self._process.kill()
        self._process.join()
        self._process.close()
        self._line.close()


def _serve(line: Connection, workbench: type[Workbench], model: str | None, memory: int) -> None:
    """Work until the parent hangs up.  Any error but a refusal ends the process: the parent notices."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group; the parent decides
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold article texts
    bench = workbench(model)
    line.send(_READY)
    while True:
        try:
            job, args = line.recv()
        except EOFError:
            return
        try:
            line.send(getattr(bench, job)(*args))
        except IntakeError as refusal:
            line.send(refusal)
        except ConfigError as error:
            line.send(_Unfit(error.problems))
