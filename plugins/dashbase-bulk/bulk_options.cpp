#include "bulk_options.hpp"

#include <algorithm>

#include <kit/base64.hpp>

#include "index_name.hpp"

namespace sluice {
namespace {

constexpr size_t least_secret_bytes = 4;  // shorter ones would be found in any text

// The headers that this sink sets by itself, and why they are not the user's.
constexpr std::string_view own_headers[] = {"content-length", "content-encoding",
                                            "transfer-encoding", "expect"};

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}
bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), is_control);
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

bool is_token(std::string_view name) {
  const auto is_token_char = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  };
  return !name.empty() && std::all_of(name.begin(), name.end(), is_token_char);
}

Result<std::string> read_host(const sluice_value* setting) {
  const std::string_view url = bytes(*setting);
  const auto wrong = [&](const char* why) {
    return invalid_config(std::string("host ") + why, setting);
  };
  const size_t scheme_end = url.find("://");
  const std::string scheme = lower(url.substr(0, std::min(scheme_end, url.size())));
  if (scheme_end == std::string_view::npos || (scheme != "http" && scheme != "https")) {
    return wrong("must be a URL that begins with http:// or https://");
  }
  if (has_control(url) || url.find(' ') != std::string_view::npos) {
    return wrong("must not hold spaces or control characters");
  }
  const std::string_view rest = url.substr(scheme_end + 3);
  const std::string_view authority = rest.substr(0, std::min(rest.find('/'), rest.size()));
  if (authority.find('@') != std::string_view::npos) {
    return wrong("must not hold a user or password; use auth: {basic: {username, password}}");
  }
  if (authority.empty() || authority[0] == ':') return wrong("names no host");
  if (rest.find_first_of("?#") != std::string_view::npos) {
    return wrong("must not hold a query or fragment");
  }
  std::string host = scheme + std::string(url.substr(scheme_end));
  while (host.back() == '/') host.pop_back();
  if (host.ends_with("/_bulk")) return wrong("is the URL before /_bulk, which is added to it");
  return host;
}

Status read_hosts(const Settings& settings, BulkOptions& options) {
  const sluice_value* setting = settings.find("host");
  if (setting == nullptr) return invalid_config("host is missing");
  const bool many = setting->type == SLUICE_VALUE_ARRAY;
  if (many && setting->size == 0) return invalid_config("host must name a store", setting);
  for (uint32_t i = 0; i < (many ? setting->size : 1); ++i) {
    const sluice_value* at = many ? &setting->as.items[i] : setting;
    Result<std::string> host = read_host(at);
    if (!host) return std::move(host).error();
    if (std::find(options.hosts.begin(), options.hosts.end(), *host) != options.hosts.end()) {
      return invalid_config("host names " + *host + " twice", at);
    }
    options.hosts.push_back(std::move(*host));
  }
  return {};
}

Status read_index(const Settings& settings, BulkOptions& options) {
  const sluice_value* setting = settings.find("index");
  const std::string_view text = settings.text("index");
  if (text.empty()) return invalid_config("index must have 1 to 255 bytes", setting);
  Result<IndexTemplate> index = IndexTemplate::parse(text);
  if (!index) return invalid_config(index.error().message, setting);
  options.index = std::move(*index);
  options.data_stream = settings.boolean("data_stream");
  if (options.index.is_constant() && text.size() > max_index_bytes) {
    return invalid_config("index must have 1 to 255 bytes", setting);
  }
  options.create = settings.text("op_type") != "index";
  options.pipeline = settings.text("pipeline");
  if (settings.has("pipeline") && options.pipeline.empty()) {
    return invalid_config("pipeline must not be empty; leave it out", settings.find("pipeline"));
  }
  if (!options.data_stream) return {};
  if (!options.create) {
    return invalid_config("a data stream takes only op_type: create", settings.find("op_type"));
  }
  if (!options.index.is_constant()) return {};
  const char* error = find_name_error(text);
  if (text.size() > max_data_stream_bytes) error = "must have at most 233 bytes";
  if (error == nullptr) return {};
  return invalid_config(std::string("index ") + error + ", as data_stream is true", setting);
}

Status read_template(const Settings& settings, BulkOptions& options) {
  TemplateOptions& wanted = options.index_template;
  wanted.file = settings.text("template");
  wanted.name = settings.text("template_name");
  wanted.required = settings.boolean("template_required");
  const std::string_view mode = settings.text("template_mode");
  if (mode == "legacy") wanted.mode = TemplateMode::legacy;
  if (mode == "composable") wanted.mode = TemplateMode::composable;
  if (mode == "off") wanted.mode = TemplateMode::off;
  if (!wanted.name.empty()) {
    const char* error = find_name_error(wanted.name);
    if (error != nullptr) {
      return invalid_config(std::string("template_name ") + error, settings.find("template_name"));
    }
  }
  if (wanted.file.empty() && wanted.required) {
    return invalid_config("template_required is true, but no template is set",
                          settings.find("template_required"));
  }
  if (options.data_stream && wanted.mode == TemplateMode::legacy) {
    return invalid_config("a data stream needs a composable template",
                          settings.find("template_mode"));
  }
  return {};
}

void read_store(const Settings& settings, BulkOptions& options) {
  const std::string_view store = settings.text("store");
  const bool takes_type_by_name = store == "dashbase" || store == "elasticsearch-6";
  if (store == "dashbase") options.store = StoreFamily::dashbase;
  if (store == "opensearch") options.store = StoreFamily::opensearch;
  if (store.starts_with("elasticsearch-")) {
    options.store = StoreFamily::elasticsearch;
    options.store_major = store.back() - '0';
  }

  const std::string_view subtable = settings.text("subtable");
  const bool named = !subtable.empty() && subtable != "_doc";
  if (store == "elasticsearch-8" || store == "opensearch") return;  // these take no _type
  if (named || (takes_type_by_name && !subtable.empty())) options.type = subtable;
}

