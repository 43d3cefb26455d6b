import {
  Archive,
  Ban,
  BellOff,
  CalendarDays,
  Check,
  CheckCheck,
  ChevronDown,
  ChevronLeft,
  Clock,
  CloudOff,
  Copy,
  Download,
  Ellipsis,
  Eye,
  EyeOff,
  Flag,
  House,
  type IconNode,
  Link,
  LogIn,
  LogOut,
  MessageCircle,
  Pencil,
  Pin,
  Plus,
  Reply,
  Search,
  SendHorizontal,
  Settings,
  Smile,
  SquarePen,
  Trash2,
  TriangleAlert,
  User,
  X,
} from 'lucide';
import { createElement } from 'react';

/** Lucide's icons, by what they mean here. A bundler keeps only these. */
const icons = {
  add: Plus,
  archive: Archive,
  back: ChevronLeft,
  block: Ban,
  check: Check,
  clock: Clock,
  close: X,
  copy: Copy,
  date: CalendarDays,
  delete: Trash2,
  down: ChevronDown,
  download: Download,
  edit: Pencil,
  eye: Eye,
  hide: EyeOff,
  home: House,
  link: Link,
  messages: MessageCircle,
  more: Ellipsis,
  mute: BellOff,
  offline: CloudOff,
  person: User,
  pin: Pin,
  reply: Reply,
  report: Flag,
  search: Search,
  seen: CheckCheck,
  send: SendHorizontal,
  settings: Settings,
  signin: LogIn,
  signout: LogOut,
  smile: Smile,
  warning: TriangleAlert,
  write: SquarePen,
} satisfies Record<string, IconNode>;

export type IconName = keyof typeof icons;

/** A decorative icon, hidden from screen readers: the text next to it says the same. */
export function Icon({ name }: { name: IconName }) {
  return <Shapes of={icons[name]} />;
}

/** An icon of Lucide's that is loaded with the one part of the page that shows it. */
export function Shapes({ of }: { of: IconNode }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {of.map(([shape, attributes], key) => createElement(shape, { key, ...attributes }))}
    </svg>
  );
}
