"""The recipe of the language model: its commands, its pinned requirements and its recorded inputs."""

from __future__ import annotations

import importlib.util
import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
import srsly
from spacy.util import load_config, registry

from summaries.language import training
from summaries.language.training import inputs, reader
from summaries.language.training.inputs import ChangedInputError, digests, record_inputs, verify_inputs

FOLDER = Path(training.__file__).parent
PROJECT: dict[str, Any] = srsly.read_yaml(FOLDER / "project.yml")
COMMANDS: list[dict[str, Any]] = PROJECT["commands"]
_MODULE = re.compile(r"python -m (\S+)")


def names(commands: list[dict[str, Any]]) -> list[str]:
    return [command["name"] for command in commands]


def scripts(command: dict[str, Any]) -> str:
    return " ".join(command["script"])


@pytest.mark.parametrize("command", COMMANDS, ids=names(COMMANDS))
def test_every_file_a_command_depends_on_is_there_or_made_before(command: dict[str, Any]) -> None:
    before = COMMANDS[: COMMANDS.index(command)]
    made = [output for other in before for output in other.get("outputs", [])]
    for dep in command.get("deps", []):
        assert dep in made or (FOLDER / dep).is_file(), dep


@pytest.mark.parametrize("command", COMMANDS, ids=names(COMMANDS))
def test_every_module_a_command_runs_is_there(command: dict[str, Any]) -> None:
    modules = _MODULE.findall(scripts(command))
    assert modules
    assert [module for module in modules if importlib.util.find_spec(module) is None] == []


@pytest.mark.parametrize("command", COMMANDS, ids=names(COMMANDS))
def test_every_file_a_command_names_is_there(command: dict[str, Any]) -> None:
    words = shlex.split(scripts(command))
    files = {word for word in words if Path(word).suffix in {".cfg", ".json", ".py"} and "$" not in word}
    assert [name for name in files if not (FOLDER / name).is_file()] == []


@pytest.mark.parametrize("command", COMMANDS, ids=names(COMMANDS))
def test_what_a_command_makes_stands_in_its_script(command: dict[str, Any]) -> None:
    for output in command.get("outputs", []):
        assert any(word in output for word in shlex.split(scripts(command))), output


def test_the_whole_recipe_runs_every_command_in_order() -> None:
    assert PROJECT["workflows"]["all"] == names(COMMANDS)


def test_the_project_root_leads_to_the_package() -> None:
    assert (FOLDER / PROJECT["vars"]["root"] / "summaries/language/training").samefile(FOLDER)


@pytest.mark.parametrize("network", ["student", "names"])
def test_the_network_is_given_only_paths_that_it_knows(network: str) -> None:
    config = load_config(FOLDER / f"{network}.cfg")
    command = next(command for command in COMMANDS if command["name"] == network)
    given = re.findall(r"--paths\.(\w+)", scripts(command))
    assert given
    assert set(given) <= set(config["paths"])


@pytest.mark.parametrize("network", ["student", "names"])
def test_the_network_is_trained_with_the_corpus_reader(network: str) -> None:
    config = load_config(FOLDER / f"{network}.cfg")
    assert {corpus["@readers"] for corpus in config["corpora"].values()} == {"lagebild_corpus.v1"}
    assert registry.readers.get("lagebild_corpus.v1") is reader.corpus


def test_requirements_are_pinned() -> None:
    lines = (FOLDER / "requirements.txt").read_text("utf-8").splitlines()
    wanted = [line.partition("#")[0].strip() for line in lines]
    assert any(wanted)
    assert [line for line in wanted if line and not re.fullmatch(r"[\w.\-]+==[\d.]+", line)] == []


def test_the_card_names_licence_and_sources() -> None:
    card = srsly.read_json(FOLDER / "card.json")
    assert card["license"] == "CC BY-SA 4.0"
    assert {"name", "version", "description", "sources"} <= set(card)
    for source in card["sources"]:
        assert set(source) == {"name", "url", "license", "author"}
        assert all(source.values())


GERMEVAL, SMARTDATA = "germeval2014/NER-de-dev.tsv", "smartdata/one.jsonl"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of training data that is recorded as it is."""
    monkeypatch.setattr(inputs, "INPUTS", tmp_path / "inputs.toml")
    root = tmp_path / "data"
    for name in (GERMEVAL, SMARTDATA):
        (root / name).parent.mkdir(parents=True)
        (root / name).write_text(name, "utf-8")
    record_inputs(root)
    return root


def test_recorded_inputs_are_as_recorded(data: Path) -> None:
    verify_inputs(data)


def test_a_changed_file_is_named_once(data: Path) -> None:
    (data / GERMEVAL).write_text("anders", "utf-8")
    with pytest.raises(ChangedInputError) as caught:
        verify_inputs(data)
    assert str(caught.value) == f"not as recorded: {GERMEVAL}"


def test_a_missing_file_is_named(data: Path) -> None:
    (data / SMARTDATA).unlink()
    with pytest.raises(ChangedInputError) as caught:
        verify_inputs(data)
    assert str(caught.value) == f"not as recorded: {SMARTDATA}"


def test_a_new_file_is_named(data: Path) -> None:
    (data / "smartdata/two.jsonl").write_text("neu", "utf-8")
    with pytest.raises(ChangedInputError) as caught:
        verify_inputs(data)
    assert str(caught.value) == "not as recorded: smartdata/two.jsonl"


def test_all_differing_files_are_named(data: Path) -> None:
    (data / GERMEVAL).write_text("anders", "utf-8")
    (data / SMARTDATA).unlink()
    (data / "mobie").mkdir()
    (data / "mobie/new.conll2003").touch()
    with pytest.raises(ChangedInputError) as caught:
        verify_inputs(data)
    assert str(caught.value) == f"not as recorded: {GERMEVAL}, mobie/new.conll2003, {SMARTDATA}"


def test_files_that_are_not_read_do_not_count(data: Path) -> None:
    (data / "smartdata/notes.md").write_text("neu", "utf-8")
    (data / "elsewhere").mkdir()
    (data / "elsewhere/one.jsonl").touch()
    verify_inputs(data)
    assert list(digests(data)) == [GERMEVAL, SMARTDATA]


def test_an_empty_folder_misses_everything(data: Path, tmp_path: Path) -> None:
    with pytest.raises(ChangedInputError, match=f"{GERMEVAL}, {SMARTDATA}"):
        verify_inputs(tmp_path / "none")


def test_no_held_out_split_is_recorded() -> None:
    """Figures are measured on the test splits of these corpora."""
    recorded = tomllib.loads((FOLDER / "inputs.toml").read_text("utf-8"))["sha256"]
    measured = [name for name in recorded if name.startswith(("germeval2014/", "quotations", "ud_gsd"))]
    assert measured
    assert [name for name in measured if "test" in name.lower()] == []
