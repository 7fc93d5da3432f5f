"""The container files, read without a daemon; `.ci/docker_steps.py` runs their steps."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.frame.repository import PACKAGES, ROOT, read, script

DOCKER = script("docker_steps")
STEPS = DOCKER.read_steps(read("Dockerfile"))


def stages() -> list[list[object]]:
    """Return the instructions of each stage."""
    begins = [index for index, step in enumerate(STEPS) if step.word == "FROM"]
    return [STEPS[begin:end] for begin, end in zip(begins, [*begins[1:], len(STEPS)], strict=True)]


def last_stage(word: str) -> list[str]:
    return [step.rest for step in stages()[-1] if step.word == word]  # type: ignore[attr-defined]


def test_it_builds_in_stages_from_one_pinned_image() -> None:
    bases = [step.rest for step in STEPS if step.word == "FROM"]
    outside = [base for base in bases if base.split()[0] not in re.findall(r"AS (\w+)", " ".join(bases))]
    assert len(bases) > 1
    assert len(outside) == 1
    assert re.fullmatch(r"python:3\.11\.\d+-slim-\w+ AS \w+", outside[0])


def test_it_runs_as_a_numbered_user_that_is_not_root() -> None:
    (user,) = last_stage("USER")
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user)


def test_it_stops_by_sigterm_and_checks_its_health() -> None:
    assert last_stage("STOPSIGNAL") == ["SIGTERM"]
    (health,) = last_stage("HEALTHCHECK")
    assert 'CMD ["lagebild", "healthcheck"]' in health


def test_it_runs_the_bot_itself_and_no_shell() -> None:
    assert last_stage("ENTRYPOINT") == ['["lagebild"]']
    assert last_stage("CMD") == ['["run"]']


def test_it_keeps_data_on_a_volume() -> None:
    assert last_stage("VOLUME") == ["/data"]
    assert any("LAGEBILD_DATA_DIR=/data" in rest for rest in last_stage("ENV"))


def test_it_installs_only_hashed_packages_and_keeps_no_cache() -> None:
    installs = [step.rest for step in STEPS if step.word == "RUN" and "pip install" in step.rest]
    assert installs
    for install in installs:
        assert "--no-cache-dir" in install
        assert "--require-hashes" in install or "--no-deps" in install
    assert not [step for step in stages()[-1] if "pip install" in step.rest]  # type: ignore[attr-defined]


def test_it_puts_no_secret_into_the_image() -> None:
    assert not re.search(r"(?i)token|password|secret", read("Dockerfile"))
    assert not [step for step in STEPS if step.word == "ADD"]


def test_it_lets_only_needed_files_into_the_build() -> None:
    lines = read(".dockerignore").splitlines()
    admitted = {line[1:] for line in lines if line.startswith("!")}
    copied = {
        source
        for step in STEPS
        if step.word == "COPY" and "from" not in step.flags
        for source in step.arguments.split()[:-1]
    }
    assert "*" in lines
    assert admitted == copied
    assert set(PACKAGES) <= copied
    assert lines.index("**/.env*") > max(lines.index(f"!{name}") for name in admitted)


@pytest.mark.parametrize(
    "setting",
    [
        "init: true",
        "read_only: true",
        "restart: unless-stopped",
        "cap_drop:\n      - ALL",
        "no-new-privileges:true",
        "tmpfs:\n      - /tmp",
        "env_file: .env",
        "- data:/data",
    ],
)
def test_it_locks_the_container_down(setting: str) -> None:
    assert setting in read("compose.yaml")


@pytest.mark.parametrize("limit", ["pids_limit", "mem_limit", "stop_grace_period"])
def test_it_limits_what_the_container_may_take(limit: str) -> None:
    assert re.search(rf"^    {limit}: \d+", read("compose.yaml"), flags=re.MULTILINE)


def test_it_opens_no_port() -> None:
    assert "ports:" not in read("compose.yaml")
    assert not [step for step in STEPS if step.word == "EXPOSE"]


def test_it_reads_continued_lines_and_comments() -> None:
    steps = DOCKER.read_steps(
        "# c\nFROM a AS b\nRUN x \\\n    # not this\n    && y\nCOPY --from=b --chown=1:1 /q /q\n"
    )
    assert [(step.word, step.rest, step.line) for step in steps[:2]] == [
        ("FROM", "a AS b", 2),
        ("RUN", "x && y", 3),
    ]
    assert steps[2].flags == {"from": "b", "chown": "1:1"}
    assert steps[2].arguments == "/q /q"


def test_it_refuses_an_unfinished_dockerfile() -> None:
    with pytest.raises(DOCKER.StepError, match="line 1"):
        DOCKER.read_steps("RUN x \\\n")


def test_it_moves_only_the_paths_that_the_image_makes(tmp_path: Path) -> None:
    rehearsal = DOCKER.Rehearsal(tmp_path, ["/opt/lagebild", "/app"])
    assert rehearsal.moved("/opt/lagebild/bin:/app /application x/app") == (
        f"{tmp_path}/opt/lagebild/bin:{tmp_path}/app /application x/app"
    )


def test_it_names_the_step_that_fails(tmp_path: Path) -> None:
    rehearsal = DOCKER.Rehearsal(tmp_path, ["/app"])
    for step in DOCKER.read_steps("FROM x\nWORKDIR /app\nRUN true\n"):
        rehearsal.play(step)
    with pytest.raises(DOCKER.StepError, match="line 7: RUN exit 3: exit status 3"):
        rehearsal.play(DOCKER.Step("RUN", "exit 3", 7))
    with pytest.raises(DOCKER.StepError, match=r"\.dockerignore keeps Makefile out"):
        rehearsal.play(DOCKER.Step("COPY", "Makefile ./", 8))


def test_it_passes_hadolint_where_installed() -> None:
    hadolint = shutil.which("hadolint") or shutil.which(str(ROOT / ".venv" / "bin" / "hadolint"))
    if hadolint is None:
        pytest.skip("hadolint is not installed")
    done = subprocess.run([hadolint, "Dockerfile"], cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.stdout == ""
