#!/usr/bin/env python3
"""The completion scripts in the shells that they are for.

usage: completion_test.py SLUICE

bash: the function is called as readline calls it. zsh: an interactive shell on a pseudo-terminal,
in which `compadd`, through which all completions go, writes down what it is given. A shell that is
not installed is passed over, which `tools/setup` prevents.
"""
import os
import pty
import select
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SLUICE = os.path.abspath(sys.argv.pop(1))
COMMANDS = {"run", "dry-run", "validate", "test", "graph", "plugins", "schema", "completion",
            "version"}
OF_RUN = {"--input", "-i", "--set", "--deadline", "--plugin-path", "--log", "--log-level", "--help"}
END_OF_TEST = "-- end of test --"


class Cases:
    """For each shell; `complete` returns what could stand for the last word."""

    def setUp(self):
        if shutil.which(self.shell) is None:
            self.skipTest(f"{self.shell} is not installed")
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)
        for name in ("one.yaml", "two words.yml", "data.ndjson", "folder/inner.yaml"):
            (self.folder / name).parent.mkdir(exist_ok=True)
            (self.folder / name).write_text("")
        self.environment = {"PATH": f"{os.path.dirname(SLUICE)}:{os.environ['PATH']}",
                            "HOME": temporary.name, "TERM": "dumb", "LC_ALL": "C"}
        self.script = subprocess.run([SLUICE, "completion", self.shell], check=True,
                                     capture_output=True, text=True).stdout

    def test_the_shell_reads_the_script(self):
        run = subprocess.run([self.shell, "-n"], input=self.script, capture_output=True, text=True)
        self.assertEqual((run.returncode, run.stderr), (0, ""))

    def test_commands(self):
        self.assertLessEqual(COMMANDS, self.complete("sluice", ""))
        self.assertEqual(self.complete("sluice", "ru"), {"run"})
        self.assertIn("run", self.complete("sluice", "--log", "json", ""))

    def test_options(self):
        self.assertLessEqual(OF_RUN, self.complete("sluice", "run", "-"))
        self.assertIn("--output", self.complete("sluice", "schema", "--o"))
        self.assertNotIn("--output", self.complete("sluice", "run", "--"))
        self.assertIn("--log-level", self.complete("sluice", "--"))

    def test_words(self):
        self.assertEqual(self.complete("sluice", "run", "--log", ""), {"text", "json"})
        self.assertEqual(self.complete("sluice", "--log-level", "w"), {"warning"})
        self.assertEqual(self.complete("sluice", "completion", ""), {"bash", "zsh"})

    def test_pipelines(self):
        all_of_them = {"one.yaml", "two words.yml", "folder"}
        self.assertEqual(self.complete("sluice", "run", ""), all_of_them)
        self.assertEqual(self.complete("sluice", "run", "on"), {"one.yaml"})
        self.assertEqual(self.complete("sluice", "validate", "one.yaml", "tw"), {"two words.yml"})
        self.assertEqual(self.complete("sluice", "run", "-i", "x", "on"), {"one.yaml"})
        self.assertNotIn("one.yaml", self.complete("sluice", "run", "one.yaml", ""))

    def test_files(self):
        self.assertIn("data.ndjson", self.complete("sluice", "run", "one.yaml", "--input", "d"))
        self.assertEqual(self.complete("sluice", "--plugin-path", ""), {"folder"})

    def test_components(self):
        self.assertLessEqual({"map", "ndjson", "stdout"}, self.complete("sluice", "plugins", ""))
        self.assertEqual(self.complete("sluice", "plugins", "dash"), {"dashbase-bulk"})

    def test_values_that_nobody_knows(self):
        self.assertEqual(self.complete("sluice", "run", "--deadline", ""), set())


class BashTest(Cases, unittest.TestCase):
    shell = "bash"

    def complete(self, *words):
        program = ('source /dev/stdin; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); '
                   '_sluice sluice "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"; '
                   'printf "%s\\n" "${COMPREPLY[@]}"')
        run = subprocess.run(["bash", "--norc", "-c", program, "bash", *words], input=self.script,
                             capture_output=True, text=True, cwd=self.folder, timeout=30,
                             env=self.environment)
        self.assertEqual(run.stderr, "")
        return set(run.stdout.splitlines()) - {""}

    def test_the_equals_sign(self):
        self.assertEqual(self.complete("sluice", "run", "--log", "=", "te"), {"text"})
        self.assertEqual(self.complete("sluice", "run", "--log", "="), {"text", "json"})


class ZshTest(Cases, unittest.TestCase):
    shell = "zsh"

    # What zsh knows to complete, which it looks through its folders for only once.
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.dump = f"{folder.name}/dump"

    # Completions that are only tried, or kept in an array, are passed on; the rest is noted.
    RC = r"""
fpath=(%(folder)s/functions $fpath)
autoload -U compinit && compinit -C -d %(dump)s
zstyle ':completion:*' list-grouped false
zstyle ':completion:*' use-cache no
compadd() {
  local -a hits
  if [[ " ${@[1,(i)(-|--)]} " != *" -"[OAD]" "* ]]; then
    builtin compadd -A hits "$@"
    print -rl -- $hits >> %(folder)s/functions/hits
  fi
  builtin compadd "$@"
}
note() { zle %(widget)s; print -r -- '%(end)s' >> %(folder)s/functions/hits; zle kill-buffer }
zle -N note
bindkey '^I' note
PROMPT= RPROMPT=
cd %(folder)s
"""

    def complete(self, *words):
        functions = self.folder / "functions"
        functions.mkdir(exist_ok=True)
        (functions / "_sluice").write_text(self.script)
        hits = functions / "hits"
        hits.write_text("")
        rc = self.RC % {"folder": self.folder, "dump": self.dump, "end": END_OF_TEST,
                        "widget": "complete-word"}
        (functions / ".zshrc").write_text(rc)
        line = " ".join(word.replace(" ", "\\ ") for word in words)
        environment = {**self.environment, "ZDOTDIR": str(functions)}
        process, terminal = pty.fork()
        if process == 0:
            os.execvpe("zsh", ["zsh", "-d", "-i"], environment)
        try:
            os.write(terminal, line.encode() + b"\t")
            while END_OF_TEST not in hits.read_text():
                ready, _, _ = select.select([terminal], [], [], 20)
                self.assertTrue(ready, "zsh completes nothing")
                os.read(terminal, 4096)
        finally:
            os.kill(process, 9)
            os.waitpid(process, 0)
            os.close(terminal)
        lines = hits.read_text().split(END_OF_TEST)[0].splitlines()
        return {line.rstrip("/=").replace("\\ ", " ") for line in lines} - {"", "functions"}


if __name__ == "__main__":
    unittest.main()
