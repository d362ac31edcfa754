"""The rules of the house, held against the sources themselves."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from conftest import ROOT

SOURCES = sorted(path for name in ("transforms", "flows") for path in (ROOT / name).rglob("*.py"))
TRANSFORMS = [path for path in SOURCES if path.is_relative_to(ROOT / "transforms")]
VOCABULARY = ROOT / "transforms" / "vocab"

# From left to right: a module may import its own room and those to its left.
ROOMS = (
    ("transforms.vocabulary", "transforms.records"),
    ("transforms.schema",),
    ("transforms.text",),
    ("transforms.read",),
    ("transforms.extract",),
    ("transforms.normalise",),
    ("transforms.monitor",),
    ("transforms.check", "transforms.dictionary", "transforms.parquet", "transforms.selection", "transforms.lineage"),
    ("flows.views",),
    ("flows",),
)
# archives.py opens the members of an archive that was handed to it, and no files.
OPENING = {"transforms/vocabulary.py", "transforms/schema.py", "transforms/read/archives.py"}
OUTSIDE = {
    "asyncio",
    "ftplib",
    "http",
    "httpx",
    "multiprocessing",
    "prefect",
    "random",
    "requests",
    "secrets",
    "socket",
}
OUTSIDE |= {"subprocess", "threading", "time", "urllib.request", "uuid", "flows"}
CLOCKS = {"now", "today", "utcnow"}
FILES = {"open", "read_bytes", "read_text", "write_bytes", "write_text", "unlink", "mkdir"}
LONGEST_FUNCTION = 60
WORLD = {
    "countries": ("name", "official_name", "names", "demonyms", "capitals"),
    "groups": ("name", "names", "adjectives"),
    "places": ("name",),
    "organisations": ("name",),
    "leaders": ("name", "surname"),
    "agencies": ("name", "names"),
    "currencies": ("unique_names", "shared_names"),
}
CUES = {"phrase", "names", "forms", "title", "aliases"}
WORDS_IN_PATTERN = 3


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room(module: str) -> int:
    found = [number for number, names in enumerate(ROOMS) for name in names if f"{module}.".startswith(f"{name}.")]
    return found[0] if found else -1


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    yield from (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef))


@cache
def literals(path: Path) -> tuple[str, ...]:
    """The texts in the code, without docstrings and without the names that `__all__` lists."""
    left_out: set[int] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Expr | ast.Assign) and (isinstance(node, ast.Expr) or lists_names(node)):
            left_out |= {id(child) for child in ast.walk(node.value) if isinstance(child, ast.Constant)}
    texts = (node for node in ast.walk(tree(path)) if isinstance(node, ast.Constant) and id(node) not in left_out)
    return tuple(node.value for node in texts if isinstance(node.value, str))


def lists_names(node: ast.Assign) -> bool:
    return any(isinstance(target, ast.Name) and target.id == "__all__" for target in node.targets)


@cache
def surfaces() -> dict[str, str]:
    """Every name of the world, and every cue of several words, with the file that holds it."""
    found: dict[str, str] = {}
    for path in sorted(VOCABULARY.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as handle:
            for row in csv.DictReader(handle):
                for column in (*WORLD.get(path.stem, ()), *(CUES & row.keys())):
                    for written in (row[column] or "").split("|"):
                        if len(written) > 2 and (path.stem in WORLD or " " in written):
                            found.setdefault(written.casefold(), path.name)
    return found


@cache
def words() -> frozenset[str]:
    return frozenset(
        row["word"].casefold()
        for path in VOCABULARY.glob("*.csv")
        for row in csv.DictReader(path.open(encoding="utf-8", newline=""))
        if row.get("word")
    )


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_imports_run_from_left_to_right(path: Path) -> None:
    module = name_of(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    if module == "transforms":
        return
    assert room(module) >= 0, f"{module} stands in no room"
    later = [name for name in imported(path) if name.startswith(("transforms.", "flows")) and room(name) > room(module)]
    assert later == []


@pytest.mark.parametrize("path", TRANSFORMS, ids=name_of)
def test_transforms_are_pure(path: Path) -> None:
    outside = [name for name in imported(path) if {name, name.split(".")[0], name.rpartition(".")[0]} & OUTSIDE]
    assert outside == []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            assert called not in CLOCKS | {"print"}, f"line {node.lineno}"
            assert called not in FILES or name_of(path) in OPENING, f"line {node.lineno}"


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_the_world_stands_in_data(path: Path) -> None:
    known = surfaces()
    texts = [text for text in literals(path) if not re.fullmatch(r"[A-Z_]+", text)]
    assert [f"{text} ({known[text.casefold()]})" for text in texts if text.casefold() in known] == []


@pytest.mark.parametrize("path", TRANSFORMS, ids=name_of)
def test_no_pattern_is_full_of_words(path: Path) -> None:
    for text in literals(path):
        if "|" in text and not text.startswith("/"):
            plain = re.sub(r"\(\?P[<=]\w+[>)]|\\\w", " ", text)
            used = {word for word in re.findall(r"[a-z]{3,}", plain.casefold()) if word in words()}
            assert len(used) < WORDS_IN_PATTERN, text


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_functions_are_short_typed_and_described(path: Path) -> None:
    for function in functions(path):
        lines = (function.end_lineno or function.lineno) - function.lineno + 1
        assert lines <= LONGEST_FUNCTION, f"{function.name} has {lines} lines"
        assert function.returns is not None, function.name
        public = not function.name.startswith("_")
        nested = function.col_offset > 0
        assert not public or nested or ast.get_docstring(function), f"{function.name} does not say what it is for"


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_modules_say_what_they_are_for(path: Path) -> None:
    assert ast.get_docstring(tree(path)) or path.stat().st_size == 0
    assert path.stem not in {"utils", "helpers", "core", "common"}


def test_every_vocabulary_file_is_used() -> None:
    named = {text for path in SOURCES for text in literals(path)}
    unused = {path.name for path in VOCABULARY.iterdir() if not {path.stem, path.name} & named}
    assert unused == set()


def test_only_flows_know_prefect() -> None:
    users = {name_of(path) for path in SOURCES if any(name.split(".")[0] == "prefect" for name in imported(path))}
    assert users == {
        "flows/build.py",
        "flows/cli_run.py",
        "flows/ingest.py",
        "flows/report.py",
        "flows/serve.py",
        "flows/server_guard.py",
        "flows/tasks.py",
    }
