import { admitCommand, type Command, type CommandGate, type Refusal } from '../../safety/index.ts';
import type { DeviceWriter, ExecutedCommand } from '../device-writer.ts';

/** The whole way of a command in one go: admitted, its permit redeemed and carried out. Throws as `DeviceWriter.execute`. */
export async function carryOutCommand(
  command: Command,
  gate: CommandGate & { readonly writer: DeviceWriter },
): Promise<ExecutedCommand | Refusal> {
  const admission = await admitCommand(command, gate);
  if (!admission.permitted) return admission;
  const redemption = gate.permits.redeem(admission.permit);
  if (!redemption.ok) throw new Error(`a permit that was just issued is ${redemption.refusal}`);
  return gate.writer.execute(redemption.permit);
}
