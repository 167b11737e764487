"""What can be promised of the image without building it: what enters, who runs in it, what it may write."""

from __future__ import annotations

import fnmatch
import json
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from importlib import metadata
from itertools import takewhile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Instruction:
    """One line of a Dockerfile, continuation lines joined, flags (`--from=…`) apart."""

    stage: int
    name: str
    flags: dict[str, str]
    rest: str

    @property
    def words(self) -> list[str]:
        return json.loads(self.rest) if self.rest.startswith("[") else shlex.split(self.rest)


def read_dockerfile() -> list[Instruction]:
    lines = [line for line in (ROOT / "Dockerfile").read_text().splitlines() if not line.startswith("#")]
    instructions: list[Instruction] = []
    stage = -1
    for line in "\n".join(lines).replace("\\\n", " ").splitlines():
        if not line.strip():
            continue
        name, rest = line.split(maxsplit=1)
        stage += name == "FROM"
        words = rest.split()
        flags = list(takewhile(lambda word: word.startswith("--"), words))
        named = dict(flag.removeprefix("--").split("=", 1) for flag in flags)
        instructions.append(Instruction(stage, name, named, " ".join(words[len(flags) :])))
    return instructions


INSTRUCTIONS = read_dockerfile()
LAST_STAGE = [line for line in INSTRUCTIONS if line.stage == INSTRUCTIONS[-1].stage]


def only(name: str, lines: list[Instruction] = LAST_STAGE) -> Instruction:
    """The one instruction of that name: two of them would leave it open which holds."""
    (found,) = [line for line in lines if line.name == name]
    return found


def environment() -> dict[str, str]:
    return dict(word.split("=", 1) for line in LAST_STAGE if line.name == "ENV" for word in line.words)


def enters_the_build(path: str) -> bool:
    """Whether `.dockerignore` lets a path in: the last pattern matching it, or a folder above it, decides."""
    let_in = True
    for pattern in (ROOT / ".dockerignore").read_text().splitlines():
        if not pattern or pattern.startswith("#"):
            continue
        glob = pattern.removeprefix("!").rstrip("/")
        parts = path.split("/")
        folders = ["/".join(parts[:depth]) for depth in range(1, len(parts) + 1)]
        if any(matches(glob, folder) for folder in folders):
            let_in = pattern.startswith("!")
    return let_in


def matches(glob: str, path: str) -> bool:
    """Docker's patterns stop at a slash, but for a leading `**/`, which stands for any number of folders."""
    if glob.startswith("**/"):
        return fnmatch.fnmatchcase(path.rsplit("/", 1)[-1], glob[3:])
    return glob.count("/") == path.count("/") and fnmatch.fnmatchcase(path, glob)


def copied_from_here() -> list[str]:
    copies = [line for line in INSTRUCTIONS if line.name == "COPY" and "from" not in line.flags]
    return [source for line in copies for source in line.words[:-1]]


def test_base_images_name_one_explicit_version() -> None:
    images = {line.words[0] for line in INSTRUCTIONS if line.name == "FROM"}
    assert len(images) == 1, "what is built on one base and run on another may not fit"
    assert re.fullmatch(r"python:3\.\d+-slim(@sha256:[0-9a-f]{64})?", images.pop())


def test_every_copied_path_exists_and_enters_the_build() -> None:
    sources = copied_from_here()
    assert sources
    assert [path for path in sources if not (ROOT / path).exists()] == []
    assert [path for path in sources if not enters_the_build(path)] == []


@pytest.mark.parametrize("stage", range(LAST_STAGE[0].stage))
def test_what_one_stage_takes_from_another_was_made_there(stage: int) -> None:
    name = next(line for line in INSTRUCTIONS if line.stage == stage).words[-1]
    made = " ".join(line.rest for line in INSTRUCTIONS if line.stage == stage)
    taken = [line for line in LAST_STAGE if line.flags.get("from") == name]
    assert taken, f"stage {name} is built for nothing"
    assert [line.words[0] for line in taken if line.words[0] not in made] == []


