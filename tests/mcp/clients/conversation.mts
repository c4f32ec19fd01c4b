// conversation.mts ERA stdio COMMAND... | ERA http URL : a client on the official SDK talks with the Budget Manager about
// the expenses in DATABASE_URL, as a host would for its user: looks around, asks what was spent, adds an expense, removes
// it when the user agrees; and looks into the database itself after each step. Every schema is compiled strictly, all
// arguments and every structured result are held against theirs.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';

import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

const [era, transportName, ...target] = process.argv.slice(2);
const databaseUrl = process.env.DATABASE_URL ?? '';
const month = new Date().toISOString().slice(0, 7);
const description = `Conversation ${era} ${transportName} ${randomUUID()}`;

// --- the database, without the library

function rowsWithDescription(): number {
    const sql = 'SELECT count(*) AS n FROM expenses WHERE description = ';
    if (databaseUrl.startsWith('sqlite:///')) {
        const database = new DatabaseSync(databaseUrl.slice('sqlite:///'.length), { readOnly: true });
        const row = database.prepare(`${sql}?`).get(description) as { n: number };
        database.close();
        return row.n;
    }
    return Number(execFileSync('psql', [databaseUrl, '-XAtq', '-c', `${sql}'${description}'`], { encoding: 'utf8' }));
}

// --- the user

const questions: string[] = [];
let userAgrees = false;

function answerQuestion(schema: Record<string, any>): Record<string, any> {
    const content: Record<string, any> = {};
    for (const [name, property] of Object.entries<any>(schema.properties)) {
        content[name] = property.type === 'boolean' ? true : (property.enum?.[0] ?? 'yes');
    }
    return content;
}

// --- the client

const client = new Client(
    { name: 'athanor-conversation', version: '1.0.0' },
    {
        capabilities: { elicitation: { form: {} } },
        versionNegotiation: { mode: era === 'modern' ? { pin: '2026-07-28' } : 'legacy' },
    },
);
client.setRequestHandler('elicitation/create', async (request: any) => {
    questions.push(request.params.message);
    return userAgrees
        ? { action: 'accept', content: answerQuestion(request.params.requestedSchema) }
        : { action: 'decline' };
});
const transport =
    transportName === 'stdio'
        ? new StdioClientTransport({ command: target[0], args: target.slice(1), env: { ...process.env } as any })
        : new StreamableHTTPClientTransport(new URL(target[0]), {
              requestInit: { headers: { Authorization: `Bearer ${process.env.BUDGET_MCP_TOKEN}` } },
          });
await client.connect(transport as any);
assert.equal(client.getNegotiatedProtocolVersion(), era === 'modern' ? '2026-07-28' : '2025-11-25');

// --- schemas

const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
(formats as any)(ajv);
ajv.addKeyword('x-mcp-header');
const validators = new Map<string, { input: any; output: any }>();

const { tools } = await client.listTools();
assert.ok(tools.length >= 7 && tools.length <= 12, `${tools.length} tools`);
for (const tool of tools) {
    assert.match(tool.name, /^[a-z0-9_]{1,64}$/);
    assert.ok(tool.title && tool.description, `${tool.name} has a title and a description`);
    for (const hint of ['readOnlyHint', 'destructiveHint', 'idempotentHint', 'openWorldHint'] as const) {
        assert.equal(typeof tool.annotations?.[hint], 'boolean', `${tool.name}: ${hint}`);
    }
    const input: any = tool.inputSchema;
    assert.equal(input.type, 'object');
    assert.equal(input.additionalProperties, false);
    for (const [name, property] of Object.entries<any>(input.properties ?? {})) {
        assert.ok(property.description, `${tool.name}: ${name} is described`);
    }
    assert.ok(tool.outputSchema, `${tool.name} has an output schema`);
    assert.equal((tool.outputSchema as any).type, 'object');
    validators.set(tool.name, { input: ajv.compile(input), output: ajv.compile(tool.outputSchema as any) });
}

async function call(name: string, args: Record<string, unknown>): Promise<any> {
    const validator = validators.get(name)!;
    assert.ok(validator.input(args), `${name} takes ${JSON.stringify(args)}: ${ajv.errorsText(validator.input.errors)}`);
    const result: any = await client.callTool({ name, arguments: args });
    assert.ok(!result.isError, `${name}: ${JSON.stringify(result.content)}`);
    assert.ok(validator.output(result.structuredContent),
              `${name} answers ${JSON.stringify(result.structuredContent)}: ${ajv.errorsText(validator.output.errors)}`);
    assert.deepEqual(JSON.parse(result.content[0].text), result.structuredContent, 'the text says the same');
    return result.structuredContent;
}

