#include <cstdio>
#include <cstdlib>
#include <string_view>

#include <zlib.h>

#include "generate/records.hpp"

namespace bench {
namespace {

/// Appends `json` as it stands inside a JSON string.
void append_escaped(std::string& out, std::string_view json) {
  size_t begin = 0;
  for (size_t i = 0; i < json.size(); ++i) {
    if (json[i] != '"' && json[i] != '\\') continue;
    out.append(json.substr(begin, i - begin)).push_back('\\');
    begin = i;
  }
  out.append(json.substr(begin));
}

/// Like CloudWatch's ids: 56 digits, rising, alike in one batch but for some in the middle and the
/// end.
void append_id(Text& text, uint64_t milliseconds, uint64_t number) {
  text << "388";
  text.padded(milliseconds, 13) << "0921504606846976";
  text.padded(number * 1152921504606847U % 10000000000000000U, 16);
  text.padded(number, 8);
}

std::string make_document(Content content, uint64_t index, uint64_t records) {
  Random random(index + 1);
  std::string out;
  std::string record;
  out.reserve(records * (content == Content::cloudtrail ? 1700 : 320));
  Text text(out, random);
  Text record_text(record, random);
  if (content == Content::cloudtrail) {
    text << R"({"messageType":"DATA_MESSAGE","owner":"111122223333","logGroup":)"
         << R"("aws-cloudtrail-logs/example","logStream":"111122223333_CloudTrail_eu-central-1",)";
  } else {
    text << R"({"messageType":"DATA_MESSAGE","owner":"111122223333","logGroup":)"
         << R"("/var/log/messages","logStream":"i-0123456789abcdef0",)";
  }
  text << R"("subscriptionFilters":["to-store"],"logEvents":[)";
  for (uint64_t i = 0; i < records; ++i) {
    const uint64_t number = index * records + i;
    const uint64_t milliseconds = 1741046400000 + number * 3;
    text << (i == 0 ? R"({"id":")" : R"(,{"id":")");
    append_id(text, milliseconds, number);
    text << R"(","timestamp":)";
    text.number(milliseconds) << R"(,"message":")";
    if (content == Content::cloudtrail) {
      record.clear();
      append_cloudtrail(record_text, number);
      append_escaped(out, record);
    } else {
      append_text_line(text, number);
    }
    text << "\"}";
  }
  text << "]}";
  return out;
}

/// One gzip member, level 6 as CloudWatch Logs has it.
std::string gzip(std::string_view in) {
  z_stream stream{};
  constexpr int gzip_window_bits = MAX_WBITS + 16;
  if (deflateInit2(&stream, 6, Z_DEFLATED, gzip_window_bits, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    std::fputs("bench-generate: zlib: out of memory\n", stderr);
    std::exit(1);
  }
  std::string out(deflateBound(&stream, in.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int status = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (status != Z_STREAM_END) {
    std::fprintf(stderr, "bench-generate: zlib: status %d\n", status);
    std::exit(1);
  }
  return out;
}

void append_base64(std::string& out, std::string_view in) {
  static constexpr char alphabet[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (size_t i = 0; i < in.size(); i += 3) {
    const size_t rest = in.size() - i;
    uint32_t bits = static_cast<uint32_t>(static_cast<uint8_t>(in[i])) << 16;
    if (rest > 1) bits |= static_cast<uint32_t>(static_cast<uint8_t>(in[i + 1])) << 8;
    if (rest > 2) bits |= static_cast<uint8_t>(in[i + 2]);
    out.push_back(alphabet[bits >> 18]);
    out.push_back(alphabet[bits >> 12 & 63]);
    out.push_back(rest > 1 ? alphabet[bits >> 6 & 63] : '=');
    out.push_back(rest > 2 ? alphabet[bits & 63] : '=');
  }
}

}  // namespace

AwsLogsEvent make_awslogs(Content content, uint64_t index, uint64_t records) {
  const std::string document = make_document(content, index, records);
  const std::string packed = gzip(document);
  AwsLogsEvent event;
  event.decoded_bytes = document.size();
  event.line.reserve(packed.size() * 4 / 3 + 32);
  event.line = R"({"awslogs":{"data":")";
  append_base64(event.line, packed);
  event.line += "\"}}";
  return event;
}

}  // namespace bench