Status add_secret_header(BulkOptions& options, std::string_view scheme, std::string_view value,
                         const sluice_value* at) {
  if (value.empty()) return invalid_config("a key or token must not be empty", at);
  if (has_control(value)) {
    return invalid_config("a key or token must not hold control characters or line breaks", at);
  }
  options.secrets.emplace_back(value);
  options.http.headers.push_back("Authorization: " + std::string(scheme) + " " +
                                 std::string(value));
  return {};
}

Status read_auth(const Settings& settings, BulkOptions& options) {
  const sluice_value* auth = settings.find("auth");
  if (auth == nullptr || auth->type != SLUICE_VALUE_OBJECT) return {};  // none
  const Settings methods(auth);
  if (const sluice_value* basic = methods.find("basic")) {
    const std::string_view username = Settings(basic).text("username");
    const std::string_view password = Settings(basic).text("password");
    if (username.find(':') != std::string_view::npos) {
      return invalid_config("a user name must not hold a colon", Settings(basic).find("username"));
    }
    options.secrets.emplace_back(password);
    std::string encoded;
    kit::encode_base64(std::string(username) + ":" + std::string(password), encoded);
    return add_secret_header(options, "Basic", encoded, basic);
  }
  if (const sluice_value* api_key = methods.find("api_key")) {
    std::string encoded(bytes(*api_key));
    if (encoded.find(':') != std::string::npos) {  // id:key, which base64 cannot hold
      options.secrets.push_back(encoded);
      options.secrets.push_back(encoded.substr(encoded.find(':') + 1));
      const std::string plain = std::exchange(encoded, {});
      kit::encode_base64(plain, encoded);
    }
    return add_secret_header(options, "ApiKey", encoded, api_key);
  }
  const sluice_value* bearer = methods.find("bearer");
  if (bearer == nullptr) return {};
  return add_secret_header(options, "Bearer", bytes(*bearer), bearer);
}

Status check_header(const sluice_field& header, bool has_auth) {
  const auto wrong = [&](const char* before, const char* after) {
    return invalid_config(before + ("\"" + std::string(key(header)) + "\"") + after, &header.value);
  };
  const std::string name = lower(key(header));
  if (!is_token(name)) return wrong("", " is no name of a header");
  if (has_control(bytes(header.value))) {
    return wrong("the header ", " must not hold control characters or line breaks");
  }
  if (std::find(std::begin(own_headers), std::end(own_headers), name) != std::end(own_headers)) {
    return wrong("the header ", " is set by this sink; leave it out");
  }
  if (name == "authorization" && has_auth) {
    return wrong("the header ", " is set by auth already; use one of the two");
  }
  return {};
}

Status read_headers(const Settings& settings, BulkOptions& options) {
  const bool has_auth = !options.http.headers.empty();
  bool has_content_type = false;
  const sluice_value* headers = settings.find("headers");
  for (uint32_t i = 0; headers != nullptr && i < headers->size; ++i) {
    const sluice_field& header = headers->as.fields[i];
    if (Status checked = check_header(header, has_auth); !checked) return checked;
    if (lower(key(header)) == "content-type") {
      has_content_type = true;
    } else {
      options.secrets.emplace_back(bytes(header.value));
    }
    options.http.headers.push_back(std::string(key(header)) + ": " +
                                   std::string(bytes(header.value)));
  }
  if (!has_content_type) options.http.headers.push_back("Content-Type: application/x-ndjson");
  return {};
}

Status read_tls(const Settings& tls, BulkOptions& options) {
  options.http.tls.verify = tls.boolean("verify", true);
  options.http.tls.ca_file = tls.text("ca_file");
  options.http.tls.client_cert = tls.text("client_cert");
  options.http.tls.client_key = tls.text("client_key");
  if (!options.http.tls.client_key.empty() && options.http.tls.client_cert.empty()) {
    return invalid_config("tls.client_key is the key of tls.client_cert, which is not set",
                          tls.find("client_key"));
  }
  return {};
}

}  // namespace

Result<BulkOptions> BulkOptions::from(const Settings& settings) {
  BulkOptions options;
  for (const auto read : {&read_hosts, &read_index, &read_template}) {
    if (Status status = read(settings, options); !status) return std::move(status).error();
  }
  options.ids = settings.text("id") != "none";
  options.gzip = settings.text("compression") == "gzip";
  const Settings batch = settings.object("batch");
  options.max_documents = static_cast<uint32_t>(batch.integer("documents"));
  options.max_bytes = static_cast<uint64_t>(batch.integer("bytes"));
  const Settings timeouts = settings.object("timeouts");
  kit::HttpClientOptions& http = options.http;
  http.connect_timeout_ms = timeouts.integer("connect", http.connect_timeout_ms);
  http.request_timeout_ms = timeouts.integer("request", http.request_timeout_ms);

  read_store(settings, options);
  for (const auto read : {&read_auth, &read_headers}) {
    if (Status status = read(settings, options); !status) return std::move(status).error();
  }
  if (Status status = read_tls(settings.object("tls"), options); !status) {
    return std::move(status).error();
  }
  // Longest first: a secret that holds another must not be left in pieces.
  std::sort(options.secrets.begin(), options.secrets.end(),
            [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
  return options;
}

std::string BulkOptions::redact(std::string text) const {
  for (const std::string& secret : secrets) {
    if (secret.size() < least_secret_bytes) continue;
    for (size_t at = 0; (at = text.find(secret, at)) != std::string::npos;) {
      text.replace(at, secret.size(), "***");
      at += 3;
    }
  }
  return text;
}

}  // namespace sluice
