// What the record writers share: a small random generator and an appender for JSON text that takes
// its random parts from it. The same seed gives the same bytes on every machine.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace bench {

/// xorshift64* by Vigna; quick, and good enough for log lines.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15U + 0x2545f4914f6cdd1dU) {
    for (int i = 0; i < 4; ++i) next();  // neighbouring seeds part ways
  }

  uint64_t next() {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return state_ * 0x2545f4914f6cdd1dU;
  }

  /// A number below `bound`, which is small: the slight bias does not matter here.
  uint32_t below(uint32_t bound) {
    return static_cast<uint32_t>(((next() >> 32) * uint64_t{bound}) >> 32);
  }

  bool one_in(uint32_t times) { return below(times) == 0; }

 private:
  uint64_t state_;
};

/// Appends to a string. Strings from pick() and text() are JSON already: nothing is escaped.
class Text {
 public:
  Text(std::string& out, Random& random) : out_(out), random_(random) {}

  Random& random() { return random_; }
  std::string& out() { return out_; }

  Text& operator<<(std::string_view text) {
    out_.append(text);
    return *this;
  }

  template <size_t N>
  std::string_view pick(const std::array<std::string_view, N>& choices) {
    return choices[random_.below(N)];
  }

  Text& hex(size_t digits) { return code("0123456789abcdef", 4, digits); }
  Text& base32(size_t digits) { return code("abcdefghijklmnopqrstuvwxyz234567", 5, digits); }
  Text& base64(size_t digits) {
    return code("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 6, digits);
  }

  /// 8-4-4-4-12 hexadecimal digits.
  Text& uuid() {
    hex(8) << "-";
    hex(4) << "-4";
    hex(3) << "-a";
    hex(3) << "-";
    return hex(12);
  }

  Text& number(uint64_t value) { return padded(value, 1); }

  /// Decimal, with leading zeros up to `digits`.
  Text& padded(uint64_t value, size_t digits) {
    char buffer[20];
    size_t begin = sizeof buffer;
    while (value != 0 || sizeof buffer - begin < digits) {
      buffer[--begin] = static_cast<char>('0' + value % 10);
      value /= 10;
    }
    out_.append(buffer + begin, sizeof buffer - begin);
    return *this;
  }

  /// An address of a documentation range: IPv4 mostly, now and then IPv6.
  Text& address() {
    static constexpr std::array<std::string_view, 3> networks = {"192.0.2.", "198.51.100.",
                                                                 "203.0.113."};
    if (random_.one_in(8)) {
      *this << "2001:db8::";
      hex(4) << ":";
      return hex(4);
    }
    *this << pick(networks);
    return number(1 + random_.below(254));
  }

  /// RFC 3339 in UTC, `seconds` after 2025-03-04T00:00:00Z (less than 25 days).
  Text& time(uint64_t seconds, uint64_t fraction, size_t fraction_digits) {
    *this << "2025-03-";
    padded(4 + seconds / 86400, 2) << "T";
    padded(seconds / 3600 % 24, 2) << ":";
    padded(seconds / 60 % 60, 2) << ":";
    padded(seconds % 60, 2);
    if (fraction_digits > 0) {
      *this << ".";
      padded(fraction, fraction_digits);
    }
    return *this << "Z";
  }

 private:
  Text& code(const char* alphabet, unsigned bits, size_t digits) {
    const uint64_t mask = (uint64_t{1} << bits) - 1;
    while (digits > 0) {
      const size_t size = digits < 60 / bits ? digits : 60 / bits;
      char buffer[16];
      uint64_t value = random_.next() >> 4;
      for (size_t i = 0; i < size; ++i, value >>= bits) buffer[i] = alphabet[value & mask];
      out_.append(buffer, size);
      digits -= size;
    }
    return *this;
  }

  std::string& out_;
  Random& random_;
};

}  // namespace bench
