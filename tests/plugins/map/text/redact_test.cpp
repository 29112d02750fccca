// What the built-in patterns of redact find, and what they must not take for it.
#include <gtest/gtest.h>
#include <map/text/digest.hpp>
#include <map/text/redact_checks.hpp>
#include <map/text/redact_patterns.hpp>

namespace sluice {
namespace {

// The text with findings as [LABEL:text].
std::string marked(std::string_view name, std::string_view text) {
  std::unique_ptr<RedactPattern> pattern = RedactPattern::built_in(name);
  if (pattern == nullptr) return "no such name";
  std::vector<Finding> found;
  pattern->find(text, found);
  std::string out;
  size_t done = 0;
  for (const Finding& finding : found) {
    out.append(text.substr(done, finding.begin - done)).append("[");
    out.append(text.substr(finding.begin, finding.end - finding.begin)).append("]");
    done = finding.end;
  }
  return out.append(text.substr(done));
}

void expect_found(std::string_view name, const std::vector<std::string_view>& texts) {
  for (const std::string_view text : texts) {
    std::string plain;
    for (const char c : text) {
      if (c != '{' && c != '}') plain += c;
    }
    std::string expected(text);
    for (char& c : expected) c = c == '{' ? '[' : c == '}' ? ']' : c;
    EXPECT_EQ(marked(name, plain), expected) << name;
  }
}

// Braces stand around what is to be found.
TEST(RedactPatterns, FindWhatTheyName) {
  expect_found("email", {"{ana.silva+x@mail.example.com}, <{b@x.org}>.", "a@b", "@x.com"});
  expect_found("ipv4",
               {"{192.0.2.7}:80 {10.0.0.1}.", "1.2.3", "v1.2.3.4.5", "256.1.1.1", "a1.2.3.4"});
  expect_found("ipv6",
               {"[{2001:db8::1}]:80 {::1}, {fe80::1}%eth0", "at {::ffff:192.0.2.1}.", "12:30:45",
                "std::string", "::", "a:b:c", "00:11:22:33:44:55", "{1:2:3:4:5:6:7:8}"});
  expect_found("ip", {"{192.0.2.7} and {2001:db8::1}", "10:00:00 x"});
  expect_found("credit_card",
               {"{4111 1111 1111 1111}", "{4111-1111-1111-1111}", "x {378282246310005}!",
                "{5555555555554444} {6011111111111117}", "4111 1111 1111 1112", "1714557600000",
                "94111111111111111", "id4111111111111111"});
  expect_found("aws_access_key", {"{AKIAIOSFODNN7EXAMPLE}", "key={ASIAIOSFODNN7EXAMPLE};",
                                  "xAKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7"});
  expect_found("aws_secret_key", {"{wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY}",
                                  "da39a3ee5e6b4b0d3255bfef95601890afd80709",
                                  "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEYX"});
  expect_found("jwt", {"t={eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln-_x};", "eyJhbGci.x.y"});
  expect_found("bearer_token", {"Authorization: Bearer {abc.def-123==}", "bearer {x}", "a bearer"});
  expect_found("phone", {"call {+31 20 123 4567} or {(555) 123-4567} or {555-123-4567}",
                         "1234567890", "2024-05-01"});
  expect_found("ssn", {"{123-45-6789}", "000-45-6789", "666-45-6789", "912-45-6789", "123-00-6789",
                       "123-45-0000", "1123-45-6789", "123-45-67891"});
  expect_found("mac", {"{00:11:22:aa:bb:cc} {00-11-22-AA-BB-CC} {0011.22aa.bbcc}",
                       "00:11:22:33:44:55:66", "10:00:00"});
  expect_found("iban", {"to {DE89 3704 0044 0532 0130 00} now", "{GB29NWBK60161331926819}",
                        "DE89 3704 0044 0532 0130 01"});
  expect_found("uuid", {"id {f47ac10b-58cc-4372-a567-0e02b2c3d479}.",
                        "f47ac10b-58cc-4372-a567-0e02b2c3d4790"});
  expect_found("private_key",
               {"x {-----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY-----} y",
                "{-----BEGIN PRIVATE KEY-----\ncut off}", "-----BEGIN CERTIFICATE-----"});
  EXPECT_EQ(RedactPattern::built_in("nothing"), nullptr);
}

TEST(RedactPatterns, Luhn) {
  EXPECT_TRUE(has_luhn_sum("79927398713"));
  EXPECT_FALSE(has_luhn_sum("79927398710"));
}

TEST(RedactPatterns, GrokFields) {
  auto pattern = RedactPattern::of_grok("user=%{WORD:USER} (?<ALL>pin=(?<PIN>\\d+))", {});
  ASSERT_TRUE(pattern.ok());
  std::vector<Finding> found;
  (*pattern)->find("user=ana pin=12; user=bo pin=3", found);
  ASSERT_EQ(found.size(), 4u);
  EXPECT_EQ(found[0].label, "USER");
  EXPECT_EQ(found[1].label, "ALL");  // PIN lies within it
  EXPECT_EQ(found[3].end, 30u);
  EXPECT_FALSE(RedactPattern::of_grok("%{NO}", {}).ok());
  auto empty = RedactPattern::of_grok("x*", {});
  ASSERT_TRUE(empty.ok());
  (*empty)->find("aüxxb", found);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].label, "REDACTED");
}

std::string hex(DigestMethod method, std::string_view text) {
  Digest digest(method);
  if (Status status = digest.open(); !status) return status.error().message;
  unsigned char out[max_digest_bytes];
  std::string all;
  for (int round = 0; round < 2; ++round) {  // the second must not depend on the first
    all.clear();
    const size_t size = digest.compute(text, out);
    for (size_t i = 0; i < size; ++i) {
      all += "0123456789abcdef"[out[i] >> 4];
      all += "0123456789abcdef"[out[i] & 15];
    }
  }
  return all;
}

// RFC 1321, FIPS 180, and the reference implementation of XXH3.
TEST(DigestTest, KnownValues) {
  EXPECT_EQ(hex(DigestMethod::md5, "abc"), "900150983cd24fb0d6963f7d28e17f72");
  EXPECT_EQ(hex(DigestMethod::sha1, "abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(hex(DigestMethod::sha256, "abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex(DigestMethod::sha512, "").substr(0, 32), "cf83e1357eefb8bdf1542850d66d8007");
  EXPECT_EQ(hex(DigestMethod::xxh3, ""), "99aa06d3014798d86001c324468d497f");
}

}  // namespace
}  // namespace sluice
