#!/usr/bin/env python3
"""The repository's rules as a test: prints `file:line: rule` for each breach.

usage: tidy.py [ROOT]

Each rule has its reason beside it. An exception stands in EXCEPTIONS with its own reason, and one
that is no longer needed is a breach as well.
"""
import os
import re
import sys
from pathlib import Path

CXX = {".c", ".cpp", ".h", ".hpp"}
TEXT = CXX | {".cmake", ".json", ".md", ".py", ".sh", ".txt", ".yaml", ".yml", ".dict"}
NAMES = {".clang-format", ".clang-tidy", ".editorconfig", ".gitignore", "LICENSE"}
SKIPPED_FOLDERS = {".git", ".cache", "__pycache__", "node_modules"}
# Bytes as they came from somewhere, not text of ours.
DATA_FOLDERS = ("tests/data/", "tests/fuzz/corpus/")

MAX_LINES = 400
MAX_COLUMNS = 100
BOXES = ["data", "spec", "loader", "flow", "runtime", "cli"]  # from the ground up

# (rule, path): why this one is allowed.
EXCEPTIONS = {}


class Source:
    """A file of the repository, read once."""

    def __init__(self, root, path):
        self.path = path.relative_to(root).as_posix()
        self.name = path.name
        self.suffix = path.suffix
        self.bytes = path.read_bytes()
        self.text = self.bytes.decode("utf-8", "replace")
        self.lines = self.text.split("\n")
        if self.lines[-1] == "":
            self.lines.pop()

    def inside(self, *folders):
        return any(self.path.startswith(folder) for folder in folders)

    @property
    def is_cxx(self):
        return self.suffix in CXX

    @property
    def is_script(self):
        return self.text.startswith("#!")

    @property
    def is_cmake(self):
        return self.name == "CMakeLists.txt" or self.suffix == ".cmake"

    def includes(self):
        for number, line in enumerate(self.lines, 1):
            match = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
            if match:
                yield number, match.group(1), match.group(2)


def rule_length(source):
    """A file of more than 400 lines holds more than one idea."""
    in_scope = source.inside("engine/", "plugins/", "sdk/", "tools/")
    if in_scope and (source.is_cxx or source.suffix == ".py" or source.is_script):
        if len(source.lines) > MAX_LINES:
            yield len(source.lines), f"more than {MAX_LINES} lines"


def rule_text(source):
    """One spelling of white space, so that a change shows only what changed."""
    if b"\r" in source.bytes:
        yield source.bytes[: source.bytes.index(b"\r")].count(b"\n") + 1, "carriage return"
    if source.bytes and not source.bytes.endswith(b"\n"):
        yield len(source.lines), "no newline at the end of the file"
    if source.bytes.endswith(b"\n\n"):
        yield len(source.lines), "blank lines at the end of the file"
    for number, line in enumerate(source.lines, 1):
        if "\t" in line:
            yield number, "tab"
        if line.endswith(" "):
            yield number, "blanks at the end of the line"


def rule_columns(source):
    """Two files fit side by side on a screen."""
    yaml = source.suffix in (".yaml", ".yml")
    if source.is_cxx or source.is_cmake or yaml or source.suffix == ".py":
        for number, line in enumerate(source.lines, 1):
            if len(line) > MAX_COLUMNS:
                yield number, f"more than {MAX_COLUMNS} columns"


MARKERS = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "X" * 3]) + r")\b")


def rule_markers(source):
    """What is to be done stands in the issues, where somebody looks."""
    for number, line in enumerate(source.lines, 1):
        match = MARKERS.search(line)
        if match:
            yield number, f"{match.group(1)} in a file"


# Each third-party library has one home; the tests may check against simdjson. The lookup tables of
# map are YAML files of users, which deserve the whole language; the engine has loaded the library.
# Patterns of users are RE2 wherever they stand: in steps, in conditions, in tests of pipelines.
HOMES = [
    (re.compile(r"^yaml-cpp/"), "yaml-cpp", ("engine/spec/", "plugins/map/lookup_yaml.cpp")),
    (re.compile(r"^simdjson\.h$"), "simdjson", ("engine/data/", "tests/")),
    (re.compile(r"^boost/dll"), "Boost.DLL", ("engine/loader/",)),
    (re.compile(r"^re2/"), "RE2",
     ("engine/runtime/", "plugins/map/text/", "sdk/kit/cel/", "sdk/kit/mapping/")),
]


def rule_libraries(source):
    """A library that has one home can be exchanged."""
    for number, _, include in source.includes():
        for pattern, library, homes in HOMES:
            if pattern.match(include) and not source.inside(*homes):
                yield number, f"{library} is included outside {' and '.join(homes)}"


def box_of(include):
    return include.split("/", 1)[0] if "/" in include else None


