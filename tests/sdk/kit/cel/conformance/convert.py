#!/usr/bin/env python3
"""Makes the JSON files of this folder from the conformance tests of the CEL specification.

usage: convert.py TESTDATA_FOLDER     (tests/simple/testdata of the Go module cel.dev/expr)

One line for each test: name, expression, what is bound, and the expected value, written as an
expression, or "error". What cannot be asked here stands in the file with the reason as "excluded".
"""
import json
import re
import sys
from pathlib import Path

FILES = ["basic", "comparisons", "conversions", "fields", "fp_math", "integer_math", "lists",
         "logic", "macros", "namespace", "optionals", "parse", "plumbing", "string", "string_ext",
         "timestamps", "type_deduction"]

TOKEN = re.compile(r"""\s+|\#[^\n]*|("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|([\w.+-]+)|(.)""")


def tokens(text):
    for match in TOKEN.finditer(text):
        string, word, mark = match.groups()
        if string:
            yield "string", unescape(string[1:-1])
        elif word:
            yield "word", word
        elif mark:
            yield "mark", mark


def unescape(body):
    """The bytes of a string of the text format."""
    simple = {"n": 10, "t": 9, "r": 13, "a": 7, "b": 8, "f": 12, "v": 11}
    out = bytearray()
    at = 0
    while at < len(body):
        if body[at] != "\\":
            out += body[at].encode()
            at += 1
            continue
        octal = re.compile(r"[0-7]{1,3}").match(body, at + 1)
        hexadecimal = re.compile(r"x([0-9a-fA-F]{1,2})").match(body, at + 1)
        unicode = re.compile(r"u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})").match(body, at + 1)
        if octal:
            out.append(int(octal.group(), 8))
            at = octal.end()
        elif hexadecimal:
            out.append(int(hexadecimal.group(1), 16))
            at = hexadecimal.end()
        elif unicode:
            out += chr(int(unicode.group(1) or unicode.group(2), 16)).encode()
            at = unicode.end()
        else:
            letter = body[at + 1]
            out.append(simple.get(letter, ord(letter)))
            at += 2
    return bytes(out)


class Reader:
    """Messages become lists of (name, value)."""

    def __init__(self, text):
        self.all = list(tokens(text)) + [("end", "")]
        self.at = 0

    def peek(self):
        return self.all[self.at]

    def take(self):
        self.at += 1
        return self.all[self.at - 1]

    def message(self, close):
        fields = []
        while self.peek() != ("mark", close) and self.peek()[0] != "end":
            fields.append(self.field())
            if self.peek() in (("mark", ","), ("mark", ";")):
                self.take()
        self.take()
        return fields

    def field(self):
        name = self.take()[1]
        if name == "[":
            name = ""
            while self.peek() != ("mark", "]"):
                name += self.take()[1]
            self.take()
        if self.peek() == ("mark", ":"):
            self.take()
        return name, self.value()

    def value(self):
        kind, text = self.take()
        if (kind, text) == ("mark", "{"):
            return self.message("}")
        if (kind, text) == ("mark", "["):
            items = []
            while self.peek() != ("mark", "]"):
                items.append(self.value())
                if self.peek() == ("mark", ","):
                    self.take()
            self.take()
            return items
        if kind == "string":
            while self.peek()[0] == "string":
                text += self.take()[1]
        return text


class Excluded(Exception):
    pass


def get(message, name, default=None):
    return next((value for key, value in message if key == name), default)


def quoted(data, prefix=""):
    if prefix:
        return prefix + '"' + "".join(f"\\x{byte:02x}" for byte in data) + '"'
    text = data.decode()
    return '"' + "".join(c if c.isprintable() and c not in '"\\' else f"\\U{ord(c):08x}"
                         for c in text) + '"'


def literal(value):
    """A cel.expr.Value as an expression."""
    kind, content = value[0]
    if kind == "null_value":
        return "null"
    if kind == "bool_value":
        return content
    if kind == "int64_value":
        return str(int(content, 0))
    if kind == "uint64_value":
        return str(int(content, 0)) + "u"
    if kind == "double_value":
        return number(content)
    if kind == "string_value":
        return quoted(content)
    if kind == "bytes_value":
        return quoted(content, "b")
    if kind == "type_value":
        return "type: " + content.decode()
    if kind == "list_value":
        return "[" + ", ".join(literal(item) for key, item in content if key == "values") + "]"
    if kind == "map_value":
        entries = [entry for key, entry in content if key == "entries"]
        return "{" + ", ".join(literal(get(entry, "key")) + ": " + literal(get(entry, "value"))
                               for entry in entries) + "}"
    if kind == "object_value":
        return well_known(content)
    raise Excluded("an enum" if kind == "enum_value" else f"a value of kind {kind}")


