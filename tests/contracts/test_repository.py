"""What a fresh clone holds: the expected entries, honest locks, no address of this or that machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from collections import Counter
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
LOCKS = {
    "bot.lock": PROJECT["dependencies"],
    "dev.lock": PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"],
}
TOP_LEVEL = {
    *("bot", "config", "docs", "locales", "requirements", "tests"),
    *("CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md", "SECURITY.md"),
    *(".ci", ".dockerignore", ".gitignore", "Dockerfile", "Makefile", "pyproject.toml"),
}
LOCK_ENTRY = re.compile(
    r"^(?P<name>[a-z0-9][a-z0-9.-]*)==(?P<version>[^\s;]+)"
    r"( ; [^\\\n]+?)?"  # the systems it is for
    r"( \\\n    --hash=sha256:[0-9a-f]{64})+\n",
    re.MULTILINE,
)
# Written so that this file does not match itself.
REGISTRY_HOST = re.compile(
    r"(?:pypi|pythonhosted|npmjs|yarnpkg|docker|ghcr|quay|debian|ubuntu|crates|jsdelivr|unpkg|googleapis)\.(?:org|io|com|net)\b"
)
OUTSIDE_THE_CHECKOUT = re.compile(r"\.\./shared\b|/(?:work|tmp)/(?:main|shared|brief)\b")


def files_of_the_project() -> list[str]:
    """Paths that are, or would be, committed."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: what belongs to the project cannot be told from what lies beside it")
    command = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=True).stdout
    return [path for path in listed.split("\0") if path and (ROOT / path).is_file()]


def texts_of_the_project() -> list[tuple[str, str]]:
    texts = []
    for path in files_of_the_project():
        content = (ROOT / path).read_bytes()
        if b"\0" not in content:
            texts.append((path, content.decode(errors="replace")))
    return texts


def read_lock(file: str) -> dict[str, str]:
    content = (ROOT / "requirements" / file).read_text()
    return {entry["name"]: entry["version"] for entry in LOCK_ENTRY.finditer(content)}


def needed_by(package: str) -> list[str]:
    """Names of what an installed package asks for; nothing of one that this system does not need."""
    try:
        return [canonicalize_name(Requirement(line).name) for line in metadata.requires(package) or []]
    except metadata.PackageNotFoundError:
        return []


def test_top_level_holds_what_is_expected_and_nothing_else() -> None:
    assert {path.split("/")[0] for path in files_of_the_project()} == TOP_LEVEL


def test_licence_is_the_one_declared() -> None:
    assert PROJECT["license"] == "Apache-2.0"
    text = (ROOT / "LICENSE").read_text()
    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text


@pytest.mark.parametrize("file", LOCKS)
def test_lock_holds_versions_and_hashes_and_no_address(file: str) -> None:
    left = LOCK_ENTRY.sub("", (ROOT / "requirements" / file).read_text())
    assert left == ""


@pytest.mark.parametrize("file", LOCKS)
def test_lock_holds_one_version_of_everything_for_every_python(file: str) -> None:
    """What is tested on one is what is run on another: the image has a newer one than most machines."""
    entries = LOCK_ENTRY.finditer((ROOT / "requirements" / file).read_text())
    versions = Counter(entry["name"] for entry in entries)
    assert [name for name, count in versions.items() if count > 1] == []


@pytest.mark.parametrize("file", LOCKS)
def test_lock_answers_every_dependency(file: str) -> None:
    lock = read_lock(file)
    for line in LOCKS[file]:
        wanted = Requirement(line)
        version = lock.get(canonicalize_name(wanted.name))
        assert version is not None, f"{line} is not locked: make lock"
        assert wanted.specifier.contains(version), f"{line} is locked at {version}: make lock"


@pytest.mark.parametrize("file", LOCKS)
def test_lock_holds_nothing_that_no_one_asked_for(file: str) -> None:
    lock = read_lock(file)
    asked: set[str] = {canonicalize_name(Requirement(line).name) for line in LOCKS[file]}
    asked.update(needed for package in lock for needed in needed_by(package))
    assert set(lock) - asked == set()


def test_what_is_tested_is_what_is_run() -> None:
    assert read_lock("bot.lock").items() <= read_lock("dev.lock").items()


def test_no_package_registry_is_named() -> None:
    assert [path for path, text in texts_of_the_project() if REGISTRY_HOST.search(text)] == []


def test_only_ci_looks_outside_the_checkout() -> None:
    assert {path for path, text in texts_of_the_project() if OUTSIDE_THE_CHECKOUT.search(text)} <= {".ci/run"}


def test_ci_can_be_started() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    syntax = subprocess.run(
        ["bash", "-n", ".ci/run"], cwd=ROOT, capture_output=True, text=True, timeout=30, check=False
    )
    assert syntax.stderr == ""


def test_make_help_lists_the_promised_commands() -> None:
    listed = subprocess.run(
        ["make", "help"], cwd=ROOT, capture_output=True, text=True, timeout=30, check=True
    ).stdout
    promised = {"run", "test", "setup", "check", "bench", "help"}
    assert promised <= set(re.findall(r"^  make ([a-z-]+)", listed, re.MULTILINE))
