#include <array>
#include <string_view>

#include "generate/records.hpp"

namespace bench {
namespace {

constexpr std::array<std::string_view, 4> units = {"nginx", "sshd", "kernel", "orders"};
constexpr std::array<std::string_view, 6> paths = {"/",          "/login",         "/v2/items",
                                                   "/v2/orders", "/static/app.js", "/healthz"};
constexpr std::array<std::string_view, 5> texts = {
    "session opened for user ec2-user by (uid=0)", "worker finished, queue is empty",
    "größe überschritten: retrying in 3 s", "eth0: link becomes ready",
    R"(config \"C:\\srv\\app.ini\" reloaded)"};

}  // namespace

void append_text_line(Text& text, uint64_t number) {
  Random& random = text.random();
  const uint64_t seconds = number / 300;
  if (random.below(5) < 3) {  // an access log line
    text.address() << " - - [04/Mar/2025:";
    text.padded(seconds / 3600 % 24, 2) << ":";
    text.padded(seconds / 60 % 60, 2) << ":";
    text.padded(seconds % 60, 2) << R"( +0000] \"GET )" << text.pick(paths) << "?id=";
    text.base32(8) << R"( HTTP/1.1\" 200 )";
    text.number(random.below(90000))
        << R"( \"https://shop.example.com/\" \"Mozilla/5.0 (X11; Linux x86_64) Firefox/124.0\")";
    return;
  }
  text << "Mar  4 ";
  text.padded(seconds / 3600 % 24, 2) << ":";
  text.padded(seconds / 60 % 60, 2) << ":";
  text.padded(seconds % 60, 2) << " ip-192-0-2-";
  text.number(random.below(200)) << " " << text.pick(units) << "[";
  text.number(random.below(32768)) << "]: " << text.pick(texts) << " request=";
  text.hex(12);
  if (random.one_in(4)) text << R"(\n)";
}

}  // namespace bench