async function refused(name: string, args: Record<string, unknown>, wanted: RegExp): Promise<void> {
    const result: any = await client.callTool({ name, arguments: args });
    assert.equal(result.isError, true, `${name} refuses ${JSON.stringify(args)}`);
    assert.match(result.content[0].text, wanted);
}

// --- the conversation

const categories = (await call('list_categories', {})).rows.map((row: any) => row.name);
assert.ok(categories.length > 1);
const category: string = categories[0];

const before = await call('monthly_summary', { month });
const sumOf = (summary: any) => summary.rows.find((row: any) => row.category === category)?.total ?? '0.00';
const inCents = (text: string) => BigInt(text.replace('.', ''));
await call('summarize_spending', { start_date: `${month}-01`, end_date: `${month}-28` });
await call('query_expenses_by_category', { category_name: category, limit: 2 });
await call('top_expenses', {});
await call('search_expenses', { text: 'conversation' });

const key = randomUUID();
const expense = { amount: '12.30', category_name: category, description, date: `${month}-15`, idempotency_key: key };
const added = await call('add_expense', expense);
assert.equal(added.status, 'done');
assert.equal(rowsWithDescription(), 1);
const again = await call('add_expense', expense);
assert.equal(again.status, 'already_there');
assert.equal(again.rows[0].id, added.rows[0].id);
assert.equal(rowsWithDescription(), 1, 'the same key adds nothing');
const after = await call('monthly_summary', { month });
assert.equal(inCents(sumOf(after)) - inCents(sumOf(before)), 1230n, 'to the cent');

const found = await call('search_expenses', { text: description });
assert.equal(found.rows.length, 1);
assert.equal(found.rows[0].amount, '12.30');
const id = found.rows[0].id;

userAgrees = false;
const declined = await call('delete_expense', { id });
assert.equal(declined.status, 'declined');
assert.equal(questions.length, 1);
assert.match(questions[0], /12\.30/, 'the user is shown what goes');
assert.ok(questions[0].includes(description));
assert.equal(rowsWithDescription(), 1);

userAgrees = true;
const removed = await call('delete_expense', { id });
assert.equal(removed.status, 'done');
assert.equal(questions.length, 2);
assert.equal(rowsWithDescription(), 0);
assert.deepEqual((await call('monthly_summary', { month })).rows, before.rows, 'as it was');

await refused('query_expenses_by_category', { category_name: `${category}x` }, new RegExp(category));
await refused('summarize_spending', { start_date: '2026-02-30', end_date: '2026-03-01' }, /start_date/);
await refused('add_expense', { amount: 12.3, category_name: category, description }, /amount/);
await refused('add_expense', { ...expense, idempotency_key: randomUUID(), sql: 'DROP TABLE expenses' }, /sql/);
await refused('delete_expense', { id: 2_000_000_000 }, /2000000000/);
await assert.rejects(client.callTool({ name: 'execute_sql', arguments: { sql: 'SELECT 1' } }));

// --- what is not a tool

const { resources } = await client.listResources();
assert.ok(resources.some((resource) => resource.uri === 'budget://schema'));
const { resourceTemplates } = await client.listResourceTemplates();
assert.ok(resourceTemplates.length >= 2);
const schema: any = await client.readResource({ uri: 'budget://schema' });
assert.ok(schema.contents[0].text.length > 0);
const summary: any = await client.readResource({ uri: `budget://summary/${month}` });
assert.equal(JSON.parse(summary.contents[0].text).total, before.total);
await assert.rejects(client.readResource({ uri: 'budget://nothing/there' }));

const { prompts } = await client.listPrompts();
assert.deepEqual(prompts.map((prompt) => prompt.name).sort(), ['find_savings', 'monthly_review']);
const review: any = await client.getPrompt({ name: 'monthly_review', arguments: { month } });
assert.ok(review.messages[0].content.text.includes(month));
const completed = await client.complete({
    ref: { type: 'ref/resource', uri: 'budget://category/{name}/{month}' },
    argument: { name: 'name', value: category.slice(0, 2) },
});
assert.ok(completed.completion.values.includes(category));

await client.close();
console.error(`passed: conversation, ${era}, ${transportName}, ${databaseUrl.split(':')[0]}`);
