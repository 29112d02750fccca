#include <algorithm>
#include <charconv>
#include <filesystem>
#include <set>
#include <span>

#include <fmt/format.h>

#include <sluice/settings.hpp>
#include <spec/test_file.hpp>

namespace sluice::spec {

namespace {

constexpr std::string_view every_document = "every";

std::string text_of(const sluice_value& value) {
  return std::string(bytes(value));
}

std::span<const sluice_value> items_of(const sluice_value* value) {
  if (value == nullptr || value->type != SLUICE_VALUE_ARRAY) return {};
  return {value->as.items, value->size};
}

std::span<const sluice_field> fields_of(const sluice_value* value) {
  if (value == nullptr || value->type != SLUICE_VALUE_OBJECT) return {};
  return {value->as.fields, value->size};
}

std::vector<std::string> texts_of(const sluice_value* value) {
  std::vector<std::string> texts;
  for (const sluice_value& item : items_of(value)) texts.push_back(text_of(item));
  return texts;
}

std::optional<uint64_t> count_of(const Settings& settings, std::string_view name) {
  if (!settings.has(name)) return {};
  return static_cast<uint64_t>(settings.integer(name));
}

class Reader {
 public:
  Reader(TestFile& file, Diagnostics& diagnostics)
      : file_(file), tree_(file.tree), diagnostics_(diagnostics) {}

  void read() {
    const Settings root(tree_.root());
    if (const sluice_value* pipeline = root.find("pipeline")) {
      file_.pipeline = text_of(*pipeline);
      file_.pipeline_mark = at(pipeline);
    } else if (file_.file.ends_with(test_extension)) {
      const size_t stem = file_.file.size() - test_extension.size();
      file_.pipeline = file_.file.substr(0, stem) + ".yaml";
    } else {
      fail({file_.file, 0, 0}, "the file names no pipeline; write \"pipeline:\" with its path");
    }
    TestCase shared;
    variables(root, shared);
    shared.overrides = texts_of(root.find("set"));
    if (items_of(root.find("cases")).empty()) fail(at(root.find("cases")), "there is no case");
    for (const sluice_value& item : items_of(root.find("cases"))) {
      file_.cases.push_back(shared);
      read_case(item, file_.cases.back());
    }
  }

 private:
  Mark at(const sluice_value* value) const { return tree_.at(value); }
  void fail(const Mark& mark, std::string message) {
    add_error(diagnostics_, mark, std::move(message));
  }

  void variables(const Settings& settings, TestCase& out) {
    for (const sluice_field& field : fields_of(settings.find("environment"))) {
      out.environment[std::string(key(field))] = text_of(field.value);
    }
  }

  void read_case(const sluice_value& value, TestCase& out) {
    const Settings settings(&value);
    out.name = settings.text("name");
    out.mark = at(&value);
    const sluice_value* name = settings.find("name");
    if (out.name.empty()) fail(at(name), "the case has an empty name");
    if (!names_.insert(out.name).second) {
      fail(at(name), fmt::format("another case is called {} too", quote(out.name)));
    }
    inputs(settings, out);
    variables(settings, out);
    for (std::string& text : texts_of(settings.find("set"))) out.overrides.push_back(text);
    out.run = settings.boolean("run");
    store(settings, out);
    expect(settings, out);
    if (out.inputs.empty() && !out.expect.error) {
      fail(out.mark, fmt::format("case {} has no input", quote(out.name)));
    }
  }

  void inputs(const Settings& settings, TestCase& out) {
    const sluice_value* one = settings.find("input");
    const sluice_value* several = settings.find("inputs");
    if (one != nullptr && several != nullptr) {
      fail(at(several), "\"input\" and \"inputs\" exclude each other");
    }
    if (one != nullptr) out.inputs.push_back(input(*one));
    for (const sluice_value& item : items_of(several)) out.inputs.push_back(input(item));
  }

