import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Variables } from '../nodes/kernel/index.ts';
import { declaredNodes } from './declared-nodes.ts';
import { root } from './run.ts';

const madeFromSources = 'Made from the sources by `npm run generate`; do not edit.';

/** `docs/reference/configuration.md`: every variable of the environment, in alphabetical order. */
export function configurationPage(variables: Variables): string {
  const rows = Object.entries(variables)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { doc, default: value, shownDefault, expected, secret }]) => {
      const shown = shownDefault ?? shownValue(value);
      return `| \`${name}\` | ${cell(shown)} | ${cell(expected)} | ${cell(doc)}${secret === true ? ' Never printed.' : ''} |`;
    });
  return [
    '# Configuration',
    '',
    madeFromSources,
    '',
    'The gateway reads its settings from the environment when it starts. An empty value counts as unset; a wrong one stops',
    'the start with one line that names it.',
    '',
    '| Variable | Default | Takes | What it does |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

function shownValue(value: unknown): string {
  if (value === '' || (Array.isArray(value) && value.length === 0)) return 'none';
  return `\`${Array.isArray(value) ? value.join(',') : String(value)}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

/** `docs/reference/nodes.md`: the help of every node, as the editor shows it. */
export function nodesPage(): string {
  const sections = declaredNodes()
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((node) => {
      const html = readFileSync(path.join(root, node.room, 'locales/en-US', `${node.name}.html`), 'utf8');
      return `## ${node.name}\n\nType \`${node.type}\`, room \`${node.room}/\`.\n\n${helpAsMarkdown(html)}\n`;
    });
  return ['# Nodes', '', madeFromSources, '', ...sections].join('\n');
}

/** The few elements that Node-RED's help style knows, as Markdown. */
export function helpAsMarkdown(html: string): string {
  const body = /<script[^>]*>([\s\S]*)<\/script>/.exec(html)?.[1] ?? html;
  return body
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/<span class="property-type">(.*?)<\/span>/g, '($1)')
    .replaceAll(/<h3>(.*?)<\/h3>/g, '\n\n### $1\n\n')
    .replaceAll(/<dt[^>]*>(.*?)<\/dt>/g, (_, term: string) => `\n- **${term.trim()}**: `)
    .replaceAll(/<li>/g, '\n- ')
    .replaceAll(/<\/?code>/g, '`')
    .replaceAll(/<\/?(?:i|em)>/g, '_')
    .replaceAll(/<\/?(?:b|strong)>/g, '**')
    .replaceAll(/<a href="([^"]*)"[^>]*>(.*?)<\/a>/g, '[$2]($1)')
    .replaceAll(/<\/(?:p|dl|ul|ol|pre)>/g, '\n\n')
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}
