#include <algorithm>
#include <cstring>

#include <arpa/inet.h>
#include <map/text/redact_checks.hpp>

namespace sluice {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_word(char c) {
  return is_digit(c) || is_letter(c) || c == '_';
}

// Numbers that the networks give out, so that a time in milliseconds is no card.
bool has_issuer(std::string_view digits) {
  const auto first = [&](size_t count) {
    int number = 0;
    for (size_t i = 0; i < count; ++i) number = number * 10 + (digits[i] - '0');
    return number;
  };
  const size_t size = digits.size();
  const int two = first(2);
  const int four = first(4);
  if (digits[0] == '4') return size == 13 || size == 16 || size == 19;  // Visa
  if (two == 34 || two == 37) return size == 15;                        // American Express
  if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)) return size == 16;  // Mastercard
  if (two == 36 || two == 38 || two == 39 || (four >= 3000 && four <= 3059)) return size == 14;
  if (four >= 3528 && four <= 3589) return size >= 16;                                 // JCB
  if (four == 6011 || two == 65 || (four >= 6440 && four <= 6499)) return size >= 16;  // Discover
  return two == 62 && size >= 16;                                                      // UnionPay
}

}  // namespace

bool has_luhn_sum(std::string_view number) {
  unsigned sum = 0;
  bool twice = false;
  for (size_t i = number.size(); i-- > 0;) {
    if (!is_digit(number[i])) continue;
    const auto digit = static_cast<unsigned>(number[i] - '0') * (twice ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
    twice = !twice;
  }
  return sum % 10 == 0;
}

bool any(Candidate&) {
  return true;
}

// Not a part of something longer, as the version 1.2.3.4.5.
bool is_ipv4(Candidate& c) {
  if (is_word(c.before()) || is_word(c.after())) return false;
  if (c.before() == '.' && is_digit(c.before(2))) return false;
  return c.after() != '.' || !is_digit(c.after(1));
}

bool is_ipv6(Candidate& c) {
  if (is_word(c.before()) || c.before() == ':') return false;
  // What follows may have been taken along: the colon of "at ::1: refused".
  while (c.end > c.begin && (c.text[c.end - 1] == '.' || c.text[c.end - 1] == ':') &&
         !(c.end - c.begin >= 2 && c.text[c.end - 2] == ':')) {
    --c.end;
  }
  char address[INET6_ADDRSTRLEN + 1];
  const std::string_view found = c.found();
  if (is_word(c.after()) || found.size() >= sizeof address) return false;
  if (std::none_of(found.begin(), found.end(), is_word)) return false;  // "::" alone
  std::memcpy(address, found.data(), found.size());
  address[found.size()] = '\0';
  in6_addr parsed{};
  return ::inet_pton(AF_INET6, address, &parsed) == 1;
}

bool is_ip(Candidate& c) {
  return c.found().find(':') != std::string_view::npos ? is_ipv6(c) : is_ipv4(c);
}

bool is_card(Candidate& c) {
  if (is_word(c.before())) return false;
  if ((c.before() == '-' || c.before() == '.') && is_digit(c.before(2))) return false;
  // Another number after it may have been taken along: groups are given back until it is a card.
  for (;;) {
    char digits[19];
    size_t size = 0;
    for (const char d : c.found()) {
      if (is_digit(d) && size < sizeof digits) digits[size++] = d;
    }
    const bool ends =
        !is_word(c.after()) && !((c.after() == '-' || c.after() == '.') && is_digit(c.after(1)));
    if (ends && size >= 13 && has_issuer({digits, size}) && has_luhn_sum({digits, size})) {
      return true;
    }
    const size_t blank = c.found().rfind(' ');
    if (blank == std::string_view::npos) return false;
    c.end = c.begin + blank;
  }
}

// 40 characters that look drawn at random: of all three kinds, and not a hexadecimal hash.
bool is_aws_secret(Candidate& c) {
  const auto is_base64 = [](char d) { return is_digit(d) || is_letter(d) || d == '+' || d == '/'; };
  if (is_base64(c.before()) || is_base64(c.after()) || c.after() == '=') return false;
  bool upper = false;
  bool lower = false;
  bool digit = false;
  bool hex = true;
  for (const char d : c.found()) {
    upper = upper || (d >= 'A' && d <= 'Z');
    lower = lower || (d >= 'a' && d <= 'z');
    digit = digit || is_digit(d);
    hex = hex && (is_digit(d) || (d >= 'a' && d <= 'f') || (d >= 'A' && d <= 'F'));
  }
  return upper && lower && digit && !hex;
}

bool is_ssn(Candidate& c) {
  const std::string_view n = c.found();
  if (is_word(c.before()) || is_word(c.after()) || c.before() == '-' || c.after() == '-') {
    return false;
  }
  return n[0] != '9' && n.substr(0, 3) != "000" && n.substr(0, 3) != "666" &&
         n.substr(4, 2) != "00" && n.substr(7) != "0000";
}

// ISO 13616: the letters as numbers from 10, the first four characters last, modulo 97.
bool is_iban(Candidate& c) {
  if (is_word(c.before())) return false;
  // A word after it may have been taken along: groups are given back until the sum is right.
  for (;;) {
    std::string_view found = c.found();
    char packed[34];
    size_t size = 0;
    bool fits = true;
    for (const char d : found) {
      if (d == ' ') continue;
      fits = fits && size < sizeof packed;
      if (fits) packed[size++] = d;
    }
    if (fits && size >= 15 && !is_word(c.after())) {
      std::rotate(packed, packed + 4, packed + size);
      unsigned rest = 0;
      for (size_t i = 0; i < size; ++i) {
        const bool digit = is_digit(packed[i]);
        const auto number = static_cast<unsigned>(digit ? packed[i] - '0' : packed[i] - 'A' + 10);
        rest = (rest * (digit ? 10 : 100) + number) % 97;
      }
      if (rest == 1) return true;
    }
    const size_t blank = found.rfind(' ');
    if (blank == found.npos) return false;
    c.end = c.begin + blank;
  }
}

bool is_alone(Candidate& c) {
  return !is_word(c.before()) && !is_word(c.after());
}

bool is_mac(Candidate& c) {
  const char before = c.before();
  const char after = c.after();
  return is_alone(c) && before != ':' && before != '-' && after != ':' && after != '-';
}

}  // namespace sluice
