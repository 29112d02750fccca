#!/usr/bin/env python3
"""What `sluice schema` accepts is what `sluice validate` accepts.

usage: agreement.py SLUICE REPOSITORY PROBE_FOLDER

Goes through every pipeline of the repository, every example of the reference pages and every case
of cases.yaml, and asks both. There, `beyond_a_schema` holds what only `validate` can find, with the
reason; nothing is the other way round.
"""
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import jsonschema
import yaml

ENVIRONMENT = {"ES_HOST": "http://127.0.0.1:9", "ES_INDEX": "i", "ES_API_KEY": "k", "NUMBER": "7"}


class CoreLoader(yaml.SafeLoader):
    """The core schema of YAML 1.2, as editors and Sluice read it; PyYAML's own is that of 1.1."""

    yaml_implicit_resolvers = {}


CoreLoader.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile(r"^(~|null|Null|NULL|)$"), ["~", "n", "N", ""])
CoreLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(true|True|TRUE|false|False|FALSE)$"), list("tTfF"))
CoreLoader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^[-+]?[0-9]+$"), list("-+0123456789"))
CoreLoader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$"), list("-+.0123456789"))
CoreLoader.add_constructor(
    "tag:yaml.org,2002:int", lambda loader, node: int(loader.construct_scalar(node), 10))
CoreLoader.add_constructor(
    "tag:yaml.org,2002:float", lambda loader, node: float(loader.construct_scalar(node)))


class Judges:
    def __init__(self, program, probes):
        self.command = [program, "--plugin-path", probes]
        schema = json.loads(subprocess.run(
            self.command + ["schema"], check=True, capture_output=True, text=True).stdout)
        jsonschema.Draft7Validator.check_schema(schema)
        self.schema = jsonschema.Draft7Validator(schema)

    def by_schema(self, text):
        """What is wrong, or an empty text."""
        try:
            document = yaml.load(text, CoreLoader)
        except yaml.YAMLError as error:
            return f"no YAML: {error}"
        error = jsonschema.exceptions.best_match(self.schema.iter_errors(document))
        return "" if error is None else f"{error.json_path}: {error.message}"[:300]

    def by_validate(self, text, folder):
        """What is wrong, or an empty text. The file stands for one in `folder`, whose own may be
        named by options."""
        with tempfile.NamedTemporaryFile("w", suffix=".yaml", dir=folder) as file:
            file.write(text)
            file.flush()
            run = subprocess.run(self.command + ["validate", file.name], capture_output=True,
                                 text=True, env={**os.environ, **ENVIRONMENT})
            assert run.returncode in (0, 2), f"validate ended with {run.returncode}: {run.stderr}"
            assert (run.returncode == 0) == (run.stderr == ""), run.stderr
            return run.stderr


def shipped(repository):
    """Every pipeline that people are shown."""
    for path in sorted(repository.glob("pipelines/*.yaml")) + sorted(
            repository.glob("tests/bench/pipelines/*.yaml")):
        if not path.name.endswith(".test.yaml"):
            yield path.relative_to(repository).as_posix(), path.read_text(), path.parent
    for path in [repository / "README.md"] + sorted(repository.glob("plugins/*/README.md")):
        blocks = re.findall(r"^```yaml\n(.*?)^```", path.read_text(), re.M | re.S)
        for number, block in enumerate(blocks, 1):
            if re.search(r"^source:", block, re.M) and re.search(r"^sinks?:", block, re.M):
                name = f"{path.relative_to(repository).as_posix()}, block {number}"
                yield name, block, repository / "pipelines"


def examples(judges):
    """Those of the reference pages: each is one item of the list that it stands in."""
    pages = subprocess.run(judges.command + ["plugins", "--markdown"], check=True,
                           capture_output=True, text=True).stdout
    for page in re.split(r"^<!-- Made by .*$", pages, flags=re.M)[1:]:
        name = re.search(r"^# (\S+)", page, re.M).group(1)
        for number, block in enumerate(re.findall(r"^```yaml\n(- .*?)^```", page, re.M | re.S), 1):
            is_step = name == "map" and not re.match(r"- map:", block)
            indent = "      " if is_step else "  "
            item = "".join(indent + line + "\n" for line in block.splitlines())
            if is_step:
                item = "  - map:\n" + item
            yield (f"{name}, example {number}",
                   f"source: ndjson\ntransforms:\n{item}sink: stdout\n")


def main():
    program, repository, probes = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    judges = Judges(program, probes)
    cases = yaml.load((Path(__file__).parent / "cases.yaml").read_text(), CoreLoader)
    failures = 0

    def check(name, text, folder, expected):
        nonlocal failures
        found = {"schema": judges.by_schema(text), "validate": judges.by_validate(text, folder)}
        for judge, is_good in expected.items():
            if (found[judge] == "") == is_good:
                continue
            failures += 1
            verdict = found[judge] or "nothing is wrong"
            print(f"{name}: {judge} should {'accept' if is_good else 'refuse'} it, but says:\n"
                  f"  {verdict.strip()}\n  of:\n{text}")

    count = 0
    for name, text, folder in shipped(repository):
        count += 1
        check(name, text, folder, {"schema": True, "validate": True})
    for name, text in examples(judges):
        if name.startswith("probe"):
            continue  # its examples are there to be shown, not run
        count += 1
        files = repository / "tests/plugins" / name.split(",")[0] / "files"  # what examples name
        folder = files if files.is_dir() else repository / "pipelines"
        check(name, text, folder, {"schema": True, "validate": True})
    if count < 50:
        failures += 1
        print(f"only {count} pipelines and examples were found under {repository}")

    with tempfile.TemporaryDirectory() as folder:
        for is_good, group in ((True, "good"), (False, "bad")):
            for name, text in cases[group].items():
                check(name, text, folder, {"schema": is_good, "validate": is_good})
        for name, case in cases["beyond_a_schema"].items():
            check(name, case["pipeline"], folder, {"schema": True, "validate": False})
    if failures:
        sys.exit(f"{failures} disagreements")
    total = count + sum(len(group) for group in cases.values())
    print(f"{total} pipelines: schema and validate agree")


if __name__ == "__main__":
    main()
