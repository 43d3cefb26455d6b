import { type ReactNode, useId } from 'react';
import './settings.css';

interface Props {
  title: string;
  children: ReactNode;
}

/** A part of the settings, with its cards. */
export function Section({ title, children }: Props) {
  const id = useId();
  return (
    <section className="settings-section" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

export function Card({ title, children }: Props) {
  const id = useId();
  return (
    <section className="card" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {children}
    </section>
  );
}
