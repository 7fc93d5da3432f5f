# ruff: noqa: INP001 (scripts, not a package)
"""Run the Dockerfile's steps without a container, so that they are known to work where no daemon runs.

Each absolute path that the Dockerfile makes (its WORKDIR, VOLUME and what one stage copies from another) is
moved below a temporary folder; this machine's Python stands in for the base image.  At the end the image's
command is tried as the image's user.  Usage: ``docker_steps.py [FOLDER]``; exits with 0 when all went well.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import string
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
COPY_IGNORES = shutil.ignore_patterns("__pycache__", "*.pyc", ".env*")


class StepError(Exception):
    """A step of the Dockerfile cannot work; the text says which and why."""


@dataclass(frozen=True)
class Step:
    """One instruction: its word in capitals, the rest of it on one line, and its first line's number."""

    word: str
    rest: str
    line: int

    @property
    def flags(self) -> dict[str, str]:
        """The ``--name=value`` options before the arguments."""
        found = re.match(r"(?:--\w[\w-]*=\S+\s+)*", self.rest)
        pairs = (flag[2:].partition("=") for flag in (found.group() if found else "").split())
        return {name: value for name, _, value in pairs}

    @property
    def arguments(self) -> str:
        """What follows the options."""
        return re.sub(r"^(?:--\w[\w-]*=\S+\s+)*", "", self.rest)


def read_steps(text: str) -> list[Step]:
    """Return the instructions of a Dockerfile's ``text``; comments are dropped, continued lines joined."""
    steps: list[Step] = []
    parts: list[str] = []
    begin = 0
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        begin = number if not parts else begin
        parts.append(line.strip().removesuffix("\\").strip())
        if not line.rstrip().endswith("\\"):
            word, _, rest = " ".join(parts).partition(" ")
            steps.append(Step(word.upper(), rest, begin))
            parts = []
    if parts:
        raise StepError(f"line {begin} is continued, but nothing follows")
    return steps


def made_paths(steps: list[Step]) -> list[str]:
    """Return the absolute paths that the Dockerfile itself makes, longest first."""
    paths = {step.rest for step in steps if step.word in {"WORKDIR", "VOLUME"}}
    paths |= {step.arguments.split()[0] for step in steps if step.word == "COPY" and "from" in step.flags}
    return sorted(paths, key=len, reverse=True)


def admitted(source: str, ignore_file: str) -> bool:
    """Tell whether ``.dockerignore`` (everything is out but what a ``!`` line names) lets ``source`` in."""
    return source in {line[1:].strip("/") for line in ignore_file.splitlines() if line.startswith("!")}


