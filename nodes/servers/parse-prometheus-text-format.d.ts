/** The part that is used: samples of gauges, counters and families without a type. Throws on a line that it cannot read. */
declare module 'parse-prometheus-text-format' {
  interface ParsedFamily {
    readonly name: string;
    readonly metrics: readonly {
      readonly value?: string;
      readonly labels?: Readonly<Record<string, string>>;
    }[];
  }

  export default function parsePrometheusTextFormat(text: string): readonly ParsedFamily[];
}
