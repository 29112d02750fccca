#include <cstring>
#include <memory>
#include <string>

#include <cloudwatch-awslogs/document_scanner.hpp>
#include <gtest/gtest.h>
#include <support/plugin_host.hpp>

namespace {

using sluice::Batch;
using sluice::DocumentScanner;
using sluice::testing::PluginHost;
using Step = sluice::DocumentScanner::Step;

// The steps as text. The scanner sees `first` bytes, then `more` bytes more at a time; each part is
// in memory of its own, so that a byte too far is found by the sanitizer.
std::string scan(PluginHost& host, const std::string& text, size_t first, size_t more) {
  DocumentScanner scanner(host.host().json());
  scanner.begin();
  const sluice::OwnedBatch arena = host.batch();
  std::string out;
  size_t from = 0;
  size_t to = std::min(first, text.size());
  std::vector<std::unique_ptr<char[]>> parts;
  for (;;) {
    const size_t size = to - from;
    char* const part = parts.emplace_back(new char[size]).get();
    std::memcpy(part, text.data() + from, size);
    scanner.set_text(part, size, to == text.size());
    Step step = Step::more_text;
    do {
      step = scanner.next(Batch(arena.get()));
      if (step == Step::field) {
        out += "field " + std::string(sluice::key(scanner.field())) + "=" +
               PluginHost::json(scanner.field().value) + "\n";
      } else if (step == Step::log_event) {
        const auto& event = scanner.log_event();
        out += "event " + std::to_string(scanner.lists()) + " " +
               std::to_string(event.field_count) + " " + std::string(event.text, event.size) + "\n";
      }
    } while (step == Step::field || step == Step::log_event);
    if (step == Step::failed) return out + "failed: " + scanner.error() + "\n";
    from += static_cast<size_t>(scanner.position() - part);
    if (step == Step::end) return out + "end at " + std::to_string(from) + "\n";
    if (to == text.size()) return out + "starved\n";
    to = std::min(to + more, text.size());
  }
}

std::string scan(PluginHost& host, const std::string& text) {
  const std::string whole = scan(host, text, text.size(), 0);
  for (size_t first = 0; first < text.size(); ++first) {
    EXPECT_EQ(scan(host, text, first, 1000), whole) << first;
  }
  EXPECT_EQ(scan(host, text, 0, 1), whole);
  return whole;
}

TEST(DocumentScanner, WalksThroughADocument) {
  PluginHost host;
  EXPECT_EQ(scan(host, " { \"a\" : 12 , \"logEvents\" : [ {\"id\":\"1\"} , {} ] , \"b\":[1, 2]} x"),
            "field a=12\nevent 1 1 {\"id\":\"1\"}\nevent 1 0 {}\nfield b=[1, 2]\nend at 61\n");
  EXPECT_EQ(scan(host, "{}"), "end at 2\n");
  EXPECT_EQ(scan(host, "{\"logEvents\":[]}"), "end at 16\n");
  EXPECT_EQ(scan(host, "{\"log\\u0045vents\":[{}],\"logEvents\":[{\"a\":1}]}{}"),
            "event 1 0 {}\nevent 2 1 {\"a\":1}\nend at 45\n");
}

TEST(DocumentScanner, SaysWhatIsWrongAndWhere) {
  PluginHost host;
  const auto error = [&](const std::string& text) {
    std::string out = scan(host, text);
    return out.substr(out.find("failed: "));
  };
  EXPECT_EQ(error("[1]"), "failed: expected a JSON object, found '[' at byte 0\n");
  EXPECT_EQ(error(" "), "failed: expected a JSON object, found the end of the text at byte 1\n");
  EXPECT_EQ(error("{\"a\":1"),
            "failed: expected more: the text ends in the middle of a value, found the end of the "
            "text at byte 6\n");
  EXPECT_EQ(error("{\"a\":1 \"b\":2}"),
            "failed: expected ',' or '}' after a member, found '\"' at byte 7\n");
  EXPECT_EQ(error("{\"a\" 1}"), "failed: expected ':' after a member name, found '1' at byte 5\n");
  EXPECT_EQ(error("{1:2}"), "failed: expected a member name in quotes, found '1' at byte 1\n");
  EXPECT_EQ(error("{\"a\":1,}"), "failed: expected a member name in quotes, found '}' at byte 7\n");
  EXPECT_EQ(error("{\"a\":tru}"), "failed: expected a JSON value, found 't' at byte 5\n");
  EXPECT_EQ(error("{\"logEvents\":{}}"),
            "failed: expected \"logEvents\" to be an array, not an object at byte 13\n");
  EXPECT_EQ(error("{\"logEvents\":[{},[]]}"),
            "failed: expected log event 1 to be an object, not an array at byte 17\n");
  EXPECT_EQ(error("{\"logEvents\":[{} {}]}"),
            "failed: expected ',' or ']' after a log event, found '{' at byte 17\n");
  EXPECT_EQ(error("{\"logEvents\":[{\"a\":\"\x01\"}]}"),
            "failed: in log event 0: expected no control character inside a string, found byte "
            "0x01 at byte 20\n");
}

TEST(DocumentScanner, ManyListsTakeNoStack) {
  PluginHost host;
  std::string text = "{";
  for (int i = 0; i < 200000; ++i) text += "\"logEvents\":[],";
  text += "\"a\":1}";
  EXPECT_EQ(scan(host, text, text.size(), 0),
            "field a=1\nend at " + std::to_string(text.size()) + "\n");
}

TEST(DocumentScanner, CountsLoneSurrogatesOnce) {
  PluginHost host;
  DocumentScanner scanner(host.host().json());
  scanner.begin();
  std::string text = "{\"a\":\"\\ud800\",\"logEvents\":[{\"m\":\"\\udc00 \\ud83d\\ude00\"}]}";
  const sluice::OwnedBatch arena = host.batch();
  for (size_t size = 0; size <= text.size(); ++size) {
    const auto taken = scanner.position() == nullptr
                           ? size_t{0}
                           : static_cast<size_t>(scanner.position() - text.data());
    scanner.set_text(text.data() + taken, size - taken, size == text.size());
    while (scanner.next(Batch(arena.get())) == Step::field) {
    }
  }
  EXPECT_EQ(scanner.take_lone_surrogates(), 2u);
  EXPECT_EQ(scanner.take_lone_surrogates(), 0u);
}

}  // namespace
