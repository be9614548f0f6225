import { textOf } from '../nodes/kernel/index.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Puts `prepare` before Node-RED's own end of the process: connections must still stand when the batteries are set to
 * zero. Call it once Node-RED listens for signals itself.
 */
export function prepareBeforeExit(prepare: () => Promise<void>, report: (text: string) => void): void {
  let stopping = false;
  for (const signal of signals) {
    const nodeRed = process.listeners(signal);
    process.removeAllListeners(signal);
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      const end = (): void => {
        for (const listener of nodeRed) listener(signal);
      };
      prepare().then(end, (thrown: unknown) => {
        report(`the end could not be prepared: ${textOf(thrown)}`);
        end();
      });
    });
  }
}
