import { expect, it } from "vitest";
import { chance } from "../../testing/samples";
import { copied, DAY, fresh, lengthOf, moved, ofField, overlapping, pulled, segments, spanOf, stretched, toField, withEdge } from "./week";

const night = { day: 6, start: 1320, end: 360 };

it("a shift over midnight lies on two days, also from Sunday to Monday", () => {
  expect(lengthOf(night)).toBe(480);
  expect(segments([night])).toEqual([
    { index: 0, day: 6, from: 1320, to: 1440, head: true, tail: false },
    { index: 0, day: 0, from: 0, to: 360, head: false, tail: true },
  ]);
});

it("midnight ends a day", () => {
  expect(segments([{ day: 2, start: 600, end: 1440 }])).toHaveLength(1);
  expect(spanOf(1380, 60)).toEqual({ start: 1380, end: 1440 });
  expect(withEdge({ day: 0, start: 600, end: 700 }, "end", ofField("00:00") ?? -1)).toEqual({ day: 0, start: 600, end: DAY });
  expect(toField(DAY)).toBe("00:00");
});

it("moving keeps the length and goes round the week", () => {
  expect(moved(night, 120)).toEqual({ day: 0, start: 0, end: 480 });
  expect(moved({ day: 0, start: 0, end: 480 }, -15)).toEqual({ day: 6, start: 1425, end: 465 });
});

it("whatever the mouse does, a shift is one the server can take", () => {
  const random = chance(7);
  let shift = { day: 3, start: 540, end: 1020 };
  for (let turn = 0; turn < 2000; turn += 1) {
    const by = Math.round((random() - 0.5) * 200) * 15;
    const change = [moved, stretched, pulled][Math.floor(random() * 3)] ?? moved;
    const before = shift;
    shift = change(shift, by);
    expect(shift.start).toBeGreaterThanOrEqual(0);
    expect(shift.start).toBeLessThan(DAY);
    expect(shift.end).toBeGreaterThan(0);
    expect(shift.end).toBeLessThanOrEqual(DAY);
    expect(shift.end, `${JSON.stringify(before)} by ${by}`).not.toBe(shift.start);
  }
});

it("pulling at the start leaves the end where it is", () => {
  const end = (shift: { day: number; start: number; end: number }) => (shift.day * DAY + shift.start + lengthOf(shift)) % (7 * DAY);
  for (const by of [-600, -60, 15, 240, 900]) expect(end(pulled(night, by))).toBe(end(night));
});

it("shifts that lie over each other are found, also over the week's end", () => {
  expect([...overlapping([night, { day: 0, start: 300, end: 720 }])]).toEqual([1]);
  expect([...overlapping([night, { day: 0, start: 360, end: 720 }])]).toEqual([]);
});

it("one day is copied over others, whose own shifts go", () => {
  const week = [{ day: 0, start: 540, end: 1020 }, { day: 1, start: 0, end: 60 }, { day: 5, start: 600, end: 700 }];
  expect(copied(week, 0, [1, 2, 3, 4])).toHaveLength(6);
  expect(copied(week, 0, [1, 2, 3, 4]).filter((shift) => shift.day === 1)).toEqual([{ day: 1, start: 540, end: 1020 }]);
  expect(copied(week, 0, [1]).filter((shift) => shift.day === 5)).toHaveLength(1);
});

it("a new shift goes where there is room", () => {
  expect(fresh([], 2)).toEqual({ day: 2, start: 540, end: 1020 });
  expect(fresh([{ day: 2, start: 540, end: 1020 }], 2)).toEqual({ day: 2, start: 0, end: 480 });
  expect(fresh([{ day: 2, start: 0, end: 1440 }], 2)).toBeNull();
});
