#include <algorithm>

#include <map/text/redact_checks.hpp>
#include <map/text/redact_patterns.hpp>

namespace sluice {

struct RedactPattern::BuiltIn {
  const char* name;
  const char* label;
  const char* needs;    // what every finding holds; "": nothing that is always the same
  const char* pattern;  // of candidates; its group, if it has one, is what is found
  bool (*check)(Candidate& candidate);

  static const BuiltIn all[];
  static const size_t count;
};

#define ADDRESS4 R"((?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3})"
#define ADDRESS6 R"((?:[0-9A-Fa-f]{0,4}:){2,8}[0-9A-Fa-f.]{0,15})"

const RedactPattern::BuiltIn RedactPattern::BuiltIn::all[] = {
    {"email", "EMAIL", "@", R"([A-Za-z0-9._%+'-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*\.)+[A-Za-z]{2,})",
     &any},
    {"ip", "IP", "", ADDRESS6 "|" ADDRESS4, &is_ip},
    {"ipv4", "IPV4", ".", ADDRESS4, &is_ipv4},
    {"ipv6", "IPV6", ":", ADDRESS6, &is_ipv6},
    {"credit_card", "CREDIT_CARD", "", R"(\d(?:[ -]?\d){12,18})", &is_card},
    {"aws_access_key", "AWS_ACCESS_KEY", "A", R"((?:AKIA|ASIA|AIDA|AROA)[A-Z2-7]{16})", &is_alone},
    {"aws_secret_key", "AWS_SECRET_KEY", "", R"([A-Za-z0-9/+]{40})", &is_aws_secret},
    {"jwt", "JWT", "eyJ", R"(eyJ[\w-]{4,}\.eyJ[\w-]{2,}\.[\w-]*)", &any},
    {"bearer_token", "BEARER_TOKEN", "", R"((?i)\bbearer\s+([A-Za-z0-9._~+/-]+=*))", &any},
    {"phone", "PHONE", "",
     R"(\+\d(?:[ .-]?\(?\d\)?){6,14}|\(\d{3}\) ?\d{3}[ .-]\d{4})"
     R"(|\d{3}[.-]\d{3}[.-]\d{4})",
     &is_alone},
    {"ssn", "SSN", "-", R"(\d{3}-\d{2}-\d{4})", &is_ssn},
    {"mac", "MAC", "",
     R"([0-9A-Fa-f]{2}(?:(?::[0-9A-Fa-f]{2}){5}|(?:-[0-9A-Fa-f]{2}){5}))"
     R"(|(?:[0-9A-Fa-f]{4}\.){2}[0-9A-Fa-f]{4})",
     &is_mac},
    {"iban", "IBAN", "", R"([A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?)", &is_iban},
    {"uuid", "UUID", "-", R"([0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12})", &is_alone},
    {"private_key", "PRIVATE_KEY", "PRIVATE KEY",
     R"((?s)-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----.*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|\z))",
     &any},
};
const size_t RedactPattern::BuiltIn::count = std::size(all);

std::unique_ptr<RedactPattern> RedactPattern::built_in(std::string_view name) {
  for (size_t i = 0; i < BuiltIn::count; ++i) {
    if (name != BuiltIn::all[i].name) continue;
    std::unique_ptr<RedactPattern> pattern(new RedactPattern);
    pattern->built_in_ = &BuiltIn::all[i];
    pattern->regex_ = std::move(*compile_regex(BuiltIn::all[i].pattern));
    return pattern;
  }
  return nullptr;
}

Result<std::unique_ptr<RedactPattern>> RedactPattern::of_grok(std::string_view expression,
                                                              const GrokDefinitions& own) {
  Result<GrokPattern> grok = GrokPattern::compile(expression, own);
  if (!grok) return std::move(grok).error();
  std::unique_ptr<RedactPattern> pattern(new RedactPattern);
  pattern->grok_ = std::make_unique<GrokPattern>(std::move(*grok));
  return pattern;
}

void RedactPattern::find_built_in(std::string_view text, std::vector<Finding>& found) const {
  if (text.find(built_in_->needs) == text.npos) return;
  re2::StringPiece groups[2];
  const bool has_group = regex_->NumberOfCapturingGroups() > 0;
  for (size_t from = 0;
       from < text.size() &&
       regex_->Match(text, from, text.size(), RE2::UNANCHORED, groups, has_group ? 2 : 1);) {
    const re2::StringPiece& part = groups[has_group ? 1 : 0];
    const auto begin = static_cast<size_t>(part.data() - text.data());
    Candidate candidate{text, begin, begin + part.size()};
    if (built_in_->check(candidate)) {
      found.push_back({candidate.begin, candidate.end, built_in_->label});
      from = candidate.end;
    } else {
      // What begins within a wrong candidate may be a right one: its next word.
      const size_t next = text.find_first_of(" ,;=\"'()[]{}<>|:/", begin + 1);
      from = std::min({next == text.npos ? text.size() : next, begin + part.size()});
    }
  }
}

void RedactPattern::find(std::string_view text, std::vector<Finding>& found) {
  found.clear();
  if (built_in_ != nullptr) return find_built_in(text, found);
  for (size_t from = 0; from <= text.size() && grok_->match(text, from);) {
    const std::string_view whole = grok_->whole();
    const auto begin = static_cast<size_t>(whole.data() - text.data());
    from = begin + whole.size();
    const size_t first = found.size();
    for (const GrokPattern::Field& field : grok_->fields()) {
      const std::string_view part = grok_->value(field);
      if (part.empty()) continue;
      const auto at = static_cast<size_t>(part.data() - text.data());
      found.push_back({at, at + part.size(), field.name});
    }
    if (grok_->fields().empty() && !whole.empty()) found.push_back({begin, from, "REDACTED"});
    // Fields may lie within one another; the outermost stays.
    const auto added = found.begin() + static_cast<std::ptrdiff_t>(first);
    std::sort(added, found.end(), [](const Finding& a, const Finding& b) {
      return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
    });
    size_t kept = first;
    for (size_t i = first; i < found.size(); ++i) {
      if (kept > first && found[i].begin < found[kept - 1].end) continue;
      found[kept++] = found[i];
    }
    found.resize(kept);
    if (whole.empty()) {  // nothing was taken: one character on
      ++from;
      while (from < text.size() && (text[from] & 0xC0) == 0x80) ++from;
    }
  }
}

}  // namespace sluice
