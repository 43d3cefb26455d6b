import { messageWords } from '../words/messages.ts';
import { Icon } from './icon.tsx';
import './search-field.css';

interface Props {
  /** What is searched. */
  label: string;
  className?: string;
  text: string;
  onChange: (text: string) => void;
}

/** A search field, which Escape empties. */
export function SearchField({ label, className = '', text, onChange }: Props) {
  return (
    <search className={`search-field ${className}`}>
      <Icon name="search" />
      <input
        type="search"
        aria-label={label}
        placeholder={messageWords.search}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={({ target }) => onChange(target.value)}
        onKeyDown={({ key }) => key === 'Escape' && onChange('')}
      />
    </search>
  );
}
