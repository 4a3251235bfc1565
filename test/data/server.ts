import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A web server on this machine that keeps a list of what it was asked. */
export interface TestServer {
  /** Its address, without a slash at the end. */
  readonly url: string;
  /** `PATH` or `PATH RANGE` of each request. */
  readonly asked: string[];
}

/** Answers one request; `n` counts requests from 0. */
export type Answer = (request: IncomingMessage, response: ServerResponse, n: number) => void;

/** Starts a server that stops with the test. */
export async function serve(answer: Answer): Promise<TestServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push([request.url, request.headers.range].filter(Boolean).join(' '));
    answer(request, response, asked.length - 1);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

/** An address of this machine where nobody listens. */
export async function closedUrl(): Promise<string> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return `http://127.0.0.1:${port}`;
}

/** Sends a file as a good server does, honouring Range. */
export function send(body: Uint8Array, request: IncomingMessage, response: ServerResponse): void {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (start >= body.length) {
    response.writeHead(416, { 'content-range': `bytes */${body.length}` }).end();
    return;
  }
  const range = { 'content-range': `bytes ${start}-${body.length - 1}/${body.length}` };
  response.writeHead(start > 0 ? 206 : 200, {
    'content-length': body.length - start,
    ...(start > 0 && range),
  });
  response.end(body.subarray(start));
}

/** Announces a file but sends only its first bytes; the connection is cut when the test calls what it returns. */
export function sendPartly(body: Uint8Array, stop: number, response: ServerResponse): () => void {
  response.writeHead(200, { 'content-length': body.length });
  response.write(body.subarray(0, stop));
  return () => response.destroy();
}
