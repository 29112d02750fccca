// Whether what a pattern found is what it looks like: the checks of the built-in patterns of
// redact. A check may make the candidate shorter at its end. Stateless.
#pragma once

#include <cstddef>
#include <string_view>

namespace sluice {

// A candidate within its text.
struct Candidate {
  std::string_view text;
  size_t begin;
  size_t end;

  std::string_view found() const { return text.substr(begin, end - begin); }
  /// NUL where the text ends.
  char before(size_t distance = 1) const {
    return begin >= distance ? text[begin - distance] : '\0';
  }
  char after(size_t distance = 0) const {
    return end + distance < text.size() ? text[end + distance] : '\0';
  }
};

bool any(Candidate&);
bool is_alone(Candidate& c);  // no part of a longer word
bool is_ipv4(Candidate& c);
bool is_ipv6(Candidate& c);
bool is_ip(Candidate& c);
bool is_card(Candidate& c);
bool is_aws_secret(Candidate& c);
bool is_ssn(Candidate& c);
bool is_iban(Candidate& c);
bool is_mac(Candidate& c);

/// The sum of the digits as Luhn has it; other characters are passed over.
bool has_luhn_sum(std::string_view number);

}  // namespace sluice
