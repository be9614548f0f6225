import { BusbarError, type HttpRequest, type HttpResponse, type Middleware } from '../../kernel/index.ts';
import { requireScope, scopeOfMethod } from '../access/gatekeeper.ts';
import type { AnswerError } from '../answer-error.ts';
import type { DeployPause } from '../deploy-pause.ts';
import { apiErrors, routeClosed } from '../errors.ts';
import { exchangeOf } from '../exchange.ts';
import type { Contract } from './contract.ts';
import { defaultMaxBodyBytes, hasBody, readJsonBody } from './json-body.ts';
import type { Operation } from './operation.ts';

/**
 * Runs after a route matched: finds its operation, checks scope, parameters and body. Routes that no contract names
 * still need a scope and a strict JSON body.
 */
export function validateRequests(contract: Contract, pause: DeployPause, answerError: AnswerError): Middleware {
  return (request, response, next) => {
    const operation = contract.operation(request.method ?? '', request.route?.path ?? '');
    admitOperation(operation, request, response, (error) => {
      const refusal = error ?? (pause.hasOvertaken(request) ? routeClosed(request) : undefined);
      if (refusal === undefined) next();
      else answerError(request, response, refusal);
    });
  };
}

/** Calls back with the error that refuses the request, if any. */
export function admitOperation(
  operation: Operation | undefined,
  request: HttpRequest,
  response: HttpResponse,
  done: (error?: unknown) => void,
): void {
  try {
    checkHead(operation, request);
  } catch (thrown) {
    done(thrown);
    return;
  }
  if (!hasBody(request)) {
    done(operation?.bodyRequired === true ? apiErrors.body_missing({ field: 'body' }) : undefined);
    return;
  }
  readJsonBody(request, response, operation?.maxBodyBytes ?? defaultMaxBodyBytes, (error) => {
    done(error ?? bodyError(operation, request));
  });
}

function checkHead(operation: Operation | undefined, request: HttpRequest): void {
  const exchange = exchangeOf(request);
  if (exchange) exchange.operation = operation;
  const scope = operation?.scope ?? scopeOfMethod(request.method);
  if (scope !== 'public') requireScope(exchange?.access, scope);
  operation?.checkParams?.(request.params);
  operation?.checkQuery?.(request.query);
}

function bodyError(operation: Operation | undefined, request: HttpRequest): unknown {
  try {
    operation?.checkBody?.(request.body);
    return undefined;
  } catch (thrown) {
    // What a rule of the safety guard refuses goes to the guard, which counts and records it.
    return thrown instanceof BusbarError && thrown.code === 'unsafe_value' ? undefined : thrown;
  }
}
