#include "record_steps.hpp"

#include <map/text/csv_reader.hpp>
#include <map/text/uri.hpp>

#include "extract_step.hpp"
#include "scratch_buffer.hpp"

namespace sluice {
namespace {

class Csv final : public ExtractStep {
 public:
  Csv(std::string label, FieldPath field, CsvFormat format, FieldOutputs outputs,
      std::optional<std::string> empty_value)
      : ExtractStep(std::move(label), std::move(field)),
        format_(format),
        empty_value_(std::move(empty_value)) {
    outputs_ = std::move(outputs);
  }

 private:
  StepOutcome extract(EventEditor& editor, const sluice_value& text) override {
    outputs_.clear();
    CsvReader reader(bytes(text), format_);
    if (!reader.next_record()) return StepOutcome::done;
    CsvValue value{};
    CsvReader::Step step = reader.next(value);
    for (size_t i = 0; step == CsvReader::Step::value; ++i, step = reader.next(value)) {
      if (i < outputs_.size()) take(editor, text, value, i);
    }
    if (step == CsvReader::Step::error) {
      return fail("\"" + field().text() + "\" holds " + reader.problem());
    }
    if (reader.next_record()) return fail("\"" + field().text() + "\" holds more than one line");
    return write(editor);
  }

  void take(EventEditor& editor, const sluice_value& text, const CsvValue& value, size_t index) {
    if (value.text.empty()) {
      if (empty_value_) outputs_.set(index, raw_value(*empty_value_));
    } else if (!value.doubled) {
      outputs_.set(index, slice(text, value.text));
    } else {
      char* out = editor.batch().allocate<char>(value.text.size());
      outputs_.set(index, text_value({out, undouble(value, format_.quote, out)}));
    }
  }

  const CsvFormat format_;
  const std::optional<std::string> empty_value_;  // as JSON
};

class UriParts final : public ExtractStep {
 public:
  UriParts(std::string label, FieldPath field, FieldPath target, bool keep_original, bool remove)
      : ExtractStep(std::move(label), std::move(field)),
        target_(std::move(target)),
        keep_original_(keep_original),
        remove_(remove && !target_.starts_with(this->field()) &&
                !this->field().starts_with(target_)) {}

  std::string failure(const EventEditor& editor) const override {
    return barred_ ? editor.refusal(target_) : ExtractStep::failure(editor);
  }

 private:
  StepOutcome extract(EventEditor& editor, const sluice_value& text) override {
    barred_ = false;
    Result<Uri> uri = parse_uri(bytes(text));
    if (!uri) return fail("\"" + field().text() + "\" is no URI: " + uri.error().message);
    sluice_value* target = editor.make(target_);
    barred_ = target == nullptr;
    if (barred_) return StepOutcome::failed;
    object_ = editor.open(*target);
    if (!object_ || object_.is_array()) {
      if (is_kept(target)) return StepOutcome::done;
      *target = object_value(nullptr, 0);
      object_ = Container(*target);
    }
    if (keep_original_) write_key(editor, object_, "original", text);
    put(editor, text, "scheme", uri->scheme);
    if (!uri->domain.empty()) put(editor, text, "domain", uri->domain);
    if (uri->port >= 0) write_key(editor, object_, "port", int_value(uri->port));
    const std::string_view path = put_decoded(editor, text, "path", uri->path);
    put(editor, text, "extension", path_extension(path));
    put_decoded(editor, text, "query", uri->query);
    put_decoded(editor, text, "fragment", uri->fragment);
    put_user(editor, text, put_decoded(editor, text, "user_info", uri->user_info));
    if (remove_) editor.remove(field());
    return StepOutcome::done;
  }

  void put_user(EventEditor& editor, const sluice_value& text, std::string_view info) {
    if (info.data() == nullptr) return;
    const size_t colon = info.find(':');
    put(editor, text, "username", info.substr(0, colon));
    if (colon != info.npos) put(editor, text, "password", info.substr(colon + 1));
  }

