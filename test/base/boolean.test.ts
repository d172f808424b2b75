import { describe, expect, it } from 'vitest';
import { goBoolean } from '../../src/base/boolean.ts';

// Go strconv/atob.go ParseBool.
describe('a boolean of a program in Go', () => {
  it.each(['1', 't', 'T', 'true', 'True', 'TRUE'])('%s is true', (text) => {
    expect(goBoolean(text)).toBe(true);
  });

  it.each(['0', 'f', 'F', 'false', 'False', 'FALSE'])('%s is false', (text) => {
    expect(goBoolean(text)).toBe(false);
  });

  it.each(['', 'yes', 'no', 'on', 'off', 'tRUE', ' true', undefined])('%s is none', (text) => {
    expect(goBoolean(text)).toBeUndefined();
  });
});
