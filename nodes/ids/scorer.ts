import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { textOf } from '../kernel/index.ts';
import { errors } from './errors.ts';
import type { ModelCard } from './model-card.ts';
import { readModelFile } from './model-file.ts';
import { modelInput, modelOutput } from './onnx-writer.ts';

/** One core is the control's; a row is far too little work to be shared. */
const sessionOptions = { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential' } as const;

type MakeInput = (values: Float32Array, shape: number[]) => Tensor;

/** A model in the ONNX runtime, which is loaded only when there is a model to run. */
export class Scorer {
  readonly card: ModelCard;
  readonly #session: InferenceSession;
  readonly #makeInput: MakeInput;

  private constructor(card: ModelCard, session: InferenceSession, makeInput: MakeInput) {
    this.card = card;
    this.#session = session;
    this.#makeInput = makeInput;
  }

  /** Reads, checks and tries a model. @throws bad_model */
  static async open(file: string): Promise<Scorer> {
    const { onnx, card } = readModelFile(file);
    const runtime = await import('onnxruntime-node');
    try {
      const session = await runtime.InferenceSession.create(onnx, sessionOptions);
      const scorer = new Scorer(card, session, (values, shape) => new runtime.Tensor('float32', values, shape));
      await scorer.#try();
      return scorer;
    } catch (thrown) {
      throw errors.bad_model({ field: file, limit: 'a model that scores its own features', value: textOf(thrown) });
    }
  }

  /** Anomaly scores, 0 to 1, one for each row of finite features. */
  async score(rows: readonly (readonly number[])[]): Promise<Float32Array> {
    const input = this.#makeInput(Float32Array.from(rows.flat()), [rows.length, this.card.features.length]);
    const answer = await this.#session.run({ [modelInput]: input });
    return answer[modelOutput]?.data as Float32Array;
  }

  async close(): Promise<void> {
    await this.#session.release();
  }

  /** What has the right name may still answer with something else. */
  async #try(): Promise<void> {
    const [score = NaN] = await this.score([this.card.feature_maxima]);
    if (!(score > 0 && score < 1)) throw new RangeError(`a score of ${score}`);
  }
}
