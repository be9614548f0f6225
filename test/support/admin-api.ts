import assert from 'node:assert/strict';
import type { FlowNode } from '../../nodes/flows/index.ts';
import { type Answer, ask } from './http.ts';

export const deployTypes = ['full', 'flows', 'nodes', 'reload'] as const;
export type DeployType = (typeof deployTypes)[number];

/** A property that an inject node sends, as the editor's button states it. */
export interface InjectedProperty {
  /** Name of the property, for instance `payload`. */
  readonly p: string;
  readonly v: string;
  /** Type of the value: `str`, `json`. */
  readonly vt: string;
}

/** Node-RED's admin API of a gateway in development mode, as the editor uses it. */
export class AdminApi {
  readonly #port: number;

  constructor(port: number) {
    this.#port = port;
  }

  async flows(): Promise<FlowNode[]> {
    const { json } = await ask({ port: this.#port, path: '/editor/flows' });
    return json as FlowNode[];
  }

  /** `reload` takes the stored flows; every other type sends these. */
  deploy(flows: readonly FlowNode[], type: DeployType): Promise<Answer> {
    return ask({
      port: this.#port,
      method: 'POST',
      path: '/editor/flows',
      headers: { 'Node-RED-Deployment-Type': type },
      body: type === 'reload' ? {} : flows,
      timeoutMs: 30_000,
    });
  }

  /** Presses the button of an inject node; the properties take the place of its own. */
  async inject(nodeId: string, properties?: readonly InjectedProperty[]): Promise<void> {
    const { status, text } = await ask({
      port: this.#port,
      method: 'POST',
      path: `/editor/inject/${nodeId}`,
      body: properties ? { __user_inject_props__: properties } : {},
    });
    assert.equal(status, 200, `inject ${nodeId}: ${text}`);
  }
}
