import { sourceExtension } from './paths.ts';
import { serveWorker } from './worker.ts';

interface RunRequest {
  readonly module: string;
  readonly function: string;
  readonly argument: unknown;
}

serveWorker({
  async run(request: RunRequest): Promise<unknown> {
    const loaded = (await import(request.module + sourceExtension)) as Record<string, (argument: unknown) => unknown>;
    const job = loaded[request.function];
    if (!job) throw new Error(`${request.module} exports no ${request.function}`);
    return job(request.argument);
  },
});