  TestInput input(const sluice_value& value) {
    TestInput out;
    out.mark = at(&value);
    if (value.type == SLUICE_VALUE_TEXT) {
      out.text = text_of(value);
      return out;
    }
    if (value.type == SLUICE_VALUE_ARRAY) {
      out.kind = TestInput::Kind::lines;
      out.value = &value;
      return out;
    }
    const sluice_field& field = value.as.fields[0];
    out.value = &field.value;
    if (key(field) == "file") {
      out.kind = TestInput::Kind::file;
      out.text = text_of(field.value);
    } else if (key(field) == "json") {
      out.kind = TestInput::Kind::json;
    } else {
      out.kind = TestInput::Kind::awslogs;
      const Settings awslogs(&field.value);
      if (awslogs.has("messages") == awslogs.has("logEvents")) {
        fail(out.mark, "\"awslogs\" needs \"messages\" or \"logEvents\", one of them");
      }
    }
    return out;
  }

  void store(const Settings& settings, TestCase& out) {
    const sluice_value* value = settings.find("store");
    if (value == nullptr) return;
    out.run = true;
    if (value->type == SLUICE_VALUE_OBJECT) {
      out.claim = Settings(value).text("claim");
      value = Settings(value).find("replies");
    }
    for (const sluice_value& item : items_of(value)) out.replies.push_back(reply(item));
  }

  TestReply reply(const sluice_value& value) {
    const Settings settings(&value);
    TestReply out;
    out.mark = at(&value);
    out.times = settings.integer("times");
    out.ok = settings.boolean("ok");
    if (settings.has("status")) out.status = static_cast<int>(settings.integer("status"));
    if (const sluice_value* item = settings.find("item")) {
      if (item->type == SLUICE_VALUE_INT64) {
        out.items.push_back(static_cast<uint64_t>(item->as.integer));
      }
      for (const sluice_value& one : items_of(item)) {
        out.items.push_back(static_cast<uint64_t>(one.as.integer));
      }
    }
    if (settings.has("retry_after")) out.retry_after_s = settings.integer("retry_after");
    out.body = settings.text("body");
    out.stored = settings.boolean("stored");
    out.drop = settings.text("drop");
    out.empty = settings.boolean("empty");
    out.cut = count_of(settings, "cut");
    out.delay_ms = settings.integer("delay");
    check(out, settings.has("item"));
    return out;
  }

  void check(const TestReply& reply, bool has_items) {
    const bool whole = reply.status && !has_items;
    const int ends = (whole ? 1 : 0) + (has_items ? 1 : 0) + (reply.drop.empty() ? 0 : 1) +
                     (reply.empty ? 1 : 0) + (reply.cut ? 1 : 0) + (reply.ok ? 1 : 0);
    if (ends > 1) {
      fail(reply.mark,
           "\"status\", \"item\", \"drop\", \"empty\", \"cut\" and \"ok\" exclude each other, but "
           "for \"status\" with \"item\"");
    } else if (ends == 0 && reply.delay_ms == 0) {
      fail(reply.mark, "the reply says nothing; write {ok: true} for one as it should be");
    }
    if (has_items && (!reply.status || *reply.status < 400)) {
      fail(reply.mark, "\"item\" needs a \"status\" from 400 to 599");
    }
    if (!whole && (reply.retry_after_s || !reply.body.empty())) {
      fail(reply.mark, "\"retry_after\" and \"body\" need the \"status\" of a whole request");
    }
    if (reply.stored && !whole && !reply.empty) {
      fail(reply.mark, "\"stored\" needs \"empty\" or the \"status\" of a whole request");
    }
  }

