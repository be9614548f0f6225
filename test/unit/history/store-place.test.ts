import assert from 'node:assert/strict';
import { storeAddress, storePlace } from '../../../nodes/history/store-place.ts';

describe('place of the store', () => {
  it('is a file of the data folder unless a database is named', () => {
    const place = storePlace({ folder: '/var/lib/busbar', url: '' });
    assert.deepEqual(place, { engine: 'sqlite', file: '/var/lib/busbar/store.db' });
    assert.throws(() => storePlace({ folder: '/', url: 'mysql://host/db' }), { code: 'store_url_unknown' });
  });

  it('tells a client neither the folder nor the user nor the password', () => {
    assert.deepEqual(storeAddress({ engine: 'sqlite', file: '/var/lib/busbar/store.db' }), {
      name: 'store.db',
      host: 'localhost',
    });
    const { name, host } = storeAddress({
      engine: 'postgres',
      url: 'postgresql://ems:secret@db.example:5433/my%20ems',
    });
    assert.deepEqual([name, host], ['my ems', 'db.example']);
  });
});
