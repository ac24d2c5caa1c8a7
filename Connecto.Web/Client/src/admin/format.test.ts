import { describe, expect, it } from 'vitest';
import { bytes, compact, milliseconds, percent, rate, whole } from './format';

describe('Figures', () => {
  it('are grouped, and short where they are large', () => {
    expect(whole(1_234_567.8, 'en')).toBe('1,234,568');
    expect(compact(9_999, 'en')).toBe('9,999');
    expect(compact(1_234_567, 'en')).toBe('1.2M');
    expect(compact(1_234_567, 'ko')).toBe('123.5만');
  });

  it('have as many digits as say something', () => {
    expect([rate(0, 'en'), rate(0.44, 'en'), rate(37.4, 'en'), rate(1_203.6, 'en')]).toEqual(['0', '0.4', '37', '1,204']);
    expect([0.347, 4.21, 12.4, 1_449].map((ms) => milliseconds(ms, 'en'))).toEqual(['0.35 ms', '4.2 ms', '12 ms', '1.4 s']);
    expect([0, 0.0004, 0.031, 0.98].map((share) => percent(share, 'en'))).toEqual(['0%', '0.04%', '3.1%', '98%']);
  });

  it('count bytes by 1,024', () => {
    expect([0, 1_023, 1_024, 1_536, 10 * 1_048_576].map((n) => bytes(n, 'en'))).toEqual(['0B', '1,023B', '1kB', '1.5kB', '10MB']);
  });
});
