import assert from 'node:assert/strict';
import { developmentAccess } from '../../../nodes/api/access/key-check.ts';
import { Tickets } from '../../../nodes/api/tickets.ts';
import { ManualClock } from '../../support/manual-clock.ts';

describe('tickets', () => {
  const clock = new ManualClock();
  const tickets = new Tickets(clock);

  it('open one path once', () => {
    const { ticket, expiresMs } = tickets.issue('/ws', developmentAccess);
    assert.equal(expiresMs, clock.now() + 30_000);
    assert.equal(tickets.redeem(ticket, '/ws'), developmentAccess);
    assert.equal(tickets.redeem(ticket, '/ws'), undefined);
  });

  it('are spent on a wrong path', () => {
    const { ticket } = tickets.issue('/ws', developmentAccess);
    assert.equal(tickets.redeem(ticket, '/other'), undefined);
    assert.equal(tickets.redeem(ticket, '/ws'), undefined);
  });

  it('end after 30 s', () => {
    const { ticket } = tickets.issue('/ws', developmentAccess);
    clock.advance(30_000);
    assert.equal(tickets.redeem(ticket, '/ws'), undefined);
  });

  it('are bounded: the oldest gives way', () => {
    const first = tickets.issue('/ws', developmentAccess).ticket;
    for (let i = 0; i < 999; i += 1) tickets.issue('/ws', developmentAccess);
    const last = tickets.issue('/ws', developmentAccess).ticket;
    assert.equal(tickets.redeem(first, '/ws'), undefined);
    assert.equal(tickets.redeem(last, '/ws'), developmentAccess);
  });
});
