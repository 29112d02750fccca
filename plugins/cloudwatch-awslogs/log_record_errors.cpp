#include <algorithm>

#include <cloudwatch-awslogs/log_record.hpp>

namespace sluice {
namespace {

constexpr size_t named_members = 8;
constexpr size_t longest_name = 40;
// How far into a value the name of its sender is looked for.
constexpr size_t searched_bytes = 4096;

struct Sender {
  std::string_view member;   // which its events have
  std::string_view content;  // and what stands in that
  std::string_view name;
};

constexpr Sender senders[] = {
    {"Records", "\"aws:s3\"", "an S3 notification"},
    {"Records", "\"aws:sqs\"", "an SQS event"},
    {"Records", "\"aws:sns\"", "an SNS event"},
    {"Records", "\"aws:kinesis\"", "a Kinesis event"},
    {"Records", "\"eventVersion\"", "a CloudTrail file"},
    {"Records", "", "an event of S3, SQS, SNS or Kinesis"},
    {"deliveryStreamArn", "", "a Firehose transformation event"},
    {"detail-type", "", "an EventBridge event"},
    {"requestContext", "", "an HTTP request"},
    {"eventVersion", "", "a CloudTrail record (the source \"ndjson\" reads those)"},
};

std::string shortened(std::string_view name) {
  if (name.size() <= longest_name) return std::string(name);
  size_t size = longest_name;
  while (size > 0 && (static_cast<unsigned char>(name[size]) & 0xC0) == 0x80) --size;
  return std::string(name.substr(0, size)) + "...";
}

}  // namespace

std::string describe_members(std::span<const sluice_field> fields) {
  if (fields.empty()) return " (it is empty)";
  std::string text = " (it has ";
  const size_t named = std::min(fields.size(), named_members);
  for (size_t i = 0; i < named; ++i) {
    text += (i == 0 ? "\"" : ", \"") + shortened(key(fields[i])) + "\"";
  }
  if (named < fields.size()) text += " and " + std::to_string(fields.size() - named) + " more";
  text += ")";
  for (const Sender& sender : senders) {
    for (const sluice_field& field : fields) {
      if (key(field) != sender.member) continue;
      if (bytes(field.value).substr(0, searched_bytes).find(sender.content) ==
          std::string_view::npos) {
        continue;
      }
      return text.append(": it looks like ").append(sender.name);
    }
  }
  return text;
}

}  // namespace sluice
