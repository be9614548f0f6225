import assert from 'node:assert/strict';
import { integerVariable, listVariable, textVariable } from '../../../nodes/kernel/index.ts';
import { configurationPage, helpAsMarkdown } from '../../../scripts/reference-pages.ts';

describe('configurationPage', () => {
  const page = configurationPage({
    PORT: integerVariable({ doc: 'Port of all doors.', default: 8000, min: 1, max: 65535 }),
    HOSTS: listVariable(textVariable({ doc: '', default: '' }), { doc: 'a|b', default: [] }),
    KEY: textVariable({ doc: 'A key.', default: '', shownDefault: 'made at the first start', secret: true }),
  });

  it('has one row a variable, in alphabetical order', () => {
    assert.deepEqual(page.match(/^\| `(\w+)`/gm), ['| `HOSTS`', '| `KEY`', '| `PORT`']);
  });

  it('shows default, limits and meaning', () => {
    assert.ok(page.includes('| `PORT` | `8000` | a whole number from 1 to 65535 | Port of all doors. |'));
    assert.ok(page.includes('| `KEY` | made at the first start | text | A key. Never printed. |'));
    assert.ok(page.includes('a\\|b'));
  });
});

describe('helpAsMarkdown', () => {
  it('keeps headings, properties and code of a help text', () => {
    const help = `<script type="text/html" data-help-name="busbar-x">
      <p>Sends <code>msg.payload</code>.</p>
      <h3>Outputs</h3>
      <dl class="message-properties"><dt>payload <span class="property-type">object</span></dt><dd>a &lt;frame&gt;</dd></dl>
    </script>`;
    assert.equal(helpAsMarkdown(help), 'Sends `msg.payload`.\n\n### Outputs\n\n- **payload (object)**: a <frame>');
  });
});