@pytest.mark.parametrize(
    "path",
    [
        ".git/config",
        ".venv/bin/python",
        "var/trustline.db",
        "var/trustline.key",
        ".env",
        "config/.env",
        "tests/conftest.py",
        "bot/__pycache__/app.cpython-311.pyc",
        "requirements/dev.lock",
    ],
)
def test_what_is_not_the_bot_stays_out_of_the_build(path: str) -> None:
    assert not enters_the_build(path)


def test_installs_exactly_what_is_locked_and_compiles_nothing_from_source() -> None:
    install = next(line.rest for line in INSTRUCTIONS if line.name == "RUN" and " install " in line.rest)
    for promise in ("--require-hashes", "--only-binary :all:", "bot.lock"):
        assert promise in install
    for line in LAST_STAGE:
        assert not re.search(r"\b(pip|apt|apt-get|gcc|curl|wget)\b", line.rest), line


def test_no_secret_is_built_in() -> None:
    assert [line for line in INSTRUCTIONS if line.name in {"ARG", "ADD"}] == []
    assert [name for name in environment() if re.search("TOKEN|SECRET|KEY|PASSWORD", name)] == []


def test_runs_as_nobody_in_particular() -> None:
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", only("USER").rest), (
        "a number, not root: orchestrators check it"
    )
    assert INSTRUCTIONS.index(only("USER")) < INSTRUCTIONS.index(only("ENTRYPOINT"))


def test_writes_to_the_data_volume_and_nowhere_else() -> None:
    (volume,) = only("VOLUME").words
    (made,) = re.findall(
        r"install --directory --owner (\d+) --group (\d+) --mode 700 (\S+)", only("RUN").rest
    )
    assert ":".join(made[:2]) == only("USER").rest
    assert made[2] == volume
    assert "chown" not in " ".join(
        [line.rest for line in LAST_STAGE] + [str(line.flags) for line in LAST_STAGE]
    )
    written = environment()
    assert written["BOT_DATABASE_URL"].startswith(f"sqlite:///{volume}/")
    assert written["SQLITE_TMPDIR"] == written["TMPDIR"] == volume
    assert written["PYTHONDONTWRITEBYTECODE"] == "1"


def test_starts_and_stops_as_promised() -> None:
    assert only("STOPSIGNAL").rest == "SIGTERM"
    assert only("ENTRYPOINT").words == ["python", "-m", "bot"]
    assert only("CMD").words == ["run"]
    assert (ROOT / "bot" / "__main__.py").is_file()
    assert only("WORKDIR").rest == "/app"


def test_starts_with_the_packages_of_the_image_alone() -> None:
    """The sandbox and the tests may use more; an import of it on the way to `run` would break the image."""
    result = start_without(modules_missing_in_the_image(), only("ENTRYPOINT").words[-1])
    assert result.returncode == 0, result.stderr
    assert "run" in result.stdout


def start_without(modules: set[str], package: str) -> subprocess.CompletedProcess[str]:
    """`python -m PACKAGE --help`, with all that `run` needs imported, where `modules` cannot be."""
    program = (
        "import importlib, runpy, sys\n"
        f"sys.modules.update(dict.fromkeys({sorted(modules)!r}))\n"
        f"importlib.import_module('{package}.app')\n"
        f"sys.argv = ['{package}', '--help']\n"
        f"runpy.run_module('{package}', run_name='__main__', alter_sys=True)\n"
    )
    command = [sys.executable, "-c", program]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def modules_missing_in_the_image() -> set[str]:
    in_image = locked("bot.lock")
    missing: set[str] = set()
    for module, distributions in metadata.packages_distributions().items():
        names = {re.sub(r"[-_.]+", "-", name).lower() for name in distributions}
        if names <= locked("dev.lock") - in_image:
            missing.add(module)
    assert "aiogram" in missing
    return missing


def locked(file: str) -> set[str]:
    return set(re.findall(r"^([a-z0-9.-]+)==", (ROOT / "requirements" / file).read_text(), re.MULTILINE))


def test_health_is_asked_of_a_command_that_works_without_a_listening_port() -> None:
    health = only("HEALTHCHECK").rest
    assert json.loads(health.removeprefix("CMD ")) == [*only("ENTRYPOINT").words, "check", "--alive"]
