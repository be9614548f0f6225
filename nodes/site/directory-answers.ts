import { defineErrors, type Question } from '../kernel/index.ts';
import type { SiteDirectory } from './directory.ts';
import { blockBody, blockDetailBody, equipmentBody, sensorBody, siteBody, siteDetailBody } from './directory-bodies.ts';
import { maxPageRows, pageFrom, pageOf } from './directory-page.ts';

const errors = defineErrors({
  no_equipment: { status: 404, message: ({ value }) => `No equipment found for block '${String(value)}'` },
});

const defaultRows = 100;
/** The equipment and the sensors of one block come whole, unless a page is asked for. */
const wholeBlock = maxPageRows;

/** What each operation of the directory answers. Throws `unknown_site`, `unknown_block`, `no_equipment`, `bad_page`. */
export const directoryAnswers = {
  sites: (directory, question) => {
    const rows = [...directory.model.sites].sort(byText(({ name }) => name));
    return pageFrom(rows, pageOf(question, defaultRows)).map((site) => siteBody(directory, site));
  },

  site: (directory, question) => siteDetailBody(directory, directory.site(textOf(question, 'slug') ?? '')),

  blocks: (directory, question) => {
    const siteSlug = textOf(question, 'site_slug');
    const rows = directory.model.blocks
      .map((block) => blockBody(directory, block))
      .filter((body) => siteSlug === undefined || body.site_slug === siteSlug)
      .sort(byText(({ site_name, slug }) => `${site_name}\n${slug}`));
    return pageFrom(rows, pageOf(question, defaultRows));
  },

  block: (directory, question) => blockDetailBody(directory, directory.block(textOf(question, 'slug') ?? '')),

  equipment: (directory, question) => {
    const slug = textOf(question, 'block_slug') ?? '';
    const subsystem = textOf(question, 'subsystem');
    const block = directory.findBlock(slug);
    const all = block ? directory.equipmentOf(block) : [];
    if (!block || all.length === 0) throw errors.no_equipment({ value: slug });
    const rows = all
      .filter((item) => subsystem === undefined || item.subsystem === subsystem)
      .sort(byText((item) => `${item.subsystem}\n${item.tag}`));
    return pageFrom(rows, pageOf(question, wholeBlock)).map((item) => equipmentBody(directory, block, item));
  },

  // Contract 002 answers an unknown block with no sensors and not with 404.
  sensors: (directory, question) => {
    const block = directory.findBlock(textOf(question, 'block_slug') ?? '');
    const rows = (block ? [...directory.sensorsOf(block, textOf(question, 'subsystem'))] : []).sort(
      byText(({ equipment, sensor }) => `${equipment?.subsystem ?? ''}\n${sensor.tag}`),
    );
    return pageFrom(rows, pageOf(question, wholeBlock)).map((entry) => sensorBody(directory, entry));
  },
} satisfies Record<string, (directory: SiteDirectory, question: Question) => unknown>;

function textOf(question: Question, field: string): string | undefined {
  const stated = question[field];
  return typeof stated === 'string' && stated !== '' ? stated : undefined;
}

function byText<T>(key: (row: T) => string): (a: T, b: T) => number {
  return (a, b) => (key(a) < key(b) ? -1 : 1);
}