  // Nothing for a part that is not there. Decoded text may hold what the URI could not.
  void put(EventEditor& editor, const sluice_value& text, std::string_view key,
           std::string_view part) {
    if (part.data() == nullptr) return;
    const bool inside = part.data() >= text.as.data && part.data() <= text.as.data + text.size;
    write_key(editor, object_, key, inside ? slice(text, part) : text_value(part));
  }

  std::string_view put_decoded(EventEditor& editor, const sluice_value& text, std::string_view key,
                               std::string_view part) {
    std::string_view decoded = part;
    if (needs_url_decode(part, Plus::kept)) {
      char* out = editor.batch().allocate<char>(part.size());
      size_t size = 0;
      // What does not decode to text stays as it was written.
      if (url_decode(part, Plus::kept, out, size) && editor.json().valid_utf8({out, size})) {
        decoded = {out, size};
      }
    }
    put(editor, text, key, decoded);
    return decoded;
  }

  const FieldPath target_;
  const bool keep_original_;
  const bool remove_;
  Container object_;
  bool barred_ = false;
};

Result<char> one_character(const Settings& settings, const char* name, char otherwise) {
  const sluice_value* value = settings.find(name);
  if (value == nullptr) return otherwise;
  const std::string_view text = bytes(*value);
  if (text.size() != 1 || static_cast<unsigned char>(text[0]) >= 0x80 || text[0] == '\n' ||
      text[0] == '\r') {
    return invalid_config("\"" + std::string(name) + "\" must be one ASCII character", value);
  }
  return text[0];
}

}  // namespace

Status compile_csv(const sluice_value& setting, StepBuilder& builder) {
  const Settings settings(&setting);
  Result<FieldPath> field = field_of(setting);
  if (!field) return std::move(field).error();
  CsvFormat format;
  format.trim = settings.boolean("trim");
  Result<char> separator = one_character(settings, "separator", ',');
  if (!separator) return std::move(separator).error();
  Result<char> quote = one_character(settings, "quote", '"');
  if (!quote) return std::move(quote).error();
  if (*separator == *quote) {
    return invalid_config("\"separator\" and \"quote\" are the same", settings.find("separator"));
  }
  format.separator = *separator;
  format.quote = *quote;
  const sluice_value* targets = settings.find("target_fields");
  if (targets == nullptr || targets->size == 0) {
    return invalid_config("csv needs at least one of \"target_fields\"", &setting);
  }
  FieldOutputs outputs;
  for (uint32_t i = 0; i < targets->size; ++i) {
    const sluice_value& at = targets->as.items[i];
    size_t index = 0;
    if (Status added = outputs.add(bytes(at), at, index); !added) return added;
  }
  std::optional<std::string> empty_value;
  if (const sluice_value* value = settings.find("empty_value"); value != nullptr) {
    ScratchBuffer json;
    json.append_json(builder.json, *value);
    empty_value = std::string(json.view());
  }
  std::string label = "csv " + field->text();
  builder.add<Csv>(std::move(label), std::move(*field), format, std::move(outputs),
                   std::move(empty_value));
  return {};
}

Status compile_uri_parts(const sluice_value& setting, StepBuilder& builder) {
  const Settings settings(&setting);
  Result<FieldPath> field = field_of(setting);
  if (!field) return std::move(field).error();
  const sluice_value* written = settings.find("target_field");
  Result<FieldPath> target =
      written == nullptr ? setting_path("url", setting) : target_path(bytes(*written), *written);
  if (!target) return std::move(target).error();
  std::string label = "uri_parts " + field->text();
  builder.add<UriParts>(std::move(label), std::move(*field), std::move(*target),
                        settings.boolean("keep_original", true),
                        settings.boolean("remove_if_successful"));
  return {};
}

}  // namespace sluice
