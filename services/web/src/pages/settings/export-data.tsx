import { useEffect, useRef, useState } from 'react';
import { plainWords } from '../../api/plain-words.ts';
import { announce } from '../../design/announcer.tsx';
import { Icon } from '../../design/icon.tsx';
import { ErrorNotice } from '../../design/notice.tsx';
import { exportAll, type Progress } from '../../state/export.ts';
import { settingWords } from '../../words/settings.ts';
import { Card } from './section.tsx';

/** Makes one file of everything that the service shows the user. */
export function ExportData({ handle }: { handle: string }) {
  const [progress, setProgress] = useState<Progress>();
  const [outcome, setOutcome] = useState<{ done: Progress } | { error: string }>();
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const start = async () => {
    if (running.current) return;
    const controller = new AbortController();
    running.current = controller;
    let done = { groups: 0, messages: 0 };
    setOutcome(undefined);
    setProgress(done);
    try {
      const file = await exportAll((soFar) => {
        done = soFar;
        setProgress(soFar);
      }, controller.signal);
      save(file, `cruddur-${handle}.jsonl`);
      setOutcome({ done });
      announce(settingWords.dataIsInFile);
    } catch (error) {
      if (!controller.signal.aborted) setOutcome({ error: plainWords(error) });
    } finally {
      running.current = undefined;
      setProgress(undefined);
    }
  };
  return (
    <Card title={settingWords.download}>
      <p className="quiet">{settingWords.dataMeans}</p>
      {outcome && 'error' in outcome && <ErrorNotice>{outcome.error}</ErrorNotice>}
      <button
        type="button"
        className="button button-quiet"
        aria-disabled={progress !== undefined}
        onClick={() => void start()}
      >
        {progress ? <span className="spinner" aria-hidden="true" /> : <Icon name="download" />}
        {progress ? settingWords.collecting : settingWords.download}
      </button>
      {progress && <p className="quiet form-saved">{settingWords.collected(inWords(progress))}</p>}
      {outcome && 'done' in outcome && (
        <p className="quiet form-saved">{settingWords.downloaded(inWords(outcome.done))}</p>
      )}
    </Card>
  );
}

function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  // The browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

const inWords = ({ groups, messages }: Progress) =>
  `${settingWords.conversations(groups)}, ${settingWords.messages(messages)}`;
