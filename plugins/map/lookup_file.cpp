#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include <map/text/csv_reader.hpp>

#include "canonical_json.hpp"
#include "lookup_table.hpp"

namespace sluice {
namespace {

// A table is held in memory, by each lane.
constexpr size_t max_file_bytes = size_t{64} << 20;

Error at_line(const std::string& path, size_t line, const std::string& what) {
  return fatal(path + ":" + std::to_string(line) + ": " + what);
}

size_t line_of(std::string_view text, size_t at) {
  return 1 + static_cast<size_t>(
                 std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

Result<std::string> read_file(const std::string& path) {
  const auto close = [](std::FILE* file) { std::fclose(file); };
  const std::unique_ptr<std::FILE, decltype(close)> file(std::fopen(path.c_str(), "rb"), close);
  const auto failed = [&] {
    return fatal("could not read the table \"" + path + "\": " + std::strerror(errno));
  };
  if (file == nullptr) return failed();
  std::string text;
  char block[1 << 16];
  for (size_t size = 0; (size = std::fread(block, 1, sizeof block, file.get())) > 0;) {
    text.append(block, size);
    if (text.size() > max_file_bytes) {
      return fatal("the table \"" + path + "\" has more than 64 MiB");
    }
  }
  if (std::ferror(file.get()) != 0) return failed();
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  return text;
}

std::string json_text(std::string_view text) {
  ScratchBuffer out;
  append_canonical_text(out, text);
  return std::string(out.view());
}

class CsvTable {
 public:
  CsvTable(const std::string& path, std::string_view text, CsvFormat format,
           const LookupColumns& columns, LookupTable& table)
      : path_(path), reader_(text, format), format_(format), columns_(columns), table_(table) {}

  Status read() {
    if (!reader_.next_record()) return at_line(path_, 1, "there is no header with column names");
    if (Status status = read_record(); !status) return status;
    names_ = values_;
    if (Status status = find_columns(); !status) return status;
    while (reader_.next_record()) {
      const size_t line = reader_.line();
      if (Status status = read_record(); !status) return status;
      if (values_.size() != names_.size()) {
        return at_line(path_, line,
                       "there are " + std::to_string(values_.size()) + " values, but " +
                           std::to_string(names_.size()) + " columns");
      }
      if (!table_.add(values_[key_], row())) {
        return at_line(path_, line, "the key \"" + values_[key_] + "\" is there twice");
      }
    }
    return {};
  }

 private:
  Status read_record() {
    values_.clear();
    CsvValue value{};
    CsvReader::Step step = reader_.next(value);
    for (; step == CsvReader::Step::value; step = reader_.next(value)) {
      std::string text(value.text);
      if (value.doubled) text.resize(undouble(value, format_.quote, text.data()));
      values_.push_back(std::move(text));
    }
    if (step == CsvReader::Step::error) return at_line(path_, reader_.line(), reader_.problem());
    return {};
  }

  Status find_columns() {
    if (names_.size() < 2) return at_line(path_, 1, "a table needs at least two columns");
    for (const auto& [name, index] :
         {std::pair(&columns_.key, &key_), std::pair(&columns_.value, &value_)}) {
      if (name->empty()) continue;
      const auto found = std::find(names_.begin(), names_.end(), *name);
      if (found == names_.end()) return at_line(path_, 1, "there is no column \"" + *name + "\"");
      *index = static_cast<size_t>(found - names_.begin());
    }
    return {};
  }

  // An empty value is no field.
  LookupTable::Row row() const {
    LookupTable::Row row;
    for (size_t i = 0; i < values_.size(); ++i) {
      const bool taken = columns_.value.empty() ? i != key_ : i == value_;
      if (!taken || (values_[i].empty() && columns_.value.empty())) continue;
      row.push_back({columns_.value.empty() ? names_[i] : "", json_text(values_[i])});
    }
    return row;
  }

  const std::string& path_;
  CsvReader reader_;
  const CsvFormat format_;
  const LookupColumns& columns_;
  LookupTable& table_;
  std::vector<std::string> names_;
  std::vector<std::string> values_;
  size_t key_ = 0;
  size_t value_ = 0;
};

Status read_json(const std::string& path, std::string_view text, Json json, Batch scratch,
                 LookupTable& table) {
  char* copy = scratch.allocate<char>(text.size() + 1);
  std::memcpy(copy, text.data(), text.size());
  sluice_json_result result{};
  ErrorBuffer error;
  const uint32_t flags = SLUICE_JSON_OPEN | SLUICE_JSON_LAST;
  const sluice_status status = json.read(scratch, copy, text.size(), flags, result, error);
  if (status == SLUICE_FATAL) throw std::bad_alloc();
  if (status != SLUICE_OK) {
    return at_line(path, line_of(text, std::min<size_t>(result.error_at, text.size())),
                   std::string(error.message()));
  }
  const size_t rest = text.find_first_not_of(" \t\r\n", result.consumed);
  if (rest != text.npos) return at_line(path, line_of(text, rest), "text after the JSON value");
  if (result.value.type != SLUICE_VALUE_OBJECT) {
    return at_line(path, 1, "a table must be one JSON object, from keys to values");
  }
  for (uint32_t i = 0; i < result.value.size; ++i) {
    sluice_field& field = result.value.as.fields[i];
    LookupTable::Row row;
    if (*field.value.as.data == '{') {
      json.open(scratch, field.value);
      for (uint32_t k = 0; k < field.value.size; ++k) {
        const sluice_field& cell = field.value.as.fields[k];
        row.push_back({std::string(key(cell)), std::string(bytes(cell.value))});
      }
    } else {
      row.push_back({"", std::string(bytes(field.value))});
    }
    table.add(key(field), std::move(row));  // keys of an object are unique
  }
  return {};
}

}  // namespace

bool LookupTable::add(std::string_view key, Row row) {
  if (rows_.contains(key)) return false;
  keys_.emplace_back(key);
  all_.push_back(std::move(row));
  rows_.emplace(keys_.back(), &all_.back());
  return true;
}

LookupFormat lookup_format(std::string_view path) {
  if (path.ends_with(".json")) return LookupFormat::json;
  if (path.ends_with(".csv")) return LookupFormat::csv;
  if (path.ends_with(".tsv")) return LookupFormat::tsv;
  if (path.ends_with(".yaml") || path.ends_with(".yml")) return LookupFormat::yaml;
  return LookupFormat::none;
}

Status read_lookup_file(const std::string& path, const LookupColumns& columns, Json json,
                        Batch scratch, LookupTable& table) {
  Result<std::string> text = read_file(path);
  if (!text) return std::move(text).error();
  if (!json.valid_utf8(*text)) {
    size_t at = 0;
    for (size_t end = 0; end < text->size(); at = end) {  // the first line that is not
      end = std::min(text->find('\n', end), text->size() - 1) + 1;
      if (!json.valid_utf8(std::string_view(*text).substr(at, end - at))) break;
    }
    return at_line(path, line_of(*text, at), "the text is not UTF-8");
  }
  switch (lookup_format(path)) {
    case LookupFormat::json:
      return read_json(path, *text, json, scratch, table);
    case LookupFormat::yaml:
      return read_lookup_yaml(path, *text, table);
    case LookupFormat::tsv:
      return CsvTable(path, *text, {'\t', '"', false}, columns, table).read();
    default:
      return CsvTable(path, *text, {}, columns, table).read();
  }
}

}  // namespace sluice
