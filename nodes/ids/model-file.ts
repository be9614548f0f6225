import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot, textOf } from '../kernel/index.ts';
import { errors } from './errors.ts';
import { featureNames } from './features.ts';
import { type ModelCard, modelVersion } from './model-card.ts';

/** A model that is what its card says, and that this version of the features can feed. */
export interface ModelFile {
  readonly onnx: Buffer;
  readonly card: ModelCard;
}

export const shippedModelFile = path.join(projectRoot, 'models', `${modelVersion}.onnx`);

/** The model that a setting names: a file, nothing for the shipped one, `none` for null. */
export function modelFileOf(setting: string): string | null {
  if (setting === 'none') return null;
  return setting === '' ? shippedModelFile : path.resolve(setting);
}

/** The card lies beside the model, with the extension `.json`. */
export function cardFileOf(modelFile: string): string {
  return modelFile.replace(/\.onnx$/, '') + '.json';
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Reads a model and its card. @throws bad_model when one of them is missing, damaged or made for something else. */
export function readModelFile(file: string): ModelFile {
  const card = cardOf(file);
  const onnx = bytesOf(file, file);
  const expect = (limit: string, found: unknown, isMet: boolean): void => {
    if (!isMet) throw errors.bad_model({ field: file, limit, value: found });
  };
  const { model_version: version, features, model_sha256: hash, alert_threshold: threshold, feature_maxima } = card;
  expect(`the version ${modelVersion}`, version, version === modelVersion);
  expect(`the features ${featureNames.join(', ')}`, features, sameNames(features));
  expect('a threshold between 0 and 1', threshold, typeof threshold === 'number' && threshold > 0 && threshold < 1);
  expect('a maximum for each feature', feature_maxima, areNumbers(feature_maxima, featureNames.length));
  expect(`the hash ${String(hash)} of its card`, sha256(onnx), hash === sha256(onnx));
  return { onnx, card: card as ModelCard };
}

type Unchecked = Partial<Record<keyof ModelCard, unknown>>;

function cardOf(file: string): Unchecked {
  const text = bytesOf(file, cardFileOf(file)).toString();
  try {
    const card: unknown = JSON.parse(text);
    if (typeof card === 'object' && card !== null) return card;
  } catch {
    // Named below, like any other card that is no object.
  }
  throw errors.bad_model({ field: file, limit: 'a card that is a JSON object', value: cardFileOf(file) });
}

function bytesOf(model: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (thrown) {
    throw errors.bad_model({ field: model, limit: `to read ${file}`, value: textOf(thrown) });
  }
}

function sameNames(features: unknown): boolean {
  return Array.isArray(features) && features.join() === featureNames.join();
}

function areNumbers(values: unknown, length: number): boolean {
  return Array.isArray(values) && values.length === length && values.every(Number.isFinite);
}
