const pattern = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:[.,](\d+))?)?(Z|[+\- ]\d{2}(?::?\d{2})?)?)?$/i;
const maxOffsetMs = 18 * 3_600_000;

/**
 * Epoch milliseconds of a date or time in ISO 8601; undefined when it is none. Without a zone it is UTC; a fraction may
 * have any number of digits, of which those after the third are cut off. A space stands for the plus of an offset, into
 * which addresses turn it.
 */
export function parseInstant(text: string): number | undefined {
  const match = pattern.exec(text.trim());
  if (!match) return undefined;
  const [, date = '', minutes = '00:00', seconds = '00', fraction = '', zone = 'Z'] = match;
  const wall = `${date}T${minutes}:${seconds}`;
  const wallMs = Date.parse(`${wall}Z`);
  // 30 February is a date to the parser, but not one that it gives back.
  if (Number.isNaN(wallMs) || !new Date(wallMs).toISOString().startsWith(wall)) return undefined;
  const offsetMs = offsetOf(zone);
  return offsetMs === undefined ? undefined : wallMs + Number(fraction.slice(0, 3).padEnd(3, '0')) - offsetMs;
}

function offsetOf(zone: string): number | undefined {
  if (zone.toUpperCase() === 'Z') return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(3).replace(':', '') || '0')];
  const offsetMs = (hours * 60 + minutes) * 60_000;
  if (minutes > 59 || offsetMs > maxOffsetMs) return undefined;
  return zone.startsWith('-') ? -offsetMs : offsetMs;
}
