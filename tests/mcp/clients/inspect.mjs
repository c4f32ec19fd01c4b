// inspect.mjs stdio COMMAND... | http URL : what inspector.sh describes.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [transport, ...target] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'athanor-inspector-'));
const token = process.env.BUDGET_MCP_TOKEN;

// A file, since options of the server's command would be taken for the inspector's.
const server =
    transport === 'stdio'
        ? { type: 'stdio', command: target[0], args: target.slice(1), env: { ...process.env } }
        : { type: 'streamable-http', url: target[0], headers: token ? { Authorization: `Bearer ${token}` } : {} };
writeFileSync(join(folder, 'servers.json'), JSON.stringify({ mcpServers: { ours: server } }));

let failed = 0;
function inspect(era, name, wantedStatus, look, ...args) {
    const run = spawnSync(
        process.execPath,
        [join(import.meta.dirname, 'node_modules/.bin/mcp-inspector'), '--cli', '--config', join(folder, 'servers.json'),
         '--server', 'ours', '--protocol-era', era, '--format', 'json', '-q', ...args],
        { encoding: 'utf8', env: { ...process.env, HOME: folder }, timeout: 120_000 },
    );
    let problem = run.status === wantedStatus ? '' : `exit code ${run.status} instead of ${wantedStatus}`;
    if (!problem && look) {
        try {
            problem = look(JSON.parse(run.stdout)) ?? '';
        } catch (error) {
            problem = String(error);
        }
    }
    console.error(`${problem ? 'FAILED' : 'passed'}: ${transport}, ${era}, ${name}${problem ? ': ' + problem : ''}`);
    if (problem) {
        ++failed;
        console.error(run.stdout.slice(0, 4000), run.stderr.slice(0, 4000));
    }
}

const some = (member) => (json) => {
    const list = json[member] ?? json.result?.[member];
    return Array.isArray(list) && list.length > 0 ? undefined : `no ${member}: ${JSON.stringify(json).slice(0, 300)}`;
};

for (const era of ['legacy', 'modern']) {
    inspect(era, 'initialize', 0, undefined, '--method', 'initialize');
    inspect(era, 'tools/list --strict', 0, some('tools'), '--method', 'tools/list', '--strict');
    inspect(era, 'resources/list', 0, some('resources'), '--method', 'resources/list');
    inspect(era, 'resources/templates/list', 0, some('resourceTemplates'), '--method', 'resources/templates/list');
    inspect(era, 'prompts/list', 0, some('prompts'), '--method', 'prompts/list');
    inspect(era, 'an unknown tool', 5, undefined, '--method', 'tools/call', '--tool-name', 'no_such_tool',
            '--tool-args-json', '{}');
    if (process.env.INSPECTOR_CALL) {
        const [tool, ...json] = process.env.INSPECTOR_CALL.split(' ');
        inspect(era, tool, 0, some('content'), '--method', 'tools/call', '--tool-name', tool, '--tool-args-json',
                json.join(' '));
    }
}
rmSync(folder, { recursive: true, force: true });
process.exit(failed === 0 ? 0 : 1);
