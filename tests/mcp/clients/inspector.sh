#!/usr/bin/env bash
# inspector.sh stdio|http COMMAND... : runs the official inspector's command line against a server in both eras of the
# protocol, its strict check of the tools' schemas included. With http, COMMAND serves and prints its URL; the token is
# that of BUDGET_MCP_TOKEN, if it is set. INSPECTOR_CALL may hold a tool's name and its arguments as JSON, which must
# succeed.
. "$(dirname "${BASH_SOURCE[0]}")/../../../scripts/lib.sh"
. "$root/scripts/mcp_clients.sh"

[ $# -ge 2 ] || die "usage: inspector.sh stdio|http COMMAND..."
transport=$1
shift
find_clients || exit 1
trap 'stop_mcp_server || true' EXIT
if [ "$transport" = http ]; then
    start_mcp_server "$@" || exit 1
    set -- "$mcp_url"
fi
status=0
"$node" "$clients/inspect.mjs" "$transport" "$@" || status=$?
stop_mcp_server || status=1
exit "$status"
