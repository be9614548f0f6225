/** The part of Node-RED 5 that the nodes use, typed narrowly (the published types describe version 1). */
import type { Server } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Message {
  _msgid: string;
  payload?: unknown;
  topic?: string;
  [property: string]: unknown;
}

export type Send = (message: Message | null | readonly (Message | null | Message[])[]) => void;

export interface RuntimeNode {
  id: string;
  type: string;
  name?: string;
  z?: string;
  on(event: 'input', listener: (message: Message, send: Send, done: (error?: Error) => void) => void): void;
  on(event: 'close', listener: (removed: boolean, done: () => void) => void): void;
  status(status: { fill?: string; shape?: string; text?: string }): void;
  send: Send;
  error(error: string | Error, message?: Message): void;
  warn(text: string): void;
  log(text: string): void;
}

export interface HttpRequest extends IncomingMessage {
  body?: unknown;
  path: string;
  originalUrl: string;
  params: Record<string, string>;
  query: Record<string, string | string[] | undefined>;
  route?: { path: string };
}

export interface HttpResponse extends ServerResponse {
  status(code: number): HttpResponse;
  json(body: unknown): HttpResponse;
  set(name: string, value: string): HttpResponse;
  type(contentType: string): HttpResponse;
  send(body: string): HttpResponse;
}

export type Next = (error?: unknown) => void;
export type Middleware = (request: HttpRequest, response: HttpResponse, next: Next) => void;

export interface NodeApi {
  nodes: {
    createNode(node: RuntimeNode, config: Record<string, unknown>): void;
    registerType(type: string, constructor: (this: RuntimeNode, config: Record<string, unknown>) => void): void;
    getNode(id: string): unknown;
  };
  util: {
    evaluateNodeProperty(
      value: string,
      type: string,
      node: RuntimeNode,
      message: Message,
      callback: (error: Error | null, value: unknown) => void,
    ): void;
    cloneMessage<T>(message: T): T;
  };
  events: {
    on(event: string, listener: (...data: unknown[]) => void): void;
    once(event: string, listener: (...data: unknown[]) => void): void;
    removeListener(event: string, listener: (...data: unknown[]) => void): void;
  };
  httpNode: { use(...handlers: Middleware[]): void; get(path: string, ...handlers: Middleware[]): void };
  httpAdmin: {
    get(path: string, ...handlers: Middleware[]): void;
    post(path: string, ...handlers: Middleware[]): void;
  };
  auth: { needsPermission(permission: string): Middleware };
  server: Server;
  settings: Record<string, unknown>;
  log: { info(text: string): void; warn(text: string): void; error(text: string): void };
}
