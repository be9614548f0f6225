import type { ModelKind, ModelSubject } from '../analytics-store.ts';

/** The subject of a training job that makes this model. */
export function subjectText({ kind, machineId }: ModelSubject): string {
  return `${kind}:${machineId}`;
}

/** The model that a job with this subject makes. */
export function parseSubject(text: string): ModelSubject {
  const [kind = '', machineId = ''] = text.split(':');
  return { kind: kind as ModelKind, machineId };
}
