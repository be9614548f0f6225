import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import { type Clock, randomId, TokenBucket } from '../../kernel/index.ts';

/** What a client that does not read may leave waiting in the gateway's memory. */
const maxWaitingBytes = 1_048_576;
const maxWaitingMs = 10_000;
/** Messages of a client to the gateway. */
const incomingLimit = { perMinute: 600, burst: 50 };

/** Status codes of a close frame (RFC 6455, 7.4.1). */
export const closeCodes = { goingAway: 1001, unsupportedData: 1003, policyViolation: 1008, restart: 1012 } as const;

/** Why a client was cut off: it read too slowly, did not answer a ping, or sent too much. */
export type CutReason = 'slow' | 'silent' | 'talkative';

interface FeedClientOptions {
  readonly webSocket: WebSocket;
  /** What the WebSocket speaks over. */
  readonly stream: Duplex;
  readonly clock: Clock;
  readonly onText: (text: string) => void;
  /** Left out, a client that sends bytes is closed. */
  readonly onBytes?: (bytes: Buffer) => void;
  readonly onClose: () => void;
  readonly onCut: (reason: CutReason) => void;
}

/**
 * One client of a feed. Frames that many clients share are written past the WebSocket object, which would make a header
 * of its own for each client; between two of its frames that is safe, because without compression it writes at once.
 */
export class FeedClient {
  readonly id = randomId();
  readonly #options: FeedClientOptions;
  readonly #incoming: TokenBucket;
  #hasAnswered = true;
  #writtenBytes = 0;
  /** How much had been written when something was last seen waiting, and when that was. */
  #waiting: { readonly writtenBytes: number; readonly at: number } | undefined;

  constructor(options: FeedClientOptions) {
    this.#options = options;
    this.#incoming = new TokenBucket(incomingLimit, options.clock.monotonic());
    const { webSocket, onClose } = options;
    webSocket.on('close', onClose);
    // A broken connection or a message that is too large: `close` follows.
    webSocket.on('error', () => undefined);
    webSocket.on('pong', () => (this.#hasAnswered = true));
    webSocket.on('message', (data: Buffer, isBinary: boolean) => this.#hear(data, isBinary));
  }

  /** Writes whole frames. */
  send(frames: Buffer): void {
    const { webSocket, stream } = this.#options;
    if (webSocket.readyState !== WebSocket.OPEN) return;
    if (this.#readsTooSlowly()) {
      this.#cut('slow');
      return;
    }
    stream.write(frames);
    this.#writtenBytes += frames.length;
  }

  /** Asks for a sign of life; cuts the client off when it has given none since the last time. */
  ping(): void {
    if (!this.#hasAnswered) this.#cut('silent');
    else if (this.#readsTooSlowly()) this.#cut('slow');
    else {
      this.#hasAnswered = false;
      this.#options.webSocket.ping();
    }
  }

  close(code: number, reason: string): void {
    this.#options.webSocket.close(code, reason);
  }

  terminate(): void {
    this.#options.webSocket.terminate();
  }

  #hear(data: Buffer, isBinary: boolean): void {
    const { clock, onText, onBytes, onCut } = this.#options;
    this.#hasAnswered = true;
    if (isBinary && !onBytes) {
      this.close(closeCodes.unsupportedData, 'text only');
    } else if (!this.#incoming.take(clock.monotonic())) {
      onCut('talkative');
      this.close(closeCodes.policyViolation, 'too many messages');
    } else if (isBinary) {
      onBytes?.(data);
    } else {
      onText(data.toString());
    }
  }

  #readsTooSlowly(): boolean {
    const { clock, stream } = this.#options;
    const now = clock.monotonic();
    const waitingBytes = stream.writableLength;
    if (this.#waiting && this.#writtenBytes - waitingBytes >= this.#waiting.writtenBytes) this.#waiting = undefined;
    if (waitingBytes === 0) return false;
    this.#waiting ??= { writtenBytes: this.#writtenBytes, at: now };
    return waitingBytes > maxWaitingBytes || now - this.#waiting.at > maxWaitingMs;
  }

  #cut(reason: CutReason): void {
    this.#options.onCut(reason);
    this.terminate();
  }
}
