import { type FlowNode, labelOf, subflowOf, wiresOf } from '../nodes/flows/index.ts';

/** Size and colour of a node as the editor draws it. */
interface Box {
  readonly node: FlowNode;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface PictureOptions {
  /** Colour of a node type, as its `.html` states it. */
  readonly colourOf: (type: string) => string;
  /** Names of the subflows, by id, for their instances. */
  readonly subflowNames: ReadonlyMap<string, string>;
}

const nodeHeight = 30;
const margin = 30;
const titleHeight = 34;
const averageLetterWidth = 6.6;
const smallNodes = new Set(['junction', 'link in', 'link out']);

/** One tab as an SVG, from the coordinates of its nodes. Readable on light and dark pages: it brings its own paper. */
export function drawTab(tab: FlowNode, members: readonly FlowNode[], options: PictureOptions): string {
  const groups = members.filter(({ type }) => type === 'group');
  const boxes = members
    .filter(({ type, x }) => type !== 'group' && typeof x === 'number')
    .map((node) => boxOf(node, options));
  const byId = new Map(boxes.map((box) => [box.node.id, box]));
  const frame = frameOf(boxes, groups);
  const body = [
    ...groups.map(drawGroup),
    ...boxes.map((box) => drawNode(box, options)),
    ...boxes.flatMap((box) => drawWires(box, byId)),
  ];
  const { left, top, width, height } = frame;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${left} ${top} ${width} ${height}" width="${width}" height="${height}" font-family="Helvetica, Arial, sans-serif">`,
    `<title>${escape(labelOf(tab))}</title>`,
    `<rect x="${left}" y="${top}" width="${width}" height="${height}" rx="6" fill="#fdfdfd" stroke="#c8c8c8"/>`,
    `<text x="${left + margin / 2}" y="${top + 23}" font-size="16" font-weight="bold" fill="#333">${escape(labelOf(tab))}</text>`,
    ...body,
    '</svg>',
    '',
  ].join('\n');
}

function boxOf(node: FlowNode, options: PictureOptions): Box {
  const isSmall = smallNodes.has(node.type);
  const textWidth = Math.ceil((captionOf(node, options).length * averageLetterWidth + 44) / 20) * 20;
  const width = node.type === 'junction' ? 10 : isSmall ? 30 : Math.max(100, textWidth);
  const height = node.type === 'junction' ? 10 : Math.max(nodeHeight, wiresOf(node).length * 15);
  return { node, width, height, left: Number(node['x']) - width / 2, top: Number(node['y']) - height / 2 };
}

function captionOf(node: FlowNode, { subflowNames }: PictureOptions): string {
  const name = node['name'];
  if (typeof name === 'string' && name !== '') return name;
  return subflowNames.get(subflowOf(node) ?? '') ?? node.type.replace(/^busbar-/, '');
}

function frameOf(boxes: readonly Box[], groups: readonly FlowNode[]): Omit<Box, 'node'> {
  const areas = [
    ...boxes,
    ...groups.map((group) => ({
      left: Number(group['x']),
      top: Number(group['y']),
      width: Number(group['w']),
      height: Number(group['h']),
    })),
  ];
  const left = smallest(areas.map((area) => area.left)) - margin;
  const top = smallest(areas.map((area) => area.top)) - margin / 2 - titleHeight;
  const right = Math.max(...areas.map((area) => area.left + area.width), left + 200) + margin;
  const bottom = Math.max(...areas.map((area) => area.top + area.height), top + 60) + margin / 2;
  return { left, top, width: right - left, height: bottom - top };
}

function smallest(values: readonly number[]): number {
  return values.length === 0 ? 0 : Math.min(...values);
}

function drawGroup(group: FlowNode): string {
  const style = (group['style'] ?? {}) as { stroke?: string; fill?: string };
  const [x, y, w, h] = ['x', 'y', 'w', 'h'].map((key) => Number(group[key])) as [number, number, number, number];
  const fill = style.fill === undefined || style.fill === 'none' ? '#f4f6f8' : style.fill;
  return (
    `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="6" fill="${fill}" fill-opacity="0.6" stroke="${style.stroke ?? '#a9b4bd'}"/>` +
    `<text x="${x + 10}" y="${y + 17}" font-size="12" fill="#555">${escape(labelOf(group))}</text>`
  );
}

function drawWires(box: Box, byId: ReadonlyMap<string, Box>): string[] {
  return wiresOf(box.node).flatMap((targets, output) =>
    targets.flatMap((id) => {
      const target = byId.get(id);
      return target ? [drawWire(outputPort(box, output), { x: target.left, y: target.top + target.height / 2 })] : [];
    }),
  );
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function outputPort(box: Box, output: number): Point {
  const count = wiresOf(box.node).length;
  const y = box.top + box.height / 2 + (output - (count - 1) / 2) * 13;
  return { x: box.left + box.width, y };
}

function drawWire(from: Point, to: Point): string {
  const reach = Math.max(40, Math.abs(to.x - from.x) * 0.5);
  const path = `M${from.x} ${from.y} C${from.x + reach} ${from.y} ${to.x - reach} ${to.y} ${to.x} ${to.y}`;
  return `<path d="${path}" fill="none" stroke="#8a8f94" stroke-width="2.2"/>${drawPort(to)}`;
}

function drawPort({ x, y }: Point): string {
  return `<rect x="${x - 4}" y="${y - 4}" width="8" height="8" rx="2" fill="#dadde0" stroke="#8a8f94"/>`;
}

function drawNode(box: Box, options: PictureOptions): string {
  const { node, left, top, width, height } = box;
  const radius = node.type === 'junction' ? 5 : 6;
  const shape = `<rect x="${left}" y="${top}" width="${width}" height="${height}" rx="${radius}" fill="${options.colourOf(node.type)}" stroke="#8a8f94"/>`;
  const ports = wiresOf(node).map((_, output) => drawPort(outputPort(box, output)));
  if (smallNodes.has(node.type)) return [shape, ...ports].join('');
  const caption = `<text x="${left + width / 2}" y="${top + height / 2 + 4}" font-size="12" text-anchor="middle" fill="#222">${escape(captionOf(node, options))}</text>`;
  return [shape, ...ports, caption].join('');
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
