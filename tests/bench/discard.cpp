// bench-discard: a store that throws everything away, as cheaply as the kernel allows: bodies are
// dropped inside the kernel (MSG_TRUNC) without being copied to this process. One thread, plain
// HTTP/1.1 with Content-Length bodies. On SIGTERM it prints what it got and what it cost, as JSON.
#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace bench {
namespace {

constexpr char usage[] =
    "usage: bench-discard [--port N] [--port-file FILE] [--items]\n"
    "  --port       where to listen on 127.0.0.1; 0, the default, takes a free one\n"
    "  --port-file  the port is written there once it listens\n"
    "  --items      answer with one item per document; bodies are then read, gzip is refused\n"
    "example: bench-discard --port 9200\n";

constexpr std::string_view root_document =
    R"({"name":"bench-discard","cluster_name":"bench","cluster_uuid":"AAAAAAAAAAAAAAAAAAAAAA",)"
    R"("version":{"number":"7.17.0","build_flavor":"default","build_type":"tar",)"
    R"("lucene_version":"8.11.1","minimum_wire_compatibility_version":"6.8.0",)"
    R"("minimum_index_compatibility_version":"6.0.0-beta1"},"tagline":"You Know, for Search"})";

struct Options {
  uint16_t port = 0;
  std::string port_file;
  bool items = false;
};

struct Totals {
  uint64_t connections = 0;
  uint64_t requests = 0;   // to _bulk
  uint64_t bytes = 0;      // of their bodies
  uint64_t documents = 0;  // with --items
};

[[noreturn]] void fail(const std::string& what) {
  std::fprintf(stderr, "bench-discard: %s: %s\n", what.c_str(), std::strerror(errno));
  std::exit(1);
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && strncasecmp(a.data(), b.data(), a.size()) == 0;
}

/// What matters of a request's head.
struct Head {
  bool bulk = false;
  bool valid = true;
  bool expect_continue = false;
  bool close = false;
  bool encoded = false;
  uint64_t length = 0;
};

Head parse_head(std::string_view text) {
  Head head;
  size_t end = text.find("\r\n");
  const std::string_view line = text.substr(0, end);
  const std::string_view target = line.substr(0, line.rfind(' '));
  head.bulk = line.starts_with("P") &&  // POST or PUT
              target.substr(0, target.find('?')).ends_with("/_bulk");
  while (end + 2 < text.size()) {
    const size_t begin = end + 2;
    end = text.find("\r\n", begin);
    const std::string_view field = text.substr(begin, end - begin);
    const size_t colon = field.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string_view name = field.substr(0, colon);
    std::string_view value = field.substr(colon + 1);
    while (value.starts_with(' ')) value.remove_prefix(1);
    if (equal_ignoring_case(name, "content-length")) {
      const auto [stop, error] = std::from_chars(value.begin(), value.end(), head.length);
      head.valid = head.valid && error == std::errc{} && stop == value.end();
    } else if (equal_ignoring_case(name, "transfer-encoding")) {
      head.valid = false;
    } else if (equal_ignoring_case(name, "expect")) {
      head.expect_continue = true;
    } else if (equal_ignoring_case(name, "connection")) {
      head.close = equal_ignoring_case(value, "close");
    } else if (equal_ignoring_case(name, "content-encoding")) {
      head.encoded = !equal_ignoring_case(value, "identity");
    }
  }
  return head;
}

/// One connection; all its work is done in on_readable().
class Connection {
 public:
  Connection(int fd, bool items, Totals& totals) : fd_(fd), items_(items), totals_(totals) {
    const int on = 1;
    setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }
  ~Connection() { close(fd_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Takes what has arrived; false when the connection is to be closed.
  bool on_readable() {
    while (true) {
      const ssize_t size = in_body_ ? take_body() : take_head();
      if (size == 0) return false;
      if (size < 0) return errno == EAGAIN || errno == EINTR;
      if (closing_) return false;
    }
  }

 private:
  ssize_t take_head() {
    const ssize_t size = recv(fd_, buffer_.data() + used_, buffer_.size() - used_, MSG_DONTWAIT);
    if (size <= 0) return size;
    used_ += static_cast<size_t>(size);
    consume();
    return size;
  }

  ssize_t take_body() {
    if (items_) {
      const ssize_t size =
          recv(fd_, buffer_.data(), std::min<uint64_t>(left_, buffer_.size()), MSG_DONTWAIT);
      if (size > 0) body_bytes({buffer_.data(), static_cast<size_t>(size)});
      return size;
    }
    const size_t wanted = std::min<uint64_t>(left_, uint64_t{1} << 30);
    const ssize_t size = recv(fd_, nullptr, wanted, MSG_DONTWAIT | MSG_TRUNC);
    if (size > 0) body_bytes({static_cast<const char*>(nullptr), static_cast<size_t>(size)});
    return size;
  }

  /// Handles the heads in the buffer, and the bodies as far as they came with them.
  void consume() {
    size_t begin = 0;
    while (begin < used_ && !closing_) {
      const std::string_view rest(buffer_.data() + begin, used_ - begin);
      const size_t end = rest.find("\r\n\r\n");
      if (end == std::string_view::npos) break;
      begin += end + 4;
      start_body(parse_head(rest.substr(0, end + 2)));
      const size_t size = std::min<uint64_t>(left_, used_ - begin);
      if (size > 0) body_bytes({buffer_.data() + begin, size});
      begin += size;
    }
    std::memmove(buffer_.data(), buffer_.data() + begin, used_ - begin);
    used_ -= begin;
    if (used_ == buffer_.size()) refuse("431 Request Header Fields Too Large");
  }

  void start_body(const Head& head) {
    head_ = head;
    left_ = head.length;
    newlines_ = 0;
    in_body_ = true;
    first_ = true;
    if (!head.valid) return refuse("411 Length Required");
    if (items_ && head.encoded) return refuse("415 Unsupported Media Type");
    if (head.expect_continue) reply_raw("HTTP/1.1 100 Continue\r\n\r\n");
    if (left_ == 0) finish();
  }

  /// A part of the body; its bytes are there only with --items or when they came with the head.
  void body_bytes(std::string_view bytes) {
    if (items_ && first_) create_ = bytes.starts_with(R"({"create")");
    if (items_) newlines_ += static_cast<uint64_t>(std::count(bytes.begin(), bytes.end(), '\n'));
    first_ = false;
    left_ -= bytes.size();
    if (left_ == 0) finish();
  }

  void finish() {
    in_body_ = false;
    if (!head_.bulk) {
      reply("200 OK", head_.length == 0 ? root_document : R"({"acknowledged":true})");
      return;
    }
    ++totals_.requests;
    totals_.bytes += head_.length;
    if (!items_) {
      reply("200 OK", R"({"took":1,"errors":false,"items":[]})");
      return;
    }
    const uint64_t documents = newlines_ / 2;  // each has its action line
    totals_.documents += documents;
    const std::string_view item = create_ ? R"({"create":{"_index":"bench","status":201}},)"
                                          : R"({"index":{"_index":"bench","status":201}},)";
    std::string body = R"({"took":1,"errors":false,"items":[)";
    body.reserve(body.size() + documents * item.size() + 2);
    for (uint64_t i = 0; i < documents; ++i) body += item;
    if (documents > 0) body.pop_back();
    reply("200 OK", body += "]}");
  }

  void refuse(std::string_view status) {
    reply(status, R"({"error":"refused by bench-discard"})");
    closing_ = true;
  }

  void reply(std::string_view status, std::string_view body) {
    std::string text = "HTTP/1.1 ";
    text.append(status).append("\r\ncontent-type: application/json; charset=UTF-8\r\n");
    text.append("X-elastic-product: Elasticsearch\r\ncontent-length: ");
    text.append(std::to_string(body.size())).append("\r\n\r\n").append(body);
    reply_raw(text);
    if (head_.close) closing_ = true;
  }

  void reply_raw(std::string_view text) {
    while (!text.empty()) {
      const ssize_t size = send(fd_, text.data(), text.size(), MSG_NOSIGNAL);
      if (size < 0 && errno == EINTR) continue;
      if (size < 0) {
        closing_ = true;
        return;
      }
      text.remove_prefix(static_cast<size_t>(size));
    }
  }

  int fd_;
  bool items_;
  Totals& totals_;
  std::array<char, 16384> buffer_;  // left alone until it is read into
  size_t used_ = 0;
  Head head_;
  uint64_t left_ = 0;
  uint64_t newlines_ = 0;
  bool in_body_ = false;
  bool first_ = true;
  bool create_ = false;
  bool closing_ = false;
};

int listen_on(const Options& options) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) fail("could not make a socket");
  const int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(options.port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (bind(fd, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(fd, 64) != 0 ||
      getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    fail("could not listen on port " + std::to_string(options.port));
  }
  const std::string port = std::to_string(ntohs(address.sin_port));
  if (options.port_file.empty()) {
    std::fprintf(stderr, "listening on http://127.0.0.1:%s\n", port.c_str());
    return fd;
  }
  // Renamed into place, so that whoever waits for the file never reads half a number.
  const std::string temporary = options.port_file + ".new";
  std::FILE* file = std::fopen(temporary.c_str(), "w");
  if (file == nullptr || std::fprintf(file, "%s\n", port.c_str()) < 0 || std::fclose(file) != 0 ||
      std::rename(temporary.c_str(), options.port_file.c_str()) != 0) {
    fail("could not write \"" + options.port_file + "\"");
  }
  return fd;
}

int watch_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigprocmask(SIG_BLOCK, &signals, nullptr);
  const int fd = signalfd(-1, &signals, SFD_CLOEXEC);
  if (fd < 0) fail("could not watch signals");
  return fd;
}

void add(int poller, int fd) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = fd;
  if (epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event) != 0) fail("could not watch a connection");
}

