import { expect, test, vi } from 'vitest';
import { Places } from '../../pipeline/queue/places.ts';

test('so many are taken, and who waits hears once of the next that is free', () => {
  const places = new Places(2);
  expect([places.take(), places.take(), places.take()]).toEqual([true, true, false]);
  const hear = vi.fn();
  for (let asked = 0; asked < 3; asked++) places.onceFree(hear);
  expect(hear).not.toHaveBeenCalled();
  places.give();
  places.give();
  expect(hear).toHaveBeenCalledTimes(1);
  places.onceFree(hear);
  expect(hear).toHaveBeenCalledTimes(2);
  expect([places.take(), places.take(), places.take()]).toEqual([true, true, false]);
});