@dataclass
class Rehearsal:
    """The state that the instructions change: environment, folder, user."""

    root: Path
    paths: list[str]
    env: dict[str, str] = field(default_factory=dict)
    folder: Path = Path("/")
    user: int | None = None

    def moved(self, text: str) -> str:
        """Return ``text`` with the Dockerfile's own absolute paths moved below the root."""
        own = re.compile(rf"(?<![\w./-])(?:{'|'.join(map(re.escape, self.paths))})(?![\w.-])")
        below = str(self.root).rstrip("/")
        return own.sub(lambda found: below + found.group(), text)

    def play(self, step: Step) -> None:
        """Carry out one instruction; the ones that only describe the image change nothing."""
        action = {
            "FROM": self._from,
            "ENV": self._env,
            "WORKDIR": self._workdir,
            "COPY": self._copy,
            "RUN": self._run,
            "USER": self._user,
        }.get(step.word)
        if action:
            action(step)

    def _from(self, _step: Step) -> None:
        python = Path(getattr(sys, "_base_executable", sys.executable)).resolve().parent
        self.env = {
            "PATH": f"{python}:{os.defpath}",
            "LANG": "C.UTF-8",
            "HOME": str(self.root),
            "PIP_QUIET": "1",
        }
        self.env |= {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_"))}

    def _env(self, step: Step) -> None:
        for pair in shlex.split(step.rest):
            name, _, value = pair.partition("=")
            self.env[name] = string.Template(self.moved(value)).safe_substitute(self.env)

    def _workdir(self, step: Step) -> None:
        self.folder = Path(self.moved(step.rest))
        self.folder.mkdir(parents=True, exist_ok=True)

    def _user(self, step: Step) -> None:
        self.user = int(step.rest.partition(":")[0])

    def _copy(self, step: Step) -> None:
        *sources, target = step.arguments.split()
        for source in sources:
            if "from" in step.flags:
                self._require(Path(self.moved(source)).exists(), step, f"no earlier stage made {source}")
            else:
                self._copy_in(source, target, step)

    def _copy_in(self, source: str, target: str, step: Step) -> None:
        origin, goal = REPOSITORY / source, self.folder / target
        self._require(origin.exists(), step, f"{source} is not in the repository")
        ignored = (REPOSITORY / ".dockerignore").read_text(encoding="utf-8")
        self._require(admitted(source, ignored), step, f".dockerignore keeps {source} out")
        if origin.is_dir():
            shutil.copytree(origin, goal, ignore=COPY_IGNORES, dirs_exist_ok=True)
        else:
            shutil.copy(origin, goal / source if target.endswith("/") else goal)

    def _run(self, step: Step) -> None:
        command = self.moved(step.rest)
        if os.geteuid() != 0:
            command = re.sub(r" -[og] \d+", "", command)  # only root may give files away
        done = subprocess.run(["/bin/sh", "-ec", command], cwd=self.folder, env=self.env, check=False)  # noqa: S603
        self._require(done.returncode == 0, step, f"exit status {done.returncode}")

    @staticmethod
    def _require(holds: bool, step: Step, problem: str) -> None:
        if not holds:
            raise StepError(f"Dockerfile line {step.line}: {step.word} {step.rest}: {problem}")


def try_image(rehearsal: Rehearsal, arguments: list[str]) -> None:
    """Run the image's command with other ``arguments``, as the image's user where this machine allows it.

    Raises:
        StepError: The command failed.
    """
    program = shutil.which("lagebild", path=rehearsal.env["PATH"])
    if program is None:
        raise StepError("the image has no lagebild command on its PATH")
    user = rehearsal.user if os.geteuid() == 0 and reachable(rehearsal) else None
    say(f"as user {user or os.geteuid()}: lagebild {' '.join(arguments)}")
    done = subprocess.run(  # noqa: S603
        [program, *arguments],
        cwd=rehearsal.folder,
        env=rehearsal.env,
        user=user,
        group=user,
        extra_groups=[] if user else None,
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        raise StepError(
            f"lagebild {' '.join(arguments)}: exit status {done.returncode}\n{done.stdout}{done.stderr}"
        )


def reachable(rehearsal: Rehearsal) -> bool:
    """Tell whether the image's user can start this machine's Python (it may lie in root's home)."""
    python = shutil.which("python", path=rehearsal.env["PATH"]) or sys.executable
    try:
        subprocess.run([python, "-c", ""], user=rehearsal.user, check=True, cwd="/", env=rehearsal.env)  # noqa: S603
    except (PermissionError, subprocess.CalledProcessError):
        return False
    return True


def say(text: str) -> None:
    """Print one line at once, so that it stands before what the step itself prints."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def rehearse(root: Path) -> None:
    """Play all steps below ``root``, then try the finished image.

    Raises:
        StepError: A step or the finished command failed.
    """
    steps = read_steps((REPOSITORY / "Dockerfile").read_text(encoding="utf-8"))
    rehearsal = Rehearsal(root, made_paths(steps))
    for step in steps:
        say(f"{step.word} {step.rest}")
        rehearsal.play(step)
    for step in steps:
        if step.word == "HEALTHCHECK":
            _, _, command = step.arguments.partition(" ")
            try_image(rehearsal, [*json.loads(command)[1:], "--help"])
    try_image(rehearsal, ["status", "--json"])


def main() -> int:
    """Rehearse in the folder named on the command line, else in a temporary one that is removed."""
    with tempfile.TemporaryDirectory(prefix="lagebild-image-") as temporary:
        root = Path(sys.argv[1]).resolve() if sys.argv[1:] else Path(temporary)
        root.mkdir(parents=True, exist_ok=True)
        root.chmod(0o755)
        try:
            rehearse(root)
        except StepError as error:
            say(f"FAILED: {error}")
            return 1
    say("The Dockerfile's steps work.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
