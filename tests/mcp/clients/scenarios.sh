#!/usr/bin/env bash
# scenarios.sh COMMAND... : starts a server that prints its URL and asks for the token BUDGET_MCP_TOKEN, and runs those
# scenarios of the official conformance suite that fit every server. The suite sends no token, so a small proxy adds it.
. "$(dirname "${BASH_SOURCE[0]}")/../../../scripts/lib.sh"
. "$root/scripts/mcp_clients.sh"

[ $# -ge 1 ] || die "usage: scenarios.sh COMMAND..."
scenarios=(server-initialize:2025-11-25 ping:2025-11-25
           tools-list:2025-11-25 resources-list:2025-11-25 prompts-list:2025-11-25 dns-rebinding-protection:2025-11-25
           tools-list:2026-07-28 resources-list:2026-07-28 prompts-list:2026-07-28 dns-rebinding-protection:2026-07-28
           caching:2026-07-28 sep-2164-resource-not-found:2026-07-28)
find_clients || exit 1
results=$(mktemp -d)
proxy_pid=""
end() {
    [ -z "$proxy_pid" ] || kill "$proxy_pid" 2>/dev/null || true
    stop_mcp_server || true
    rm -rf "$results"
}
trap end EXIT
start_mcp_server "$@" || exit 1

"$node" "$clients/with_token.mjs" "$mcp_url" >"$results/proxy" &
proxy_pid=$!
for ((i = 0; i < 100; ++i)); do
    [ -s "$results/proxy" ] && break
    sleep 0.1
done
url=$(head -1 "$results/proxy")
[ -n "$url" ] || die "The proxy did not start."

failed=0
for scenario in "${scenarios[@]}"; do
    name=${scenario%:*}
    revision=${scenario#*:}
    status=0
    (cd "$clients" && "$node" node_modules/@modelcontextprotocol/conformance/dist/index.js server --url "$url" \
        --scenario "$name" --spec-version "$revision" --output-dir "$results/$scenario" --verbose) \
        >"$results/output" 2>&1 || status=$?
    # Without a file of checks nothing was looked at.
    if [ "$status" != 0 ] || ! find "$results/$scenario" -name checks.json | grep -q .; then
        cat "$results/output" >&2
        failed=$((failed + 1))
        say "FAILED: $scenario"
    else
        say "passed: $scenario"
    fi
done
stop_mcp_server || failed=$((failed + 1))
[ "$failed" = 0 ]
