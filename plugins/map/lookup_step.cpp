#include "lookup_step.hpp"

#include <optional>

#include "extract_step.hpp"
#include "lookup_table.hpp"
#include "scratch_buffer.hpp"
#include "step_runtime.hpp"

namespace sluice {
namespace {

// What the setting says; the table is filled in `start` when it is in a file.
struct LookupForm {
  FieldPath field;
  std::string target;  // a path; empty: none
  std::string file;    // empty: none
  LookupColumns columns;
  LookupTable table;
  std::optional<LookupTable::Row> otherwise;
};

class Lookup final : public Step {
 public:
  Lookup(std::string label, LookupForm form, StepRuntime& runtime)
      : Step(std::move(label)),
        form_(std::move(form)),
        meta_(meta_kind(form_.field)),
        runtime_(runtime) {}

  Status start() override {
    if (form_.file.empty()) return {};
    const OwnedBatch scratch = runtime_.create_batch();
    Status read = read_lookup_file(form_.file, form_.columns, runtime_.json(), Batch(scratch.get()),
                                   form_.table);
    if (!read) return read;
    Status compiled = compile_rows({});
    if (!compiled) compiled.error() = fatal(form_.file + ": " + compiled.error().message);
    return compiled;
  }

  // Gives each row of the table its places to write to; `at` is what to point at.
  Status compile_rows(const sluice_value& at) {
    for (const LookupTable::Row& row : form_.table.rows()) {
      if (Status status = compile_row(row, at); !status) return status;
    }
    return form_.otherwise ? compile_row(*form_.otherwise, at) : Status();
  }

  StepOutcome apply(EventEditor& editor) override {
    unknown_ = barred_ = false;
    std::string_view key;
    sluice_value meta;
    const sluice_value* value = nullptr;
    if (meta_ == MetaKind::none) {
      value = editor.find(form_.field);
    } else if (meta = meta_value(meta_, editor.event(), editor.batch());
               !EventEditor::is_null(meta)) {
      value = &meta;
    }
    if (value == nullptr || EventEditor::is_null(*value)) return StepOutcome::missing;
    if (!key_of(editor, *value, key)) return StepOutcome::failed;
    const LookupTable::Row* row = form_.table.find(key);
    if (row == nullptr && form_.otherwise) row = &*form_.otherwise;
    unknown_ = row == nullptr;
    if (unknown_) return StepOutcome::missing;
    outputs_.clear();
    const std::vector<size_t>& places = places_.at(row);
    for (size_t i = 0; i < places.size(); ++i) outputs_.set(places[i], raw_value((*row)[i].json));
    const StepOutcome outcome = outputs_.write(editor, overrides());
    barred_ = outcome == StepOutcome::failed;
    return outcome;
  }
  std::string failure(const EventEditor& editor) const override {
    return barred_ ? outputs_.failure(editor) : why_;
  }
  std::string absence() const override {
    return "\"" + form_.field.text() +
           (unknown_ ? "\" holds a key that is not in the table" : "\" is missing or null");
  }

 private:
  bool key_of(EventEditor& editor, const sluice_value& value, std::string_view& key) {
    if (editor.text_of(value, key)) return true;
    const bool is_raw = value.type == SLUICE_VALUE_RAW;
    const char first = is_raw ? *value.as.data : '\0';
    if (value.type == SLUICE_VALUE_OBJECT || value.type == SLUICE_VALUE_ARRAY || first == '{' ||
        first == '[') {
      why_ = "\"" + form_.field.text() + "\" holds " + EventEditor::describe(value) +
             ", not text, a number or a boolean";
      return false;
    }
    if (is_raw) {
      key = bytes(value);
      return true;
    }
    scratch_.clear();
    scratch_.append_json(editor.json(), value);
    key = scratch_.view();
    return true;
  }

  Status compile_row(const LookupTable::Row& row, const sluice_value& at) {
    std::vector<size_t> places;
    for (const LookupTable::Cell& cell : row) {
      std::string path = form_.target;
      if (cell.name.empty()) {
        if (path.empty()) path = form_.field.text();
      } else {
        if (!path.empty() && cell.name[0] != '[') path += '.';
        path += cell.name;
      }
      auto known = known_.find(path);
      if (known == known_.end()) {
        size_t index = 0;
        if (Status added = outputs_.add(path, at, index); !added) return added;
        known = known_.emplace(path, index).first;
      }
      places.push_back(known->second);
    }
    places_.emplace(&row, std::move(places));
    return {};
  }

  LookupForm form_;
  const MetaKind meta_;
  StepRuntime& runtime_;
  FieldOutputs outputs_;
  std::unordered_map<std::string, size_t> known_;  // places by their paths
  std::unordered_map<const LookupTable::Row*, std::vector<size_t>> places_;
  ScratchBuffer scratch_;
  std::string why_;
  bool unknown_ = false;
  bool barred_ = false;
};

// A value, or fields with values, as they stand in the settings.
LookupTable::Row setting_row(const sluice_value& value, Json json) {
  LookupTable::Row row;
  const auto add = [&](std::string name, const sluice_value& cell) {
    ScratchBuffer text;
    text.append_json(json, cell);
    row.push_back({std::move(name), std::string(text.view())});
  };
  if (value.type != SLUICE_VALUE_OBJECT) {
    add("", value);
    return row;
  }
  for (uint32_t i = 0; i < value.size; ++i) {
    add(std::string(key(value.as.fields[i])), value.as.fields[i].value);
  }
  return row;
}

Status check_lookup(const Settings& settings) {
  const sluice_value* file = settings.find("file");
  const sluice_value* table = settings.find("table");
  if ((file == nullptr) == (table == nullptr)) {
    return invalid_config("lookup needs either \"file\" or \"table\"", settings.value());
  }
  const LookupFormat format = file == nullptr ? LookupFormat::none : lookup_format(bytes(*file));
  if (file != nullptr && format == LookupFormat::none) {
    return invalid_config("the name of a table must end in .csv, .tsv, .json, .yaml or .yml", file);
  }
  for (const char* name : {"key_column", "value_column"}) {
    if (!settings.has(name) || format == LookupFormat::csv || format == LookupFormat::tsv) continue;
    return invalid_config("\"" + std::string(name) + "\" is for .csv and .tsv files only",
                          settings.find(name));
  }
  return {};
}

}  // namespace

Status compile_lookup(const sluice_value& setting, StepBuilder& builder) {
  const Settings settings(&setting);
  Result<FieldPath> field = field_of(setting);
  if (!field) return std::move(field).error();
  if (Status checked = check_lookup(settings); !checked) return checked;
  const sluice_value* target = settings.find("target_field");
  if (target != nullptr) {
    Result<FieldPath> path = target_path(bytes(*target), *target);
    if (!path) return std::move(path).error();
  }
  LookupForm form{
      std::move(*field),
      std::string(settings.text("target_field")),
      std::string(settings.text("file")),
      {std::string(settings.text("key_column")), std::string(settings.text("value_column"))},
      {},
      std::nullopt};
  const sluice_value* table = settings.find("table");
  for (uint32_t i = 0; table != nullptr && i < table->size; ++i) {
    const sluice_field& row = table->as.fields[i];
    form.table.add(key(row), setting_row(row.value, builder.json));
  }
  if (const sluice_value* other = settings.find("default"); other != nullptr) {
    form.otherwise = setting_row(*other, builder.json);
  }
  std::string label = "lookup " + form.field.text();
  Lookup& step = builder.add<Lookup>(std::move(label), std::move(form), builder.runtime);
  return table == nullptr ? Status() : step.compile_rows(*table);
}

}  // namespace sluice
