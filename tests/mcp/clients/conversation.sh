#!/usr/bin/env bash
# conversation.sh sqlite|postgresql BUDGET : plays conversation.mts with the Budget Manager, the program BUDGET, on an
# SQLite file, or in a new database of the server at ATHANOR_TEST_POSTGRES_URL: over stdio and HTTP, in both eras.
. "$(dirname "${BASH_SOURCE[0]}")/../../../scripts/lib.sh"
. "$root/scripts/mcp_clients.sh"

[ $# = 2 ] || die "usage: conversation.sh sqlite|postgresql BUDGET"
budget=$2
find_clients || exit 1
folder=$(mktemp -d)
database=""
end() {
    stop_mcp_server || true
    [ -z "$database" ] || psql "$ATHANOR_TEST_POSTGRES_URL" -Xqc "DROP DATABASE $database WITH (FORCE)" || true
    rm -rf "$folder"
}
trap end EXIT

case "$1" in
    sqlite) DATABASE_URL="sqlite:///$folder/budget.db" ;;
    postgresql)
        [ -n "${ATHANOR_TEST_POSTGRES_URL-}" ] || die "ATHANOR_TEST_POSTGRES_URL is not set: scripts/postgres run $0 $*"
        database="conversation_$$_$RANDOM"
        psql "$ATHANOR_TEST_POSTGRES_URL" -Xqc "CREATE DATABASE $database"
        DATABASE_URL="${ATHANOR_TEST_POSTGRES_URL%/*}/$database" ;;
    *) die "usage: conversation.sh sqlite|postgresql BUDGET" ;;
esac
BUDGET_MCP_TOKEN=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
export DATABASE_URL BUDGET_MCP_TOKEN
cd "$folder"
"$budget" init >&2
"$budget" sample >&2

failed=0
converse() {
    "$node" --disable-warning=ExperimentalWarning "$clients/conversation.mts" "$@" ||
        { failed=$((failed + 1)); say "FAILED: conversation, $1, $2, ${DATABASE_URL%%:*}"; }
}
for era in modern legacy; do
    converse "$era" stdio "$budget" mcp --allow-writes
done
start_mcp_server "$budget" serve --allow-writes --port 0 || exit 1
for era in modern legacy; do
    converse "$era" http "$mcp_url"
done
if grep -q "$BUDGET_MCP_TOKEN" "$mcp_folder/output"; then
    say "The server printed its token."
    failed=$((failed + 1))
fi
stop_mcp_server || failed=$((failed + 1))
[ "$failed" = 0 ]
