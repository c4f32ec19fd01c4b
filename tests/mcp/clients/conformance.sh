#!/usr/bin/env bash
# conformance.sh SERVER REVISION : starts `SERVER --http 0`, which must serve what the official conformance suite asks
# for, and runs all that the suite requires for a revision of the protocol. Its own sum counts scenarios that no revision
# requires; its exit code does not, so that decides.
. "$(dirname "${BASH_SOURCE[0]}")/../../../scripts/lib.sh"
. "$root/scripts/mcp_clients.sh"

[ $# = 2 ] || die "usage: conformance.sh SERVER REVISION"
server=$1
revision=$2
find_clients || exit 1
results=$(mktemp -d)
trap 'stop_mcp_server || true; rm -rf "$results"' EXIT
start_mcp_server "$server" --http 0 || exit 1

status=0
(cd "$clients" && "$node" node_modules/@modelcontextprotocol/conformance/dist/index.js server --url "$mcp_url" \
    --requirements "$revision" --output-dir "$results") >"$results/output" 2>&1 || status=$?
if [ "$status" != 0 ]; then
    cat "$results/output" >&2
    cat "$mcp_folder/output" >&2
fi
# A run of nothing is no pass.
ran=$(find "$results" -name checks.json | wc -l)
say "$revision: $ran scenarios were run, exit code $status"
stop_mcp_server || status=1
[ "$status" = 0 ] && [ "$ran" -ge 30 ]
