// What manages: indices, templates, fault rules.
#include <charconv>

#include "index_schema.hpp"
#include "kit_names.hpp"
#include "replies.hpp"
#include "server.hpp"
#include "template_rules.hpp"

namespace sluice::bulkd {
namespace {

HttpReply json_reply(std::string body, int status = 200) {
  HttpReply reply;
  reply.status = status;
  reply.body = std::move(body);
  return reply;
}

std::string fault_json(const Faults::Listed& fault) {
  return "{\"id\":" + std::to_string(fault.id) + ",\"rule\":" + quote_json(fault.text) +
         ",\"seen\":" + std::to_string(fault.seen) + ",\"struck\":" + std::to_string(fault.struck) +
         "}";
}

}  // namespace

HttpReply Server::delete_index(Call& call) {
  if (call.names[0] == "_all" || call.names[0].find('*') != std::string::npos) {
    return error_reply({400,
                        "illegal_argument_exception",
                        "Wildcard expressions or all indices are not allowed",
                        {}});
  }
  const auto names = resolve(call);
  if (const auto* error = std::get_if<ApiError>(&names)) return error_reply(*error);
  for (const std::string& name : std::get<std::vector<std::string>>(names)) {
    const auto removed = store_->remove_index(name);
    if (!removed) return store_failure_reply(removed.error());
  }
  return json_reply(acknowledged_body());
}

HttpReply Server::refresh(Call& call) {
  const auto names = resolve(call);  // documents are visible at once; only the name can be wrong
  if (const auto* error = std::get_if<ApiError>(&names)) return error_reply(*error);
  return json_reply(R"({"_shards":{"total":2,"successful":1,"failed":0}})");
}

HttpReply Server::get_mapping(Call& call) {
  const auto names = resolve(call);
  if (const auto* error = std::get_if<ApiError>(&names)) return error_reply(*error);
  const std::string* include_type_name = call.request.parameter("include_type_name");
  bool typed = options_.claim.keeps_type();
  if (include_type_name != nullptr) typed = *include_type_name != "false";
  std::string body;
  for (const std::string& name : std::get<std::vector<std::string>>(names)) {
    std::string type;
    auto mapping = store_->mapping(name, &type);
    if (!mapping) continue;  // deleted since the names were looked up
    if (typed) mapping = "{" + quote_json(type) + ":" + *mapping + "}";
    body += (body.empty() ? "" : ",") + quote_json(name) + ":{\"mappings\":" + *mapping + "}";
  }
  return json_reply("{" + body + "}");
}

HttpReply Server::put_template(Call& call) {
  const HttpRequest& request = call.request;
  const std::string& kind = request.segments[0];
  if (kind != "_template" && !options_.claim.has_composable_templates() &&
      !options_.claim.is(Product::dashbase)) {
    return plain_error_reply(404, "no handler found for uri [" + request.target + "] and method [" +
                                      request.method + "]");
  }
  const std::string* include_type_name = request.parameter("include_type_name");
  if (include_type_name != nullptr && !options_.claim.takes_type()) {
    return error_reply(
        {400,
         "illegal_argument_exception",
         "request [" + request.path() + "] contains unrecognized parameter: [include_type_name]",
         {}});
  }
  const std::string& name = call.names[0];
  if (auto error =
          find_template_error({kind, name, request.body, include_type_name}, options_.claim)) {
    return error_reply(*error);
  }
  const auto known = store_->template_set();
  if (!known) return store_failure_reply(known.error());
  if (kind == "_index_template") {
    if (auto error = find_template_conflict(name, request.body, known.value())) {
      return error_reply(*error);
    }
  }
  const std::string* create = request.parameter("create");
  const bool only_new = create != nullptr && *create != "false";
  const auto stored = store_->put_template(kind, name, request.body, only_new);
  if (!stored) return store_failure_reply(stored.error());
  if (!stored.value()) {
    return error_reply(
        {400, "illegal_argument_exception", "index_template [" + name + "] already exists", {}});
  }
  return json_reply(acknowledged_body());
}

HttpReply Server::get_template(Call& call) {
  const std::string& kind = call.request.segments[0];
  const auto found = store_->templates(kind, call.names[0]);
  if (!found) return store_failure_reply(found.error());
  const bool legacy = kind == "_template";
  const std::string inner = kind.substr(1);
  std::string body;
  for (const auto& [name, text] : found.value()) {
    if (!body.empty()) body += ',';
    const std::string quoted = quote_json(name);
    body +=
        legacy ? quoted + ":" + text : "{\"name\":" + quoted + ",\"" + inner + "\":" + text + "}";
  }
  const bool missing = found.value().empty() && call.names[0].find('*') == std::string::npos;
  if (legacy) return json_reply("{" + body + "}", missing ? 404 : 200);
  if (missing) {
    return error_reply({404,
                        "resource_not_found_exception",
                        inner + " matching [" + call.names[0] + "] not found",
                        {}});
  }
  return json_reply("{\"" + inner + "s\":[" + body + "]}");
}

HttpReply Server::delete_template(Call& call) {
  const auto removed = store_->remove_template(call.request.segments[0], call.names[0]);
  if (!removed) return store_failure_reply(removed.error());
  if (!removed.value()) {
    return error_reply({404,
                        "index_template_missing_exception",
                        "index_template [" + call.names[0] + "] missing",
                        {}});
  }
  return json_reply(acknowledged_body());
}

HttpReply Server::list_faults(Call&) {
  std::string body;
  for (const Faults::Listed& fault : faults_.list()) {
    body += (body.empty() ? "" : ",") + fault_json(fault);
  }
  return json_reply("{\"faults\":[" + body + "]}");
}

// One rule per line; all of them or, when one is wrong, none.
HttpReply Server::add_faults(Call& call) {
  std::vector<FaultRule> rules;
  std::string_view left = call.request.body;
  while (!left.empty()) {
    const std::size_t end = std::min(left.find('\n'), left.size());
    const std::string_view line = trim_json_space(left.substr(0, end));
    left.remove_prefix(std::min(end + 1, left.size()));
    if (line.empty()) continue;
    auto rule = parse_fault_rule(line);
    if (!rule) return error_reply({400, "illegal_argument_exception", rule.error(), {}});
    rules.push_back(std::move(rule.value()));
  }
  if (rules.empty()) {
    return error_reply({400,
                        "illegal_argument_exception",
                        "expected fault rules as the request body, one per line",
                        {}});
  }
  for (FaultRule& rule : rules) faults_.add(std::move(rule));
  return list_faults(call);
}

HttpReply Server::clear_faults(Call&) {
  faults_.clear();
  return json_reply(acknowledged_body());
}

HttpReply Server::remove_fault(Call& call) {
  const std::string& text = call.names[0];
  std::uint64_t id = 0;
  std::from_chars(text.data(), text.data() + text.size(), id);
  if (!faults_.remove(id)) {
    return error_reply(
        {404, "resource_not_found_exception", "there is no fault [" + text + "]", {}});
  }
  return json_reply(acknowledged_body());
}

}  // namespace sluice::bulkd