def number(text):
    lower = text.lower()
    if "nan" in lower:
        return "nan"
    if "inf" in lower:
        return "double('-inf')" if lower[0] == "-" else "double('inf')"
    return repr(float(text))


def well_known(content):
    name, fields = content[0]
    seconds = int(get(fields, "seconds", "0"))
    nanos = int(get(fields, "nanos", "0"))
    if name.endswith("google.protobuf.Timestamp"):
        return f"timestamp({seconds}) + duration('{nanos}ns')"
    if name.endswith("google.protobuf.Duration"):
        return f"duration('{seconds}s') + duration('{nanos}ns')"
    raise Excluded("a protobuf message")


def plain(value):
    """A cel.expr.Value as JSON of an event."""
    kind, content = value[0]
    if kind == "null_value":
        return None
    if kind == "bool_value":
        return content == "true"
    if kind == "int64_value":
        return int(content, 0)
    if kind == "double_value":
        return float(content)
    if kind == "string_value":
        return content.decode()
    if kind == "list_value":
        return [plain(item) for key, item in content if key == "values"]
    if kind == "map_value":
        entries = [entry for key, entry in content if key == "entries"]
        return {get(entry, "key")[0][1].decode(): plain(get(entry, "value")) for entry in entries
                if get(entry, "key")[0][0] == "string_value" or refuse("a key that is no string")}
    raise Excluded("a protobuf message" if kind == "object_value" else
                   f"a binding of {kind.removesuffix('_value')}, which events do not have")


def refuse(reason):
    raise Excluded(reason)


MESSAGES = re.compile(r"TestAllTypes|NestedTestAllTypes|NullValue|google\.protobuf\.(?!Timestamp\b|"
                      r"Duration\b)|cel\.expr\.|\bproto[23]?\.|(Timestamp|Duration)\{")


def convert(test):
    out = {"name": get(test, "name").decode(), "expr": get(test, "expr").decode()}
    try:
        if MESSAGES.search(out["expr"]):
            raise Excluded("protobuf messages")
        bindings = {}
        for key, binding in test:
            if key == "bindings":
                value = get(get(binding, "value"), "value")
                bindings[get(binding, "key").decode()] = plain(value)
        if bindings:
            out["event"] = bindings
        if get(test, "check_only") == "true":
            out["check_only"] = True
        if get(test, "disable_check") == "true":
            out["unchecked"] = True
        result = get(test, "typed_result")
        if result is not None:
            out["type"] = type_name(get(result, "deduced_type"))
        value = get(result, "result") if result is not None else get(test, "value")
        if get(test, "eval_error") is not None:
            out["value"] = "error"
        elif value is not None:
            out["value"] = literal(value)
        elif not out.get("check_only"):
            out["value"] = "true"
    except Excluded as reason:
        out["excluded"] = str(reason)
    return out


def type_name(deduced):
    kind, content = deduced[0]
    if kind == "primitive":
        return {"INT64": "int", "UINT64": "uint"}.get(content, content.lower())
    if kind == "well_known":
        return "google.protobuf." + content.capitalize()
    if kind == "abstract_type":
        return get(content, "name").decode()
    return {"list_type": "list", "map_type": "map", "null": "null_type", "dyn": "dyn",
            "type": "type", "message_type": "message"}.get(kind, kind)


def main():
    source = Path(sys.argv[1])
    for name in FILES:
        root = Reader((source / f"{name}.textproto").read_text()).message("")
        lines = []
        for key, section in root:
            if key != "section":
                continue
            for inner, test in section:
                if inner == "test":
                    case = {"section": get(section, "name").decode(), **convert(test)}
                    lines.append(json.dumps(case, ensure_ascii=False))
        target = Path(__file__).parent / f"{name}.json"
        target.write_text("[\n" + ",\n".join(lines) + "\n]\n")
        print(f"{name}: {len(lines)}")


if __name__ == "__main__":
    main()