  void expect(const Settings& settings, TestCase& out) {
    const sluice_value* value = settings.find("expect");
    const Settings expected(value);
    TestExpect& expect = out.expect;
    expect.documents = documents(expected.find("documents"));
    expect.count = count_of(expected, "count");
    outcomes(expected, expect);
    if (expected.has("reasons")) expect.reasons = texts_of(expected.find("reasons"));
    expect.ids = texts(expected.find("ids"));
    expect.index = texts(expected.find("index"));
    expect.sinks = texts(expected.find("sinks"));
    expect.dead_letters = documents(expected.find("dead_letters"));
    if (expect.dead_letters) out.run = true;
    if (const sluice_value* requests = expected.find("requests")) {
      if (requests->type == SLUICE_VALUE_INT64) {
        expect.request_count = count_of(expected, "requests");
      } else {
        expect.requests = texts_of(requests);
      }
    }
    if (const auto log = texts(expected.find("log"))) expect.log = log->texts;
    if (expected.has("exit_status")) expect.exit_status = expected.integer("exit_status");
    if (expected.has("error")) expect.error = expected.text("error");
    if (value == nullptr || fields_of(value).empty()) {
      fail(value == nullptr ? out.mark : at(value),
           fmt::format("case {} expects nothing", quote(out.name)));
    } else if (expect.error && fields_of(value).size() > 1) {
      fail(at(value), "\"error\" stands alone: a pipeline that is refused does nothing else");
    }
  }

  void outcomes(const Settings& expected, TestExpect& out) {
    if (!expected.has("outcomes")) return;
    const Settings settings = expected.object("outcomes");
    const auto count = [&](std::string_view name) {
      return static_cast<uint64_t>(settings.integer(name));
    };
    out.outcomes = TestOutcomes{count("delivered"), count("duplicate"), count("filtered"),
                                count("dead_lettered"), count("handed_back")};
  }

  static std::optional<TestTexts> texts(const sluice_value* value) {
    if (value == nullptr) return {};
    if (value->type == SLUICE_VALUE_TEXT) return TestTexts{true, {text_of(*value)}};
    return TestTexts{false, texts_of(value)};
  }

  std::optional<TestDocuments> documents(const sluice_value* value) {
    if (value == nullptr) return {};
    TestDocuments out;
    out.mark = at(value);
    if (value->type == SLUICE_VALUE_ARRAY) {
      out.whole.emplace();
      for (const sluice_value& item : items_of(value)) out.whole->push_back(&item);
      return out;
    }
    for (const sluice_field& field : fields_of(value)) {
      TestDocuments::Paths paths{document_number(field), {}, at(&field.value)};
      for (const sluice_field& path : fields_of(&field.value)) {
        paths.paths.push_back({std::string(key(path)), &path.value, at(&path.value)});
      }
      out.paths.push_back(std::move(paths));
    }
    return out;
  }

  std::optional<uint64_t> document_number(const sluice_field& field) {
    const std::string_view name = key(field);
    if (name == every_document) return {};
    uint64_t number = 0;
    const auto [rest, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (error != std::errc() || rest != name.data() + name.size()) {
      fail(at(&field.value),
           fmt::format("{} is no document; write its number, from 0, or \"every\", and the paths "
                       "below it",
                       quote(name)));
    }
    return number;
  }

  TestFile& file_;
  const SettingsTree& tree_;
  Diagnostics& diagnostics_;
  std::set<std::string> names_;
};

}  // namespace

std::optional<TestFile> load_test_file(const std::string& path, Diagnostics& diagnostics) {
  const auto text = read_file(path, diagnostics);
  if (!text) return std::nullopt;
  return load_test_file_text(*text, path, diagnostics);
}

std::optional<TestFile> load_test_file_text(std::string_view text, const std::string& file,
                                            Diagnostics& diagnostics) {
  const auto root = parse_yaml(text, file, diagnostics);
  if (!root) return std::nullopt;
  if (!is_map(*root)) {
    add_error(diagnostics, is_null(*root) ? Mark{file, 0, 0} : root->mark,
              "a test file must be a map with \"cases\"");
    return std::nullopt;
  }
  const size_t from = diagnostics.size();
  const auto directory = std::filesystem::path(file).parent_path().string();
  const SettingsContext context{"test file", {file, 0, 0}, directory.empty() ? "." : directory};
  auto tree = check_settings(*root, test_file_options(), context, diagnostics);
  if (!tree) return std::nullopt;
  TestFile out{file, {}, {file, 0, 0}, {}, *std::move(tree)};
  Reader(out, diagnostics).read();
  sort_and_unique(diagnostics, from);
  if (diagnostics.size() > from) return std::nullopt;
  return out;
}

}  // namespace sluice::spec
