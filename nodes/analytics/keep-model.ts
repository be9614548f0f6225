import { step } from '../history/index.ts';
import { auditEntry, type Machine, type Requester } from '../site/index.ts';
import type { AnalyticsContext } from './analytics-context.ts';
import { analyticsWrites, type NewModel, type StoredModel } from './analytics-store.ts';
import { analyticsItself } from './requester.ts';

export const retrainTriggers = ['manual', 'scheduled', 'drift'] as const;
export type RetrainTrigger = (typeof retrainTriggers)[number];

/** Who wants a model trained, and why, for the event log. */
export interface TrainingOrder {
  /** The analytics itself when left out. */
  readonly requester?: Requester;
  /** What set off a retraining. */
  readonly trigger?: RetrainTrigger;
  /** Why it is retrained, in the words of whoever wants it. */
  readonly triggerReason?: string | null;
}

/** Stores a trained model and its entry `model_trained` of the event log in one transaction. */
export async function keepModel(
  { log, site }: Pick<AnalyticsContext, 'log' | 'site'>,
  machine: Machine,
  model: NewModel,
  { requester = analyticsItself, trigger, triggerReason = null }: TrainingOrder,
): Promise<StoredModel> {
  const { id, kind, isActive, reason } = model;
  const entry = auditEntry({
    kind: 'model_trained',
    siteId: site.model.gateway.siteId,
    deviceId: machine.device,
    requester,
    verdict: isActive ? 'activated' : 'not activated',
    reason,
    details: {
      model: kind,
      model_id: id,
      machine_id: machine.uuid,
      machine: machine.name,
      ...(trigger && { trigger_type: trigger, trigger_reason: triggerReason }),
    },
  });
  const { results } = await log.append(entry, { with: [step(analyticsWrites.addModel, model)] });
  return { ...model, version: results[0] };
}
