// with_token.mjs URL : a proxy before a server at URL that adds the bearer token of BUDGET_MCP_TOKEN to each request and
// changes nothing else, the Host header neither, but for the port in it. Prints its own URL.
import http from 'node:http';

const target = new URL(process.argv[2]);
const token = process.env.BUDGET_MCP_TOKEN;
if (!token) {
    console.error('BUDGET_MCP_TOKEN is not set');
    process.exit(1);
}

const server = http.createServer((request, response) => {
    const forwarded = http.request(
        {
            host: target.hostname,
            port: target.port,
            method: request.method,
            path: request.url,
            headers: { ...request.headers, authorization: `Bearer ${token}` },
        },
        (answer) => {
            response.writeHead(answer.statusCode, answer.headers);
            answer.pipe(response);
        },
    );
    forwarded.on('error', () => response.destroy());
    response.on('close', () => forwarded.destroy());
    request.pipe(forwarded);
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}${target.pathname}`));