def rule_boxes(source):
    """Data runs down the list of boxes: a box may include only those below it."""
    parts = source.path.split("/")
    for number, mark, include in source.includes():
        if mark == '"' and include.startswith("../"):
            yield number, 'include of "../": write <box/header.hpp>'
        box = box_of(include)
        if include.startswith(("engine/", "plugins/")):
            yield number, f"include of <{include}>: write <box/header.hpp>"
        if source.inside("plugins/", "sdk/") and box in BOXES:
            yield number, f"a plugin includes the engine's box {box}/"
        if source.inside("sdk/include/") and box == "kit":
            yield number, "the SDK's headers include its kit"
        if source.inside("sdk/include/sluice/abi/") and include.endswith(".hpp"):
            yield number, "the ABI includes C++"
        if source.inside("engine/"):
            mine = parts[1]
            if box in BOXES and mine in BOXES and BOXES.index(box) > BOXES.index(mine):
                yield number, f"{mine}/ includes {box}/, which stands above it"


def rule_sleeps(source):
    """A test that sleeps is slow when it passes and fails when the machine is busy."""
    if not source.inside("tests/") or not (source.is_cxx or source.suffix == ".py"):
        return
    if source.inside("tests/tidy/", "tests/bench/"):  # the words themselves; no tests
        return
    for number, line in enumerate(source.lines, 1):
        if re.search(r"\b(sleep_for|sleep_until|usleep|nanosleep)\b|\btime\.sleep\b", line):
            yield number, "sleeps: wait for what is to happen instead"


def rule_timeouts(source):
    """A test that hangs must not hang the others."""
    if not source.inside("tests/") or not source.is_cmake:
        return
    calls = list(re.finditer(r"^[^#\n]*\b(gtest_discover_tests|add_test)\s*\(", source.text, re.M))
    for call in calls:
        number = source.text[: call.start()].count("\n") + 1
        rest = source.text[call.end():]
        own = rest[: matching_parenthesis(rest)]
        if call.group(1) == "gtest_discover_tests" and "TIMEOUT" not in own:
            yield number, "gtest_discover_tests without PROPERTIES TIMEOUT"
        if call.group(1) == "add_test":
            name = re.search(r"NAME\s+(\S+)", own)
            wanted = re.escape(name.group(1)) if name else r"\S+"
            timeout = r"set_tests_properties\([^)]*" + wanted + r"[^)]*TIMEOUT"
            if not re.search(timeout, source.text):
                yield number, "add_test without set_tests_properties(... TIMEOUT)"


def matching_parenthesis(text):
    depth = 1
    for place, character in enumerate(text):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth == 0:
            return place
    return len(text)


RULES = [rule_length, rule_text, rule_columns, rule_markers, rule_libraries, rule_boxes,
         rule_sleeps, rule_timeouts]


def sources(root):
    for folder, folders, files in os.walk(root):
        relative = Path(folder).relative_to(root).as_posix()
        folders[:] = sorted(f for f in folders if f not in SKIPPED_FOLDERS)
        if relative == ".":  # where builds go
            folders[:] = [f for f in folders if not f.startswith("build")]
        for name in sorted(files):
            path = Path(folder) / name
            if path.is_symlink() or not path.is_file():
                continue
            place = path.relative_to(root).as_posix()
            if place.startswith(DATA_FOLDERS) and path.suffix not in (".py", ".dict"):
                continue
            if path.suffix in TEXT or name in NAMES or is_script(path):
                yield Source(root, path)


def is_script(path):
    with open(path, "rb") as file:
        return file.read(2) == b"#!"


def missing_readmes(root):
    """A plugin's folder says on one screen what it reads or writes, and how it is set up."""
    plugins = root / "plugins"
    for folder in sorted(plugins.iterdir()) if plugins.is_dir() else []:
        if folder.is_dir() and not (folder / "README.md").is_file():
            yield f"plugins/{folder.name}/README.md", 1, "a plugin without a README"


def breaches(root):
    used = set()
    for source in sources(root):
        for rule in RULES:
            name = rule.__name__.removeprefix("rule_")
            for line, text in rule(source):
                if (name, source.path) in EXCEPTIONS:
                    used.add((name, source.path))
                else:
                    yield source.path, line, f"{name}: {text}"
    for path, line, text in missing_readmes(root):
        yield path, line, f"readme: {text}"
    for name, path in EXCEPTIONS:
        if (name, path) not in used:
            yield path, 1, f"{name}: an exception that is no longer needed"


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[2]).resolve()
    count = 0
    for path, line, text in breaches(root):
        print(f"{path}:{line}: {text}")
        count += 1
    print(f"{count} breaches" if count else "no breach", file=sys.stderr)
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