/// Serves until a signal comes.
Totals serve(const Options& options) {
  const int signals = watch_signals();
  const int listener = listen_on(options);
  const int poller = epoll_create1(EPOLL_CLOEXEC);
  if (poller < 0) fail("could not make an epoll instance");
  add(poller, signals);
  add(poller, listener);
  Totals totals;
  std::vector<std::unique_ptr<Connection>> connections;  // by file descriptor
  while (true) {
    std::array<epoll_event, 64> events;
    const int count = epoll_wait(poller, events.data(), events.size(), -1);
    if (count < 0 && errno != EINTR) fail("could not wait for events");
    for (int i = 0; i < count; ++i) {
      const int fd = events[static_cast<size_t>(i)].data.fd;
      if (fd == signals) return totals;
      if (fd != listener) {
        auto& connection = connections[static_cast<size_t>(fd)];
        if (connection != nullptr && !connection->on_readable()) connection.reset();
        continue;
      }
      const int accepted = accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
      if (accepted < 0) continue;
      ++totals.connections;
      const auto place = static_cast<size_t>(accepted);
      if (connections.size() <= place) connections.resize(place + 1);
      connections[place] = std::make_unique<Connection>(accepted, options.items, totals);
      add(poller, accepted);
    }
  }
}

Options parse_options(const std::vector<std::string_view>& arguments) {
  Options options;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view name = arguments[i];
    const bool has_value = i + 1 < arguments.size();
    if (name == "--help") {
      std::fputs(usage, stdout);
      std::exit(0);
    }
    if (name == "--items") {
      options.items = true;
    } else if (name == "--port" && has_value) {
      const std::string_view text = arguments[++i];
      const auto [end, error] = std::from_chars(text.begin(), text.end(), options.port);
      if (error == std::errc{} && end == text.end()) continue;
      std::fprintf(stderr, "bench-discard: --port takes a number up to 65535\n");
      std::exit(2);
    } else if (name == "--port-file" && has_value) {
      options.port_file = arguments[++i];
    } else {
      std::fprintf(stderr, "bench-discard: cannot use \"%s\"\n%s", std::string(name).c_str(),
                   usage);
      std::exit(2);
    }
  }
  return options;
}

void print(const Totals& totals) {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  std::printf(R"({"connections":%llu,"requests":%llu,"bytes":%llu,"documents":%llu,)",
              static_cast<unsigned long long>(totals.connections),
              static_cast<unsigned long long>(totals.requests),
              static_cast<unsigned long long>(totals.bytes),
              static_cast<unsigned long long>(totals.documents));
  std::printf(R"("cpu_seconds":%.6f})"
              "\n",
              seconds(used.ru_utime) + seconds(used.ru_stime));
}

}  // namespace
}  // namespace bench

int main(int argc, char** argv) {
  const bench::Options options = bench::parse_options({argv + 1, argv + argc});
  bench::print(bench::serve(options));
  return 0;
}
