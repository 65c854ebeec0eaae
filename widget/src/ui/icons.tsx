const PATHS = {
  chat: "M4 5.5A2.5 2.5 0 0 1 6.5 3h11A2.5 2.5 0 0 1 20 5.5v8a2.5 2.5 0 0 1-2.5 2.5H11l-4.6 4a.6.6 0 0 1-1-.5V16A2.5 2.5 0 0 1 4 13.5z",
  close: "M6 6l12 12M18 6L6 18",
  down: "M6 9l6 6 6-6",
  send: "M12 19V5M5.5 11.5 12 5l6.5 6.5",
  clip: "M19.5 11.5l-7.6 7.6a4.6 4.6 0 0 1-6.5-6.5l8-8a3 3 0 0 1 4.3 4.3l-8 8a1.5 1.5 0 0 1-2.1-2.1l7.3-7.3",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  clock: "M12 7v5l3 2M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z",
  sent: "M5 12.5l4.5 4.5L19 7.5",
  read: "M2.5 12.5 7 17l9-9.5M11 16l1 1 9.5-9.5",
  failed: "M12 7.5v5.5M12 16.4v.1M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z",
  end: "M9 4H5v16h4M14 8l4 4-4 4M18 12H9",
  star: "M12 3.6l2.6 5.3 5.8.8-4.2 4.1 1 5.8-5.2-2.7-5.2 2.7 1-5.8-4.2-4.1 5.8-.8z",
};

export type IconName = keyof typeof PATHS;

/** A line drawing; says nothing to screen readers: the button around it has the name. */
export function Icon({ name, full }: { name: IconName; full?: boolean }) {
  return (
    <svg
      class={`icon i-${name}`}
      viewBox="0 0 24 24"
      aria-hidden="true"
      fill={full ? "currentColor" : "none"}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
