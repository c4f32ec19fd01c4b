#include "postgres/tls_server.hpp"

#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

#include "postgres.hpp"

namespace athanor::testing {

TlsServer::TlsServer() {
    int to[2];
    int from[2];
    if (pipe(to) != 0 || pipe(from) != 0) {
        throw std::runtime_error("no pipe");
    }
    const std::string script = std::string(ATHANOR_SOURCE_DIR) + "/tests/postgres/tls_server.sh";
    process_ = fork();
    if (process_ == 0) {
        dup2(to[0], 0);
        dup2(from[1], 1);
        for (const int end : {to[0], to[1], from[0], from[1]}) {
            close(end);
        }
        execl("/bin/bash", "bash", script.c_str(), nullptr);
        _exit(127);
    }
    close(to[0]);
    close(from[1]);
    commands_ = to[1];
    answers_ = fdopen(from[0], "r");
    const auto line = read_line();
    const auto blank = line.find(' ');
    if (process_ < 0 || blank == std::string::npos) {
        throw std::runtime_error("the server with TLS did not start");
    }
    url_ = line.substr(0, blank);
    folder_ = line.substr(blank + 1);
}

TlsServer::~TlsServer() {
    close(commands_);
    int status = 0;
    waitpid(process_, &status, 0);
    if (answers_ != nullptr) {
        fclose(answers_);
    }
}

std::string TlsServer::url(const std::string& host) const {
    PostgresUrlParts parts;
    parts.host = host;
    return with_parts(url_, parts) + "?hostaddr=127.0.0.1";
}

void TlsServer::use(const std::string& certificate) {
    const auto line = "use " + certificate + "\n";
    if (write(commands_, line.data(), line.size()) != static_cast<ssize_t>(line.size()) ||
        read_line() != "now " + certificate) {
        throw std::runtime_error("the server with TLS did not take its certificate");
    }
}

std::string TlsServer::read_line() {
    std::string line;
    for (int letter = fgetc(answers_); letter != EOF && letter != '\n'; letter = fgetc(answers_)) {
        line += static_cast<char>(letter);
    }
    return line;
}

}  // namespace athanor::testing
