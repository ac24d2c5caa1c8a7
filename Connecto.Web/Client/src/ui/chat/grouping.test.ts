import type { Message } from '@connecto/client';
import { describe, expect, it } from 'vitest';
import { placeOf } from './grouping';

const said = (senderId: string, time: string, type: Message['type'] = 'text') => ({
  senderId,
  type,
  createdAt: new Date(`2026-05-${time}`).toISOString(),
});

describe('A message among others', () => {
  it('stands together with those of its sender and minute', () => {
    const place = placeOf(said('1', '04T09:00:01'), said('1', '04T09:00:30'), said('1', '04T09:00:59'));
    expect(place).toEqual({ startsDay: false, startsGroup: false, endsGroup: false });
  });

  it('begins and ends a group where the sender or the minute changes', () => {
    const place = placeOf(said('2', '04T09:00:01'), said('1', '04T09:00:30'), said('1', '04T09:01:00'));
    expect(place).toEqual({ startsDay: false, startsGroup: true, endsGroup: true });
  });

  it('begins a day, and a group with it', () => {
    expect(placeOf(said('1', '03T23:59:59'), said('1', '04T00:00:00'), undefined)).toMatchObject({
      startsDay: true,
      startsGroup: true,
    });
    expect(placeOf(undefined, said('1', '04T00:00:00'), undefined).startsDay).toBe(true);
  });

  it('shows its sender again below a divider, and next to what the system says', () => {
    const [a, b] = [said('1', '04T09:00:01'), said('1', '04T09:00:02')];
    expect(placeOf(a, b, undefined, true).startsGroup).toBe(true);
    expect(placeOf(said('1', '04T09:00:01', 'system'), b, undefined).startsGroup).toBe(true);
  });
});
