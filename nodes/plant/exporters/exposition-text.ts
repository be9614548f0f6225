type Labels = Readonly<Record<string, string | number>>;

/** One family in Prometheus's text format. Labels hold nothing that would need an escape. */
export function family(
  name: string,
  type: 'counter' | 'gauge',
  samples: readonly (readonly [labels: Labels, value: number])[],
): string {
  const lines = samples.map(([labels, value]) => {
    const named = Object.entries(labels).map(([label, text]) => `${label}="${text}"`);
    return `${name}${named.length === 0 ? '' : `{${named.join(',')}}`} ${value}`;
  });
  return `# TYPE ${name} ${type}\n${lines.join('\n')}\n`;
}

export const gauge = (name: string, value: number, labels: Labels = {}): string => {
  return family(name, 'gauge', [[labels, value]]);
};
