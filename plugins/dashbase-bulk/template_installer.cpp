#include "template_installer.hpp"

#include "index_name.hpp"

namespace sluice {
namespace {

const std::string json_headers[] = {"Content-Type: application/json"};

std::string store_name(const StoreInfo& store) {
  return store.name.empty() ? "the store, which does not say what it is," : store.name;
}

}  // namespace

std::string template_name(const BulkOptions& options) {
  if (!options.index_template.name.empty()) return options.index_template.name;
  std::string pattern = options.index.pattern();
  for (size_t at = 0; (at = pattern.find('*', at)) != std::string::npos;) {
    pattern.replace(at, 1, "any");
  }
  std::string name = "sluice-";
  append_clean(pattern, name);
  return name;
}

Result<TemplateForm> template_form(const BulkOptions& options, const StoreInfo& store) {
  const TemplateMode mode = options.index_template.mode;
  const bool elastic = store.family == StoreFamily::elasticsearch;
  const bool unknown = store.family == StoreFamily::unknown;
  const bool typed = store.family == StoreFamily::dashbase || (elastic && !store.at_least(7, 0));
  const bool has_composable = store.family == StoreFamily::opensearch ||
                              (elastic && store.at_least(7, options.store_major == 7 ? 0 : 8)) ||
                              (unknown && mode == TemplateMode::composable);
  if (mode == TemplateMode::automatic && unknown) {
    return fatal(store_name(store) +
                 " leaves open which form of template it takes; set store or template_mode");
  }
  if ((mode == TemplateMode::composable || options.data_stream) && !has_composable) {
    return fatal(store_name(store) + " has no " +
                 (options.data_stream ? "data streams" : "composable templates"));
  }
  if (mode == TemplateMode::composable || options.data_stream) return TemplateForm::composable;
  if (typed) return TemplateForm::typed;
  if (mode == TemplateMode::legacy) return TemplateForm::untyped;
  return elastic && !store.at_least(8, 0) ? TemplateForm::untyped : TemplateForm::composable;
}

Status TemplateInstaller::install(const StoreInfo& store, const std::string& store_url) {
  Result<TemplateForm> form = template_form(options_, store);
  if (!form) return std::move(form).error();
  name_ = template_name(options_);
  const std::string url =
      store_url + (*form == TemplateForm::composable ? "/_index_template/" : "/_template/") + name_;
  Result<Found> found = look(*form, url);
  if (!found) return std::move(found).error();
  const std::string shown = "template \"" + name_ + "\"";
  const std::string version = " version " + std::to_string(file_.version());
  switch (*found) {
    case Found::same:
      host_.info("the store has " + shown + " in" + version);
      return {};
    case Found::newer:
      host_.info("the store has " + shown + " in version " + std::to_string(found_version_) +
                 ", which is newer than " + std::to_string(file_.version()) + " and stays");
      return {};
    case Found::unversioned:
      host_.warn("the store has " + shown +
                 " without a version, so it is somebody else's and "
                 "stays; set template_name to install ours beside it");
      return {};
    default:
      break;
  }
  const std::string_view type = options_.type.empty() ? "_doc" : std::string_view(options_.type);
  const std::string body =
      file_.body(*form, store, options_.index.pattern(), type, options_.data_stream);
  const bool is_new = *found == Found::none;
  if (Status status = put(is_new ? url + "?create=true" : url, body); !status) {
    if (!is_new) return status;
    // Another process may have installed it in the meantime.
    found = look(*form, url);
    if (!found || *found == Found::none || *found == Found::older) return status;
    host_.info("another process has installed " + shown);
    return {};
  }
  host_.info((is_new ? "installed " : "updated ") + shown + version + " for " + store_name(store));
  return {};
}

Result<TemplateInstaller::Found> TemplateInstaller::look(TemplateForm form,
                                                         const std::string& url) {
  if (Status sent = send("GET", url, {}); !sent) return std::move(sent).error();
  if (reply_.status == 404) return Found::none;
  if (reply_.status < 200 || reply_.status > 299) return refused(url);
  bool found = false;
  const std::optional<int64_t> version = read_version(form, found);
  if (!found) return Found::none;
  if (!version) return Found::unversioned;
  found_version_ = *version;
  if (*version == file_.version()) return Found::same;
  return *version < file_.version() ? Found::older : Found::newer;
}

// {"NAME": {"version": 1}}, or {"index_templates": [{"index_template": {"version": 1}}]}.
std::optional<int64_t> TemplateInstaller::read_version(TemplateForm form, bool& found) {
  Result<sluice_value> root = reader_.read_object(reply_.body);
  if (!root) return std::nullopt;
  sluice_value* at = nullptr;
  if (form == TemplateForm::composable) {
    at = reader_.member(*root, "index_templates");
    if (at != nullptr) at = reader_.item(*at, 0);
    if (at != nullptr) at = reader_.member(*at, "index_template");
  } else {
    at = reader_.member(*root, name_);
  }
  found = at != nullptr;
  return found ? reader_.number_of(*at, "version") : std::nullopt;
}

Status TemplateInstaller::put(const std::string& url, const std::string& body) {
  if (Status sent = send("PUT", url, body); !sent) return sent;
  if (reply_.status >= 200 && reply_.status <= 299) return {};
  return refused(url);
}

Status TemplateInstaller::send(const char* method, const std::string& url, std::string_view body) {
  reader_.clear();
  kit::HttpRequest request;
  request.method = method;
  request.url = url;
  request.body = body;
  request.headers = json_headers;
  return client_.send(request, reply_);
}

Error TemplateInstaller::refused(const std::string& what) {
  std::string text = what + " answered " + std::to_string(reply_.status);
  const std::string said = reader_.error_text(reply_.body);
  if (!said.empty()) text += ": " + options_.redact(said);
  const bool passing = reply_.status == 408 || reply_.status == 429 || reply_.status >= 500;
  return passing ? retry(std::move(text), reply_.retry_after_ms) : fatal(std::move(text));
}

}  // namespace sluice
