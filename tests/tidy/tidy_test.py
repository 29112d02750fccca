#!/usr/bin/env python3
"""Each rule of tidy.py finds its breach, and nothing in a tree without any."""
import tempfile
import unittest
from pathlib import Path

import tidy

MARKER = "TO" + "DO"

GOOD = {
    "engine/spec/load.cpp": "#include <yaml-cpp/yaml.h>\n#include <data/buffer.hpp>\n",
    "engine/data/read.cpp": "#include <simdjson.h>\n#include <sluice/batch.hpp>\n",
    "engine/loader/load.cpp": "#include <boost/dll.hpp>\n#include <spec/node.hpp>\n",
    "plugins/map/plugin.cpp": "#include <sluice/plugin.hpp>\n#include <map/step.hpp>\n",
    "plugins/map/README.md": "# map\n" + "long " * 100 + "lines are fine here.\n",
    "sdk/kit/gzip.cpp": "#include <kit/gzip.hpp>\n",
    "sdk/include/sluice/abi/value.h": '#include "base.h"\n',
    "tests/a/CMakeLists.txt": "gtest_discover_tests(a\n  PROPERTIES TIMEOUT 60)\n"
                              "add_test(NAME b COMMAND b)\n"
                              "set_tests_properties(b PROPERTIES TIMEOUT 60)\n",
    "tests/a/a_test.cpp": "#include <simdjson.h>\n// waits, and never " + "sleeps\n",
    "tools/long.cpp": "int x;\n" * 400,
    "tests/data/odd.json": "\t \r\n",
}

# rule, path, content, line at which it is found
BAD = [
    ("length", "tools/long.cpp", "int x;\n" * 401, 401),
    ("text", "engine/data/a.cpp", "int a;\r\n", 1),
    ("text", "engine/data/a.cpp", "int a;", 1),
    ("text", "engine/data/a.cpp", "int a;\n\n", 2),
    ("text", "engine/data/a.cpp", "\n\tint a;\n", 2),
    ("text", "README.md", "words \n", 1),
    ("columns", "engine/data/a.cpp", "// " + "x" * 98 + "\n", 1),
    ("columns", "pipelines/a.yaml", "\n# " + "x" * 99 + "\n", 2),
    ("columns", "CMakeLists.txt", "# " + "x" * 99 + "\n", 1),
    ("markers", "engine/data/a.cpp", f"// {MARKER}: later\n", 1),
    ("libraries", "engine/flow/a.cpp", "#include <yaml-cpp/yaml.h>\n", 1),
    ("libraries", "plugins/map/a.cpp", "#include <simdjson.h>\n", 1),
    ("libraries", "engine/cli/a.cpp", "#include <boost/dll/shared_library.hpp>\n", 1),
    ("libraries", "plugins/filter/a.cpp", "#include <re2/re2.h>\n", 1),
    ("boxes", "engine/data/a.cpp", '#include "../flow/run.hpp"\n', 1),
    ("boxes", "engine/data/a.cpp", "#include <flow/run.hpp>\n", 1),
    ("boxes", "engine/flow/a.cpp", "#include <plugins/map/step.hpp>\n", 1),
    ("boxes", "plugins/map/a.cpp", "#include <data/buffer.hpp>\n", 1),
    ("boxes", "sdk/kit/a.cpp", "#include <data/buffer.hpp>\n", 1),
    ("boxes", "sdk/include/sluice/a.hpp", "#include <kit/gzip.hpp>\n", 1),
    ("boxes", "sdk/include/sluice/abi/a.h", "#include <sluice/value.hpp>\n", 1),
    ("sleeps", "tests/a/a_test.cpp", "std::this_thread::sleep_" + "for(1s);\n", 1),
    ("timeouts", "tests/a/CMakeLists.txt", "\ngtest_discover_tests(a)\n", 2),
    ("timeouts", "tests/a/CMakeLists.txt", "add_test(NAME b COMMAND b)\n", 1),
]


class TidyTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        exceptions = tidy.EXCEPTIONS
        self.addCleanup(lambda: setattr(tidy, "EXCEPTIONS", exceptions))
        tidy.EXCEPTIONS = {}
        for path, content in GOOD.items():
            self.write(path, content)

    def write(self, path, content):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode())

    def test_good_tree(self):
        self.assertEqual(list(tidy.breaches(self.root)), [])

    def test_each_rule(self):
        for rule, path, content, line in BAD:
            with self.subTest(rule=rule, content=content[:40]):
                self.write(path, content)
                found = [b for b in tidy.breaches(self.root) if b[2].startswith(rule + ":")]
                self.assertEqual([(b[0], b[1]) for b in found], [(path, line)])
                if path in GOOD:
                    self.write(path, GOOD[path])
                else:
                    (self.root / path).unlink()

    def test_plugins_have_readmes(self):
        (self.root / "plugins/map/README.md").unlink()
        self.assertEqual([b[0] for b in tidy.breaches(self.root)], ["plugins/map/README.md"])

    def test_builds_and_links_are_not_ours(self):
        self.write("build/dev/a.cpp", "\tx")
        self.write("build-tmp/a.cpp", "\tx")
        (self.root / "engine/data/link.cpp").symlink_to(self.root / "build/dev/a.cpp")
        self.assertEqual(list(tidy.breaches(self.root)), [])

    def test_exceptions(self):
        self.write("tools/long.cpp", "int x;\n" * 401)
        tidy.EXCEPTIONS = {("length", "tools/long.cpp"): "a table"}
        self.assertEqual(list(tidy.breaches(self.root)), [])
        self.write("tools/long.cpp", "int x;\n")
        self.assertEqual([b[0] for b in tidy.breaches(self.root)], ["tools/long.cpp"])


if __name__ == "__main__":
    unittest.main()
