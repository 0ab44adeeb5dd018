"""Rules of the house that no single file can break alone."""

import ast
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

HOUSE = Path(__file__).parents[1]
FLOORS = ("gateway", "workers")
TOP = {
    *("gateway", "workers", "prompts", "tests"),
    *("pyproject.toml", "requirements.lock", "requirements-dev.lock", "Makefile", "Procfile", "README.md"),
    *("LICENSE", ".ci", ".gitignore", ".gitattributes"),
}
MOST_LINES = 330  # about 300 is the aim
LATE = re.compile(r"#\s*late:\s*\S")  # how an import inside a function gives its reason
PUT_OFF = re.compile(r"\b(TO" r"DO|FIX" r"ME)\b")


def kept(*folders: str) -> list[Path]:
    """Files that git keeps, or would: the rules bind a file before its first commit."""
    words = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *folders]
    listed = subprocess.run(words, cwd=HOUSE, capture_output=True, text=True, check=True).stdout
    return [HOUSE / name for name in sorted(filter(None, listed.split("\0"))) if (HOUSE / name).is_file()]


def program() -> list[Path]:
    return [file for file in kept(*FLOORS) if file.suffix == ".py"]


def name(file: Path) -> str:
    return str(file.relative_to(HOUSE))


def test_nothing_is_added_at_the_top_without_a_reason() -> None:
    assert {file.relative_to(HOUSE).parts[0] for file in kept()} <= TOP


def test_a_file_can_be_read_in_one_sitting() -> None:
    lengths = {name(file): len(file.read_text(encoding="utf-8").splitlines()) for file in program()}
    too_long = {file: lines for file, lines in lengths.items() if lines > MOST_LINES}
    assert not too_long, f"each is two files: {too_long}"


def test_imports_stand_at_the_top_where_they_can_be_seen() -> None:
    hidden = [f"{name(file)}:{line}" for file in program() for line in late_imports(file)]
    assert not hidden, f"move them up, or say why after `# late:` on the line: {hidden}"


def late_imports(file: Path) -> list[int]:
    text = file.read_text(encoding="utf-8")
    lines = text.splitlines()
    functions = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    imports = {
        node.lineno
        for function in functions
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    return sorted(line for line in imports if not LATE.search(lines[line - 1]))


def test_nothing_is_put_off_in_a_comment() -> None:
    texts = [file for file in kept(*FLOORS, "prompts", "tests") if file.suffix in {".py", ".toml", ".html", ".sql"}]
    found = [name(file) for file in texts if PUT_OFF.search(file.read_text(encoding="utf-8"))]
    assert not found, f"do it or drop it: {found}"


def test_the_locks_say_the_versions_the_project_says() -> None:
    """Both files hold the same release of what both name, and what pyproject.toml pins is in them: run `make lock`."""
    production, development = (pins(HOUSE / f"requirements{kind}.lock") for kind in ("", "-dev"))
    assert production.items() <= development.items()
    wanted = dict(re.findall(r'^    "([a-z0-9-]+)(?:\[\w+\])?==([^"]+)"', (HOUSE / "pyproject.toml").read_text(), re.M))
    assert wanted
    assert wanted.items() <= development.items()


def test_production_imports_only_what_production_installs() -> None:
    """A machine set up from requirements.lock alone never meets an import it lacks."""
    installed = {"espeakng-loader", *pins(HOUSE / "requirements.lock")}  # the robot voice asks before it imports
    belongs = packages_distributions()
    known = {*FLOORS, *sys.stdlib_module_names}
    found = {module: name(file) for file in program() for module in imported(file) if module not in known}
    foreign = {m: file for m, file in found.items() if not {d.lower() for d in belongs.get(m, ())} & installed}
    assert not foreign, f"pin it in pyproject.toml and run `make lock`: {foreign}"


def imported(file: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    whole = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    parts = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    return {module.split(".")[0] for module in whole | parts}


def pins(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==([^\s;]+)", lock.read_text(), re.M))
