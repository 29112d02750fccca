// The parsers behind the text steps of map. The first byte chooses one; the rest is, up to the
// first newline, its pattern or form, and after that the text. What is found lies within the text,
// in order; whatever the bytes are, nothing else happens.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include <map/lookup_table.hpp>
#include <map/text/csv_reader.hpp>
#include <map/text/dissect_pattern.hpp>
#include <map/text/grok_pattern.hpp>
#include <map/text/redact_patterns.hpp>
#include <map/text/replacement.hpp>
#include <map/text/separator.hpp>
#include <map/text/uri.hpp>
#include <map/text/utf8_case.hpp>
#include <support/plugin_host.hpp>

namespace {

using namespace sluice;

void require(bool holds) {
  if (!holds) std::abort();
}

void require_inside(std::string_view part, std::string_view text) {
  if (part.data() == nullptr) return;
  require(part.data() >= text.data() && part.data() + part.size() <= text.data() + text.size());
}

void dissect(std::string_view form, std::string_view text) {
  const Result<DissectPattern> pattern = DissectPattern::compile(form);
  if (!pattern) return;
  std::vector<std::string_view> values(pattern->value_count());
  if (!pattern->match(text, values)) return;
  for (const std::string_view value : values) require_inside(value, text);
}

void grok(std::string_view form, std::string_view text) {
  const GrokDefinitions own{{"A", "%{B}x"}, {"B", std::string(form.substr(0, 20))}};
  Result<GrokPattern> pattern = GrokPattern::compile(form, own);
  if (!pattern || !pattern->match(text)) return;
  require_inside(pattern->whole(), text);
  for (const GrokPattern::Field& field : pattern->fields()) {
    require_inside(pattern->value(field), text);
    grok_path(field.name);
  }
}

void csv(std::string_view form, std::string_view text) {
  const CsvFormat format{form.size() > 1 ? form[0] : ',', '"', form.size() % 2 == 1};
  CsvReader reader(text, format);
  size_t values = 0;
  while (reader.next_record()) {
    CsvValue value{};
    CsvReader::Step step;
    while ((step = reader.next(value)) == CsvReader::Step::value) {
      require_inside(value.text, text);
      std::string out(value.text.size(), '\0');
      require(undouble(value, '"', out.data()) <= out.size());
      require(++values <= text.size() + 1);
    }
    if (step == CsvReader::Step::error) return;
  }
}

void uri(std::string_view text) {
  if (const Result<Uri> parsed = parse_uri(text); parsed.ok()) {
    for (const std::string_view part : {parsed->scheme, parsed->user_info, parsed->domain,
                                        parsed->path, parsed->query, parsed->fragment}) {
      require_inside(part, text);
    }
    require_inside(path_extension(parsed->path), text);
    require(parsed->port >= -1 && parsed->port <= 65535);
  }
  std::string out(text.size(), '\0');
  size_t size = 0;
  if (url_decode(text, Plus::blank, out.data(), size)) require(size <= text.size());
}

void redact(std::string_view form, std::string_view text) {
  std::vector<std::unique_ptr<RedactPattern>> patterns;
  for (const char* name :
       {"email", "ip", "credit_card", "aws_secret_key", "iban", "phone", "mac", "private_key"}) {
    patterns.push_back(RedactPattern::built_in(name));
  }
  if (auto own = RedactPattern::of_grok(form, {}); own.ok()) patterns.push_back(std::move(*own));
  std::vector<Finding> found;
  for (const auto& pattern : patterns) {
    pattern->find(text, found);
    size_t end = 0;
    for (const Finding& finding : found) {
      require(finding.begin >= end && finding.end > finding.begin && finding.end <= text.size());
      end = finding.end;
    }
  }
}

void separate(std::string_view form, std::string_view text) {
  Replacement::parse(form, 3).ok();
  const Result<Separator> separator = Separator::compile(form);
  if (!separator) return;
  TextRange found{};
  for (size_t from = 0; separator->find(text, from, found);) {
    require(found.begin >= from && found.end <= text.size());
    from = found.end > from ? found.end : from + 1;
  }
}

// REQUIRES: valid UTF-8; the result is it too.
void change_case(testing::PluginHost& host, std::string_view text) {
  for (const Case wanted : {Case::lower, Case::upper}) {
    std::string out(cased_capacity(text.size()), '\0');
    const size_t size = write_cased(text, wanted, out.data());
    require(size <= out.size());
    require(host.host().json().valid_utf8(out.substr(0, size)));
  }
  require_inside(trim_text(text), text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static testing::PluginHost host;
  if (size == 0) return 0;
  // Text of events and files is valid UTF-8.
  const OwnedBatch memory = host.batch();
  uint64_t replaced = 0;
  const std::string_view input = host.host().json().repair_utf8(
      Batch(memory.get()), {reinterpret_cast<const char*>(data), size}, replaced);
  const std::string_view rest = input.substr(1);
  const size_t line = rest.find('\n');
  const std::string_view form = rest.substr(0, line);
  const std::string_view text = line == rest.npos ? std::string_view("") : rest.substr(line + 1);
  switch (input[0] % 8) {
    case 0:
      dissect(form, text);
      break;
    case 1:
      grok(form, text);
      break;
    case 2:
      csv(form, text);
      break;
    case 3:
      uri(rest);
      break;
    case 4:
      redact(form, text);
      break;
    case 5:
      separate(form, text);
      break;
    case 6:
      change_case(host, rest);
      break;
    default: {
      LookupTable table;
      read_lookup_yaml("table.yaml", std::string(rest), table).ok();
    }
  }
  return 0;
}
