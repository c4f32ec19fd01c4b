#!/usr/bin/env bash
# budget.sh BUDGET SCRIPT ARGUMENT... : runs one of the scripts beside it with the arguments, in a folder with a new SQLite
# file of made-up expenses and a random token for the program BUDGET.
. "$(dirname "${BASH_SOURCE[0]}")/../../../scripts/lib.sh"

[ $# -ge 3 ] || die "usage: budget.sh BUDGET SCRIPT ARGUMENT..."
budget=$1
script=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/$2
shift 2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export DATABASE_URL="sqlite:///$folder/budget.db" BUDGET_MCP_TOKEN INSPECTOR_CALL="list_categories {}"
BUDGET_MCP_TOKEN=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
"$budget" init >&2
"$budget" sample >&2
bash "$script" "$@"
