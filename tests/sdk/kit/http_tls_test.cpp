// TLS against the openssl command's own server; skipped where there is no such command.
#include <array>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <kit/http_client.hpp>

extern char** environ;

namespace sluice::kit {
namespace {

/// A child process with pipes to its standard input and from its standard output; it dies with this
/// object.
class Child {
 public:
  explicit Child(std::vector<std::string> command) {
    std::array<int, 2> in{}, out{};
    if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(out.data(), O_CLOEXEC) != 0) return;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    std::vector<char*> arguments;
    for (std::string& argument : command) arguments.push_back(argument.data());
    arguments.push_back(nullptr);
    if (::posix_spawnp(&id_, arguments[0], &actions, nullptr, arguments.data(), environ) != 0) {
      id_ = -1;
    }
    posix_spawn_file_actions_destroy(&actions);
    ::close(in[0]);
    ::close(out[1]);
    input_ = in[1];
    output_ = out[0];
  }
  ~Child() {
    if (id_ > 0) ::kill(id_, SIGKILL);
    wait();
    ::close(input_);
    ::close(output_);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  bool succeeded() {
    while (!line().empty()) {
    }
    return wait() == 0;
  }

  /// The next line of output, with its line end; empty at the end.
  std::string line() {
    std::string text;
    char c = 0;
    while (::read(output_, &c, 1) == 1) {
      text += c;
      if (c == '\n') break;
    }
    return text;
  }

 private:
  int wait() {
    int status = -1;
    if (id_ > 0) ::waitpid(id_, &status, 0);
    id_ = -1;
    return status;
  }

  pid_t id_ = -1;
  int input_ = -1, output_ = -1;
};

class HttpTls : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* name :
         {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}) {
      ::unsetenv(name);
    }
    std::string pattern = testing::TempDir() + "http_tls_XXXXXX";
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    const std::string key = folder_ + "/key.pem";
    cert_ = folder_ + "/cert.pem";
    Child make_cert({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                     "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out", cert_, "-days",
                     "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"});
    if (!make_cert.succeeded()) GTEST_SKIP() << "the openssl command cannot make a certificate";
    server_ = std::make_unique<Child>(std::vector<std::string>{
        "openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", cert_, "-key", key, "-www"});
    std::string line;
    while (!(line = server_->line()).empty()) {  // "ACCEPT 127.0.0.1:port"
      if (!line.starts_with("ACCEPT 127.0.0.1:")) continue;
      url_ = "https://" + line.substr(7, line.find('\n') - 7) + "/";
      return;
    }
    GTEST_SKIP() << "the openssl command cannot serve";
  }
  void TearDown() override {
    server_.reset();
    std::filesystem::remove_all(folder_);
  }

  /// "ok STATUS", or the error with its code.
  std::string get(const TlsOptions& tls) {
    HttpClientOptions options;
    options.tls = tls;
    HttpClient client(options);
    HttpReply reply;
    HttpRequest request;
    request.url = url_;
    const Status status = client.send(request, reply);
    if (status.ok()) return "ok " + std::to_string(reply.status);
    return (status.error().code == StatusCode::fatal ? "fatal: " : "retry: ") +
           status.error().message;
  }

  std::string folder_, cert_, url_;
  std::unique_ptr<Child> server_;
};

TEST_F(HttpTls, TrustsTheGivenAuthorityOnly) {
  TlsOptions tls;
  const std::string untrusted = get(tls);
  EXPECT_TRUE(untrusted.starts_with("fatal: could not reach " + url_ + ": ")) << untrusted;
  EXPECT_NE(untrusted.find("certificate verify failed: set tls.ca_file"), std::string::npos)
      << untrusted;
  tls.ca_file = cert_;
  EXPECT_EQ(get(tls), "ok 200");
  tls = {};
  tls.verify = false;
  EXPECT_EQ(get(tls), "ok 200");
}

TEST_F(HttpTls, FilesThatCannotBeReadAreFatal) {
  TlsOptions tls;
  tls.ca_file = folder_ + "/missing.pem";
  const std::string no_authority = get(tls);
  EXPECT_TRUE(no_authority.starts_with("fatal: ")) << no_authority;
  EXPECT_NE(no_authority.find("missing.pem"), std::string::npos) << no_authority;
  tls.ca_file = cert_;
  tls.client_cert = folder_ + "/none.pem";
  const std::string no_cert = get(tls);
  EXPECT_TRUE(no_cert.starts_with("fatal: ")) << no_cert;
  EXPECT_NE(no_cert.find("none.pem"), std::string::npos) << no_cert;
}

}  // namespace
}  // namespace sluice::kit
