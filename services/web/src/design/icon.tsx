const paths = {
  home: 'M4 11 12 4l8 7v8a1 1 0 0 1-1 1h-4v-6H9v6H5a1 1 0 0 1-1-1z',
  messages: 'M20 12a8 8 0 0 1-11.600 7.100L4 20l1-4.200A8 8 0 1 1 20 12z',
  settings: 'M4 7h9m5 0h2M4 17h2m5 0h9M15.500 4.500v5M8.500 14.500v5',
  write: 'M12 20h8M4 20l1-4L16 5l3 3L8 19z',
  back: 'M15 5l-7 7 7 7',
  down: 'M5 9l7 7 7-7',
  send: 'M5 12h14M13 6l6 6-6 6',
  search: 'M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13zM20 20l-4.500-4.500',
  signout: 'M14 4H6a1 1 0 0 0-1 1v14a1 1 0 0 0 1 1h8M10 12h10m-3.500-4 4 4-4 4',
  signin: 'M10 4h8a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1h-8M3 12h11m-3.500-4 4 4-4 4',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5.500l3.500 2',
  check: 'M5 13l4.500 4.500L19 7',
  seen: 'M1.500 13 6 17.500 15.500 7M12 17l.5.5L22 7',
  warning: 'M12 8v5m0 3.500v.1M12 3.500 2.500 20h19z',
  eye: 'M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z',
  pin: 'M9 3h6l-1 6 4 4H6l4-4zM12 13v8',
  mute: 'M4 4l16 16M18 16H5l1.500-2V9.500A5.500 5.500 0 0 1 8 6.200M10 4.500a5.500 5.500 0 0 1 7.500 5V13M10 19.500a2.200 2.200 0 0 0 4 0',
  archive: 'M3 5h18v4H3zM5 9v10h14V9M10 13h4',
  offline:
    'M3 4l18 17M5 12a10 10 0 0 1 4-2.600M15 9.500a10 10 0 0 1 4 2.500M8.500 15.500a5 5 0 0 1 6 0M12 19v.1',
  close: 'M6 6l12 12M18 6L6 18',
  block: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM5.700 5.700l12.600 12.600',
  more: 'M5 12.500a.5.5 0 1 0 0-1 .5.5 0 0 0 0 1zM12 12.500a.5.5 0 1 0 0-1 .5.5 0 0 0 0 1zM19 12.500a.5.5 0 1 0 0-1 .5.5 0 0 0 0 1z',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  delete: 'M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5',
  reply: 'M9 6l-5 5 5 5M4 11h9a7 7 0 0 1 7 7v1',
  hide: 'M3 4l18 17M10 6c.6-.1 1.300-.2 2-.2 6.500 0 9.500 6.200 9.500 6.200a16 16 0 0 1-2.800 3.600M6.500 7.500A15 15 0 0 0 2.500 12S5.500 18.200 12 18.200c1.600 0 3-.4 4.200-.9',
  repost: 'M5 14V9a2 2 0 0 1 2-2h10m-3-3 3 3-3 3M19 10v5a2 2 0 0 1-2 2H7m3 3-3-3 3-3',
  like: 'M12 20S4 15 4 9.500A4.300 4.300 0 0 1 12 7a4.300 4.300 0 0 1 8 2.500C20 15 12 20 12 20z',
} as const;

export type IconName = keyof typeof paths;

/** A decorative icon, hidden from screen readers: the text next to it says the same. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
